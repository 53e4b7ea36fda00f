import { type NftChain, type Ruleset, readNft } from "../../../../net/nft/ruleset.ts";
import { chainsAt, type NftVerdict, walkChain } from "../../../../net/nft/walk.ts";
import type { Packet } from "../../../../net/walk/packet.ts";
import type { Death, Inquiry, Journey } from "./inquiry.ts";
import { type Devices, type Hook, meeting, reasonAt, seenAt } from "./meeting.ts";
import { proven } from "./proof.ts";

const STOPS = new Set(["drop", "reject"]);
const ARGV = ["nft", "-j", "list", "ruleset"];

/** Rules that others made with nftables itself; none where nft(8) is missing, of which `lookedAt` tells. */
export function* nftRules(scope: string): Inquiry<Ruleset> {
  return readNft((yield { scope, argv: ARGV }).stdout);
}

/** Whether rules of nftables can be listed there at all. */
export function* hasNft(scope: string): Inquiry<boolean> {
  return (yield { scope, argv: ARGV }).code === 0;
}

/** Where a chain of nftables stops the packet; by default those that see it as iptables does. */
export function* nftHook(
  journey: Journey,
  at: Hook,
  devices: Devices,
  families: readonly string[] = ["inet", journey.packet.family === 4 ? "ip" : "ip6"],
): Inquiry<Death | undefined> {
  const rules = yield* nftRules(journey.scope);
  const chains = chainsAt(rules, at.toLowerCase(), families).filter(({ type }) => type !== "nat");
  if (chains.length === 0) return undefined;
  const seen = yield* seenAt(journey, devices);
  for (const chain of chains)
    for (const verdict of walkChain(rules, chain, seen).filter(({ verdict }) => STOPS.has(verdict))) {
      const death = yield* proven(journey, deathBy(journey, at, chain, verdict, devices));
      if (death) return death;
    }
  return undefined;
}

function deathBy(
  journey: Journey,
  at: Hook,
  { family, table }: NftChain,
  verdict: NftVerdict,
  devices: Devices,
): Death {
  return {
    reason: reasonAt(journey, at, verdict.verdict === "reject"),
    where: `${journey.scope}: ${verdict.place} (${verdict.verdict}), table ${family} ${table} of nftables, met by ${meeting(journey, devices)}`,
    certain: verdict.certain,
    scope: journey.scope,
    counter: { argv: ARGV, count: (printed) => verdict.count(readNft(printed)) },
  };
}

/** A packet translated by a chain of nftables; undefined where none does. */
export function* nftTranslated(
  journey: Journey,
  at: Hook,
  devices: Devices,
  own: (dev: string | undefined) => Inquiry<string | undefined>,
): Inquiry<Packet | undefined> {
  const rules = yield* nftRules(journey.scope);
  const { packet } = journey;
  const families = ["inet", packet.family === 4 ? "ip" : "ip6"];
  const seen = yield* seenAt(journey, devices);
  for (const chain of chainsAt(rules, at.toLowerCase(), families).filter(({ type }) => type === "nat")) {
    const found = walkChain(rules, chain, seen).at(-1);
    if (!found?.certain) continue;
    const { addr, port } = (found.operand ?? {}) as { addr?: unknown; port?: unknown };
    const to = typeof addr === "string" ? addr : undefined;
    const dport = typeof port === "number" ? { dport: port } : {};
    if (found.verdict === "dnat") return { ...packet, dst: to ?? packet.dst, ...dport };
    if (found.verdict === "snat") return { ...packet, src: to ?? packet.src };
    if (found.verdict === "masquerade") return { ...packet, src: (yield* own(devices.out)) ?? packet.src };
    if (found.verdict === "redirect") return { ...packet, dst: (yield* own(devices.in)) ?? packet.dst, ...dport };
  }
  return undefined;
}
