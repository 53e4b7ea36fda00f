import { bridgeName } from "../../../engine/bridge-name.ts";
import type { NetworkInspect } from "../../../engine/types.ts";
import { contains, formatIp, network, parseCidr, parseIp } from "../../../net/ip.ts";
import { answerTo, type Packet } from "../../../net/walk/packet.ts";
import type { Rules } from "../../../net/walk/rules.ts";
import { type Verdict, walk } from "../../../net/walk/walk.ts";
import { plainIp } from "../values.ts";
import { type Damage, isMendable, RESTART, takeAway } from "./damage.ts";
import { includesRun, jumpDamage } from "./engine-jumps.ts";
import { hasEngineChain, type Kernel, type Link } from "./kernel.ts";

/** What the kernel no longer has of a bridge network; a network that is made anew has all of it again. Pure. */
export function networkDamage(inspect: NetworkInspect, kernel: Kernel): Damage[] {
  if (inspect.Driver !== "bridge" || inspect.Scope !== "local") return [];
  const bridge = bridgeName(inspect);
  const link = kernel.links.find(({ name }) => name === bridge);
  if (!link) return [{ what: `its bridge ${bridge} is missing` }];
  if (!link.up) return [{ what: `its bridge ${bridge} is down` }];
  return [
    ...addressDamage(inspect, link),
    ...subnetsOf(inspect).flatMap((subnet) => ruleDamage(inspect, bridge, subnet, kernel)),
  ];
}

/** The engine gives the bridge an address in each subnet, but where it was told not to; it tells only a declared one. */
function addressDamage({ Options, Internal, IPAM }: NetworkInspect, { name, addresses }: Link): Damage[] {
  if (Internal) return [];
  return (IPAM.Config ?? []).flatMap(({ Subnet, Gateway }) => {
    const without = WITHOUT[(Subnet ?? Gateway ?? "").includes(":") ? 6 : 4];
    if (Object.keys(Options ?? {}).some((option) => without.test(option))) return [];
    const gateway = Gateway && plainIp(Gateway.split("/")[0] ?? "");
    if (gateway) return addresses.includes(gateway) ? [] : [{ what: `${gateway} is missing on its bridge ${name}` }];
    const held = !Subnet || addresses.some((one) => contains(parseCidr(Subnet), parseIp(one)));
    return held ? [] : [{ what: `its bridge ${name} has no address in ${Subnet}` }];
  });
}

/** Options by which a bridge may have no address of a family. */
const WITHOUT = { 4: /inhibit_ipv4|gateway_mode_ipv4/, 6: /gateway_mode_ipv6/ };

interface Subnet {
  text: string;
  family: 4 | 6;
  /** An address of a container that could be in it. */
  sample: string;
}

function subnetsOf({ IPAM }: NetworkInspect): Subnet[] {
  return (IPAM.Config ?? []).flatMap(({ Subnet: text }) => {
    if (!text) return [];
    const net = network(parseCidr(text));
    const sample = { ...net, value: net.value + 3n };
    return contains(net, sample) ? [{ text, family: net.family, sample: formatIp(sample) }] : [];
  });
}

function ruleDamage(inspect: NetworkInspect, bridge: string, subnet: Subnet, kernel: Kernel): Damage[] {
  const rules = kernel.rules[subnet.family];
  // An internal network has no way out, a routed one no translation.
  const options = Object.entries(inspect.Options ?? {}).map(([name, value]) => `${name}=${value}`);
  const isTranslated = !["routed", "isolated"].some((mode) =>
    options.includes(`com.docker.network.bridge.gateway_mode_ipv${subnet.family}=${mode}`),
  );
  if (!rules || inspect.Internal || !isTranslated) return [];
  if (!hasEngineChain(rules)) return [{ what: "no chain of Docker Engine is left in iptables", next: RESTART }];
  const packet: Packet = {
    family: subnet.family,
    protocol: "tcp",
    src: subnet.sample,
    dst: subnet.family === 4 ? "198.51.100.1" : "2001:db8:ffff::1",
    dport: 443,
    state: "NEW",
    flags: ["SYN"],
  };
  const seen = { ...packet, in: bridge, local: [] };
  const plain = options.includes("com.docker.network.bridge.enable_ip_masquerade=false");
  const jumps = jumpDamage(rules, bridge);
  // What the engine has to lead to its chains again is nothing that a new network would have.
  if (!isMendable(jumps)) return jumps;
  return [
    ...jumps,
    ...(plain ? [] : masqueradeDamage(rules, subnet, walk(rules, "nat", "POSTROUTING", { ...packet, local: [] }))),
    ...wayOut(rules, bridge, subnet, walk(rules, "filter", "FORWARD", seen)),
    ...wayBack(subnet, walk(rules, "filter", "FORWARD", { ...answerTo(packet), out: bridge, local: [] })),
  ];
}

function masqueradeDamage({ nat = {} }: Rules, { text }: Subnet, verdict: Verdict): Damage[] {
  const masquerades = ({ words }: { words: string[] }) =>
    words.includes(text) && words.some((word) => word === "MASQUERADE" || word === "SNAT");
  const there = Object.values(nat).some(({ rules }) => rules.some(masquerades));
  // Somebody's ACCEPT before it is a decision, as is another translation.
  if (there || !verdict.text.startsWith(":")) return [];
  return [{ what: `no rule masquerades ${text}` }];
}

/** Chain DOCKER-USER is for the host's owner: what it says of some packets only is a decision. */
function wayOut({ filter = {} }: Rules, bridge: string, { text, family }: Subnet, verdict: Verdict): Damage[] {
  if (verdict.target !== "DROP" && verdict.target !== "REJECT") return [];
  if (verdict.text.startsWith(":")) {
    const accepts = Object.values(filter).some(({ rules }) =>
      rules.some(({ words }) => includesRun(words, ["-i", bridge]) && words.includes("ACCEPT") && words.includes("!")),
    );
    return accepts && !verdict.certain ? [] : [{ what: `no rule lets packets of ${text} out` }];
  }
  if (!verdict.certain || isDeclared(verdict) || isEngines(verdict) || isDecision(verdict)) return [];
  const tool = family === 4 ? "iptables" : "ip6tables";
  const next = takeAway(tool, "filter", verdict.text);
  return [{ what: `packets of ${text} to anywhere are stopped by the rule "${verdict.text}"`, next }];
}

/** Engines since 28.0 drop what is no answer, by a rule that stands behind the one about answers. */
function wayBack({ text }: Subnet, verdict: Verdict): Damage[] {
  const shut = verdict.target === "DROP" && verdict.certain && (verdict.text.startsWith(":") || isEngines(verdict));
  return shut ? [{ what: `no rule lets answers to ${text} in` }] : [];
}

/** A rule of our own documents: what it does is declared. */
export function isDeclared({ text, spot }: Verdict): boolean {
  return spot.chain.startsWith("BW-") || text.includes("bridgework:");
}

/** A rule in a chain of the engine, which drops what no other rule of it lets through. */
export function isEngines({ spot }: Verdict): boolean {
  return spot.chain.startsWith("DOCKER") && spot.chain !== "DOCKER-USER";
}

function isDecision({ spot, text }: Verdict): boolean {
  return spot.chain === "DOCKER-USER" && !/^-A DOCKER-USER -j /.test(text);
}
