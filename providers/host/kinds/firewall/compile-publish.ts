import { formatIp, parseIp } from "../../../../net/ip.ts";
import { count, formatPorts, type Ports } from "../../../../net/port.ts";
import { type Published, published } from "../../../../net/published.ts";
import type { Publish } from "../../../../net/schema/firewall.ts";
import type { Declared } from "../../model.ts";
import { single } from "./address.ts";
import type { HookName } from "./chains.ts";
import { neighbourhood } from "./neighbours.ts";
import type { Placed } from "./placed.ts";

import type { Rule } from "./rule.ts";

const LOOPBACK = { ipv4: "!127.0.0.0/8", ipv6: "!::1/128" } as const;

/**
 * The rules of one published port: translation for clients outside and for the host itself, masquerade for those
 * whose answer would take another way back, and leave to pass.
 */
export function publishRules(entry: Publish, around: Pick<Declared, "scope" | "scopes">): Placed[] {
  const facts = published(entry);
  const comment = entry.comment === undefined ? {} : { comment: entry.comment };
  const plain = (hook: HookName, rule: Rule): Placed => ({ family: facts.family, hook, rule });
  const place = (hook: HookName, rule: Rule): Placed => plain(hook, { ...rule, ...comment });
  const service = serviceOf(facts);
  return [
    ...translations(entry, facts).map(([hook, rule]) => place(hook, rule)),
    ...returns(entry, facts, around).map((client) =>
      place("nat postrouting", { ...client, ...service, state: "DNAT", target: "MASQUERADE" }),
    ),
    place("filter forward", { ...from(entry), ...service, state: "DNAT", target: "ACCEPT" }),
    ...backwards(facts).map((rule) => plain("filter forward", rule)),
  ];
}

function from({ source }: Publish): Rule {
  return source ? { source } : {};
}

/** What a packet to the service looks like once it is translated. */
function serviceOf({ target, protocol }: Published): Rule {
  return { destination: single(target.address), protocol, port: match(target.ports) };
}

/** Only packets to an address of this host are translated: others are on their way to somebody else's port. */
function translations(entry: Publish, facts: Published): [HookName, Rule][] {
  const rule: Rule = {
    ...from(entry),
    ...(facts.hostIp ? { destination: single(facts.hostIp) } : {}),
    protocol: facts.protocol,
    port: match(facts.ports),
    destinationType: "LOCAL",
    target: "DNAT",
    toDestination: destination(facts),
  };
  if (entry.in) return [["nat prerouting", { ...rule, in: entry.in }]];
  // Packets to 127.0.0.1 would leave with that source, and be dropped as martians.
  const own = facts.hostIp ? rule : { ...rule, destination: LOOPBACK[facts.family] };
  return [
    ["nat prerouting", rule],
    ["nat output", own],
  ];
}

/** Equal ports stay as they are; others are shifted: `9000-9010/8000` maps 8000 to 9000, 8001 to 9001 and so on. */
function destination({ target, ports, family }: Published): string {
  const ip = formatIp(parseIp(target.address));
  if (target.ports.first === ports.first) return ip;
  const shift = count(ports) > 1 ? `/${ports.first}` : "";
  return `${family === "ipv6" ? `[${ip}]` : ip}:${formatPorts(target.ports)}${shift}`;
}

/** Clients that the service would answer directly, or by another way: its neighbours, and the host itself. */
function returns(entry: Publish, { target }: Published, around: Pick<Declared, "scope" | "scopes">): Rule[] {
  const { hairpin = true } = entry;
  const neighbours = hairpin === true ? neighbourhood(target.address, around) : hairpin;
  return [...(neighbours ? [{ source: neighbours }] : []), ...(entry.in ? [] : [{ sourceType: "LOCAL" }])];
}

/** The service's answers to translated connections, and ICMP errors about them: the same for all of its ports. */
function backwards({ target, family }: Published): Rule[] {
  const service = single(target.address);
  return [
    { source: service, state: "DNAT", direction: "REPLY", target: "ACCEPT" },
    { destination: service, protocol: family === "ipv4" ? "icmp" : "ipv6-icmp", state: "RELATED", target: "ACCEPT" },
  ];
}

function match(ports: Ports): string {
  return formatPorts(ports).replace("-", ":");
}
