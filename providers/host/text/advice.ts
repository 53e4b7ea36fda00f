import type { Line } from "../model.ts";
import type { Transport } from "../transport/transport.ts";
import { readSettings } from "./sysctl-files.ts";

/** What a person can do about a line that the kernel refused, where its words do not say; undefined where they do. */
export async function adviceOn(transport: Transport, { scope, tool, text }: Line): Promise<string | undefined> {
  const device = /^addr \w+ \S*:.* dev (\S+)/.exec(text)?.[1];
  if (tool !== "ip" || device === undefined) return undefined;
  const [own, all] = [device, "all"].map((name) => `net/ipv6/conf/${name}/disable_ipv6`) as [string, string];
  const question = { settings: [own, all], along: [], names: [] };
  const values = await readSettings(transport, scope, [question]).catch((): Record<string, string> => ({}));
  if (values[own] === undefined || values[own] === "0") return undefined;
  const setting = values[all] === "0" ? own : all;
  const said = [own, all].map((path) => `${path} is ${values[path]}`).join(", ");
  return `${said}: IPv6 is switched off there. Declare sysctls: { "${setting}": "0" } in ${scope}, or set it by hand`;
}
