import { type Bound, boundTo } from "../../../net/listener.ts";
import { parsePorts } from "../../../net/port.ts";
import type { DocumentPort } from "../../../validation/conflicts/world.ts";
import type { Dump } from "../dump.ts";
import { FAMILIES, type Family } from "../kinds/firewall/chains.ts";
import { tableOf } from "../kinds/firewall/save.ts";
import { parse } from "../kinds/firewall/spelling.ts";
import { isMark } from "../mark.ts";

/** Ports that documents publish on the host now, by the marks on the rules that translate them. */
export function documentPorts(host: Dump | undefined): DocumentPort[] {
  return translated(host, /^BW-.*-PRE$/).flatMap(({ comment, bound }) => {
    const owner = comment?.split(" ")[0];
    return isMark(owner) ? [{ owner, ...bound }] : [];
  });
}

/** Ports that Docker Engine publishes, by its rules: without its proxy it need not have a socket for each. */
export function enginePorts(host: Dump | undefined): Bound[] {
  return translated(host, /^DOCKER$/).map(({ bound }) => bound);
}

function translated(host: Dump | undefined, chain: RegExp): { comment: string | undefined; bound: Bound }[] {
  return FAMILIES.flatMap((family) => {
    const chains = [...(tableOf(host, family, "nat") ?? [])].filter(([name]) => chain.test(name));
    return chains.flatMap(([, { rules }]) => rules.flatMap((rule) => portOf(rule, family)));
  });
}

/** Rules for some clients only take nothing from the others. */
function portOf(text: string, family: Family) {
  const { target, source, port, protocol = "tcp", destination, comment } = parse(text) ?? {};
  if (target !== "DNAT" || source !== undefined || port === undefined) return [];
  const address = destination?.replace(/\/\d+$/, "") ?? (family === "ipv4" ? "0.0.0.0" : "::");
  return [{ comment, bound: boundTo(protocol, parsePorts(port.replace(":", "-")), address) }];
}
