import type { Reason } from "../../../../net/schema/expectation.ts";
import type { Packet, Seen } from "../../../../net/walk/packet.ts";
import { type Verdict, walk } from "../../../../net/walk/walk.ts";
import { addressesOf, rulesetsOf, saveArgv, toolOf } from "./facts.ts";
import type { Death, Inquiry, Journey } from "./inquiry.ts";

export type Hook = "PREROUTING" | "INPUT" | "FORWARD" | "OUTPUT" | "POSTROUTING";

/** The devices at a hook, beside the packet itself. */
export type Devices = Pick<Seen, "in" | "out" | "physIn" | "physOut">;

/** Tables that can drop a packet, in the kernel's order; nat only translates. */
const TABLES = ["raw", "mangle", "filter"];
const REASON: Record<Hook, Reason> = {
  PREROUTING: "forward-drop",
  INPUT: "input-drop",
  FORWARD: "forward-drop",
  OUTPUT: "output-drop",
  POSTROUTING: "forward-drop",
};

/** Walks a hook's chains with the packet; tells where it dies, if it does. */
export function* hook(journey: Journey, at: Hook, devices: Devices): Inquiry<Death | undefined> {
  const seen = yield* seenAt(journey, devices);
  for (const { argv, rules } of yield* rulesetsOf(journey.scope, journey.packet.family))
    for (const table of TABLES) {
      const verdict = walk(rules, table, at, seen);
      if (verdict.target === "DROP" || verdict.target === "REJECT") return deathBy(journey, at, verdict, seen, argv);
    }
  return undefined;
}

export function* seenAt(journey: Journey, devices: Devices): Inquiry<Seen> {
  const held = yield* addressesOf(journey.scope);
  return { ...journey.packet, ...devices, local: held.map((one) => one.address) };
}

function deathBy(journey: Journey, at: Hook, verdict: Verdict, seen: Seen, argv: string[]): Death {
  const reason = journey.answer ? "answer-dropped" : verdict.target === "REJECT" ? "rejected" : REASON[at];
  const { table, chain, rule } = verdict.spot;
  const place = rule === undefined ? `policy ${verdict.target} of ${chain}` : `rule ${rule + 1} of ${chain}`;
  const words = rule === undefined ? "" : ` (${verdict.text})`;
  const bridged = seen.physOut === undefined ? "" : "; bridge-nf-call-iptables = 1 sends bridged packets there";
  const hidden = argv[0] === saveArgv(journey.packet.family)[0] ? "" : ` of ${toolOf(argv)}`;
  const where = `${journey.scope}: ${place}, table ${table}${hidden}${words}, met by ${route(journey)}${devicesOf(seen)}${bridged}`;
  return { reason, where, certain: verdict.certain, scope: journey.scope, spot: verdict.spot, argv };
}

function route({ packet, answer }: Journey): string {
  return `${answer ? "the answer " : ""}${arrow(packet)}`;
}

/** "11.11.11.2 > 8.8.8.8", the way tcpdump writes it. */
export function arrow(packet: Packet): string {
  return `${packet.src} > ${packet.dst}${packet.dport === undefined ? "" : ` port ${packet.dport}`}`;
}

function devicesOf(seen: Seen): string {
  return `${seen.in ? ` in ${seen.in}` : ""}${seen.out ? ` out ${seen.out}` : ""}`;
}
