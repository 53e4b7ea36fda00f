import { older } from "../../../engine/api-version.ts";
import type { Info } from "../../../engine/types.ts";
import type { Fault } from "../../../validation/fault.ts";
import type { Context } from "../resource.ts";
import { hasUnknown, type Values } from "../values.ts";
import type { Ipam } from "./ipam.ts";

/**
 * IPv6 without a subnet of it, on an engine that chooses none: before 27.0 they have pools of IPv4 alone, but for what
 * their configuration says.
 */
export async function poolFaults(inputs: Values, { engine, session }: Context): Promise<Fault[]> {
  const { ipv6, driver = "bridge", ipamDriver = "default", ipamConfigs = [] } = inputs;
  if (ipv6 !== true || hasUnknown([driver, ipamDriver, ipamConfigs])) return [];
  if (driver === "overlay" || ipamDriver !== "default" || (ipamConfigs as Ipam[]).some(isSix)) return [];
  const api = await engine.version();
  if (!older(api, "1.46")) return [];
  const { DefaultAddressPools: pools } = await session.once("info", () => engine.get<Info>("/info"));
  if ((pools ?? []).some(({ Base }) => Base.includes(":"))) return [];
  const rule = `before Docker Engine 27.0 (API 1.46) it needs a subnet of IPv6 in ipamConfigs, and this one speaks API ${api}`;
  return [{ path: ["ipv6"], value: true, rule, fix: 'declare one, as in ipamConfigs: [{ subnet: "fd00:1::/64" }]' }];
}

function isSix({ subnet }: Ipam): boolean {
  return subnet?.includes(":") ?? false;
}
