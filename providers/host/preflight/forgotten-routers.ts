import { settingName } from "../../../net/sysctl.ts";
import type { Run } from "../../../system/host.ts";
import type { Fault } from "../../../validation/fault.ts";
import { pathAt } from "../document-facts.ts";
import type { Item, Operation } from "../model.ts";

const FORWARDING = /^net\/ipv6\/conf\/[^/]+\/forwarding$/;

/** A route as `ip -N -j route` prints it. */
interface Advertised {
  dst: string;
  dev: string;
  gateway?: string;
}

/**
 * Routes that routers have advertised to the host, which the kernel takes away as the host begins to forward IPv6, and
 * does not learn again, but by interfaces that go on listening (rt6_purge_dflt_routers in net/ipv6/route.c). IPv4 has
 * nothing like it.
 *
 * @param known what is wanted by the time that it begins to
 */
export async function forgottenRouters(
  operations: readonly Operation[],
  known: readonly Item[],
  run: Run,
): Promise<Fault[]> {
  const first = operations.find(begins)?.want;
  if (!first) return [];
  const { stdout } = await run(["ip", "-N", "-j", "-6", "route", "show", "table", "all", "proto", "9"]);
  const routes = (JSON.parse(stdout.trim() || "[]") as Advertised[]).filter(({ gateway }) => gateway !== undefined);
  const ways = Map.groupBy(routes, ({ dev }) => dev);
  const lost = await Promise.all([...ways.keys()].map(async (dev) => ((await isLost(dev, known, run)) ? [dev] : [])));
  return lost.flat().map((dev) => ({
    path: pathAt(first.at),
    value: first.props.value,
    rule: `as the host begins to forward IPv6, the kernel takes away what a router advertised by ${dev}: ${said(ways.get(dev))}`,
    fix: `declare sysctls: { "${settingName(listening(dev))}": "2" } for the host as well: it goes on listening then`,
  }));
}

function begins({ kind, scope, key, want, have }: Operation): boolean {
  const isForwarding = kind === "sysctl" && scope === "host" && FORWARDING.test(key);
  return isForwarding && want !== undefined && want.props.value !== "0" && have?.props.value === "0";
}

/** With 0 somebody else listens, who makes routes that the kernel lets be; with 2 the kernel goes on. */
async function isLost(dev: string, known: readonly Item[], run: Run): Promise<boolean> {
  const path = listening(dev);
  const wanted = known.find(({ kind, scope, key }) => kind === "sysctl" && scope === "host" && key === path);
  if (wanted) return wanted.props.value !== "2";
  return (await run(["cat", `/proc/sys/${path}`])).stdout.trim() === "1";
}

function listening(dev: string): string {
  return `net/ipv6/conf/${dev}/accept_ra`;
}

function said(routes: readonly Advertised[] = []): string {
  return routes.map(({ dst, gateway }) => `the route ${dst} via ${gateway}`).join(", ");
}
