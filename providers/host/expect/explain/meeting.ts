import type { Reason } from "../../../../net/schema/expectation.ts";
import type { Packet, Seen } from "../../../../net/walk/packet.ts";
import { addressesOf } from "./facts.ts";
import type { Inquiry, Journey } from "./inquiry.ts";

export type Hook = "PREROUTING" | "INPUT" | "FORWARD" | "OUTPUT" | "POSTROUTING";

/** The devices at a hook, beside the packet itself. */
export type Devices = Pick<Seen, "in" | "out" | "physIn" | "physOut" | "ether">;

/** Why a request died that a rule of a hook drops. */
const REASON: Record<Hook, Reason> = {
  PREROUTING: "forward-drop",
  INPUT: "input-drop",
  FORWARD: "forward-drop",
  OUTPUT: "output-drop",
  POSTROUTING: "forward-drop",
};

export function reasonAt(journey: Journey, at: Hook, rejects: boolean): Reason {
  return journey.answer ? "answer-dropped" : rejects ? "rejected" : REASON[at];
}

export function* seenAt(journey: Journey, devices: Devices): Inquiry<Seen> {
  const held = yield* addressesOf(journey.scope);
  return { ...journey.packet, ...devices, local: held.map((one) => one.address) };
}

/** "the answer 11.11.11.2 > 8.8.8.8 in br0 out eth1": what met a rule. */
export function meeting({ packet, answer }: Journey, seen: Devices): string {
  const devices = `${seen.in ? ` in ${seen.in}` : ""}${seen.out ? ` out ${seen.out}` : ""}`;
  const kind = seen.ether === undefined ? discovery(packet) : `${seen.ether} for `;
  return `${answer ? "the answer " : ""}${kind}${arrow(packet)}${devices}`;
}

/** What asks for a neighbour in IPv6, and what answers, is a packet like any other. */
function discovery({ protocol, icmpType }: Packet): string {
  if (protocol !== "icmpv6") return "";
  return icmpType === 135 ? "neighbour solicitation " : icmpType === 136 ? "neighbour advertisement " : "";
}

/** As a bridge sees them: the ports are its devices. */
export function portsAsDevices({ physIn, physOut, ether }: Devices): Devices {
  return { ...(physIn && { in: physIn }), ...(physOut && { out: physOut }), ...(ether && { ether }) };
}

/** "11.11.11.2 > 8.8.8.8", the way tcpdump writes it. */
export function arrow(packet: Packet): string {
  return `${packet.src} > ${packet.dst}${packet.dport === undefined ? "" : ` port ${packet.dport}`}`;
}
