import { bracketed, parseIp } from "../../../net/ip.ts";
import { boundTo, collide } from "../../../net/listener.ts";
import type { Packet } from "../../../net/walk/packet.ts";
import type { Rules } from "../../../net/walk/rules.ts";
import { type Verdict, walk } from "../../../net/walk/walk.ts";
import { type Damage, RESTART, takeAway } from "./damage.ts";
import { hasEngineChain, type Kernel } from "./kernel.ts";
import { isDeclared, isEngines } from "./network-damage.ts";

/** A port of the host, and the places on bridges where the engine may lead it. */
export interface Published {
  internal: number;
  protocol: string;
  hostIp: string;
  external: number;
  targets: readonly Target[];
}

export interface Target {
  ip: string;
  bridge: string;
}

/**
 * What becomes of anybody's packet to a published port, by the rules of the host: what they say of some senders or some
 * interfaces only is a decision of who wrote them. Pure.
 */
export function portDamage(port: Published, kernel: Kernel): Damage[] {
  const rules = port.protocol === "tcp" || port.protocol === "udp" ? rulesFor(port, kernel) : undefined;
  const packet = rules && packetTo(port, kernel);
  const led = rules && packet ? leads(port, rules, packet, kernel) : [];
  return led.length > 0 ? led : proxyDamage(port, kernel);
}

/** What is bound to loopback is for the host itself, whose packets meet the rules elsewhere. */
function rulesFor({ hostIp, targets }: Published, kernel: Kernel): Rules | undefined {
  const family = familyOf(hostIp);
  const has = targets.some(({ ip }) => familyOf(ip) === family);
  return /^127\.|^::1$/.test(hostIp) || !has ? undefined : kernel.rules[family];
}

function familyOf(ip: string): 4 | 6 {
  return ip === "" ? 4 : parseIp(ip).family;
}

function packetTo({ hostIp, protocol, external, targets }: Published, kernel: Kernel): Packet | undefined {
  const family = familyOf(hostIp);
  const any = hostIp === "" || parseIp(hostIp).value === 0n;
  const own = kernel.links.filter(({ name }) => name !== "lo" && !targets.some(({ bridge }) => bridge === name));
  const held = [...own, ...kernel.links].flatMap(({ addresses }) => addresses);
  const dst = any ? held.find((one) => familyOf(one) === family && !/^127\.|^::1$|^fe80:/.test(one)) : hostIp;
  if (dst === undefined) return undefined;
  const flags = protocol === "tcp" ? ["SYN"] : [];
  return { family, protocol: protocol as "tcp" | "udp", src: "", dst, dport: external, state: "NEW", flags };
}

function leads(port: Published, rules: Rules, packet: Packet, kernel: Kernel): Damage[] {
  if (!hasEngineChain(rules)) return [{ what: "no chain of Docker Engine is left in iptables", next: RESTART }];
  const local = kernel.links.flatMap(({ addresses }) => addresses);
  const seen = { ...packet, local };
  for (const table of ["raw", "mangle"]) {
    const stopped = stops(port, table, packet, walk(rules, table, "PREROUTING", seen));
    if (stopped.length > 0) return stopped;
  }
  const verdict = walk(rules, "nat", "PREROUTING", seen);
  const target = targetOf(port, verdict);
  if (!target) return misled(port, rules, packet, verdict);
  const inside = { ...seen, dst: target.ip, dport: port.internal, out: target.bridge };
  const forward = walk(rules, "filter", "FORWARD", inside);
  if (!forward.text.startsWith(":") && !isEngines(forward)) return stops(port, "filter", packet, forward);
  const shut = forward.target === "DROP" && !isLetIn(rules, target, port);
  return shut ? [{ what: `no rule lets packets in that come to port ${port.external}` }] : [];
}

function targetOf({ targets, internal }: Published, { target, options }: Verdict): Target | undefined {
  if (target !== "DNAT") return undefined;
  const to = options[options.indexOf("--to-destination") + 1];
  return targets.find(({ ip }) => to === `${bracketed(ip)}:${internal}`);
}

function misled({ external }: Published, { nat = {} }: Rules, { family }: Packet, verdict: Verdict): Damage[] {
  if (isDeclared(verdict)) return [];
  const by = `by the rule "${verdict.text}"`;
  if (!verdict.text.startsWith(":")) {
    const to = verdict.options[verdict.options.findIndex((word) => word.startsWith("--to-")) + 1];
    const what = `port ${external} leads ${to ? `to ${to}` : "elsewhere"}, ${by}`;
    return [isEngines(verdict) ? { what } : { what, next: takeAway(toolOf(family), "nat", verdict.text) }];
  }
  const jumps = nat.PREROUTING?.rules.some(({ words }) => words.includes("DOCKER"));
  const what = `no rule leads port ${external} to it`;
  return [jumps ? { what } : { what: `${what}: PREROUTING does not lead to chain DOCKER`, next: RESTART }];
}

function stops({ external }: Published, table: string, { family }: Packet, verdict: Verdict): Damage[] {
  const { target, certain, text } = verdict;
  if ((target !== "DROP" && target !== "REJECT") || !certain || isDeclared(verdict)) return [];
  const what = `packets to port ${external} are stopped by the rule "${text}"`;
  return [{ what, next: takeAway(toolOf(family), table, text) }];
}

function isLetIn({ filter = {} }: Rules, { ip }: Target, { internal }: Published): boolean {
  return Object.values(filter).some(({ rules }) =>
    rules.some(({ words }) => words.some((word) => word.split("/")[0] === ip) && words.includes(String(internal))),
  );
}

function toolOf(family: 4 | 6): string {
  return family === 4 ? "iptables" : "ip6tables";
}

function proxyDamage({ protocol, external, hostIp }: Published, { proxies, listeners }: Kernel): Damage[] {
  if (!proxies || (protocol !== "tcp" && protocol !== "udp")) return [];
  const wanted = boundTo(protocol, { first: external, last: external }, hostIp);
  const held = listeners.some((one) => collide(one, wanted));
  return held ? [] : [{ what: `nothing listens on port ${external} of the host (its docker-proxy has ended)` }];
}
