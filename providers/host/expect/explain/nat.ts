import { isLinkLocal, parseIp } from "../../../../net/ip.ts";
import type { Packet } from "../../../../net/walk/packet.ts";
import { type Verdict, walk } from "../../../../net/walk/walk.ts";
import { addressesOf, rulesetsOf } from "./facts.ts";
import { bridgeSetting } from "./hooks.ts";
import type { Death, Inquiry, Journey } from "./inquiry.ts";
import { arrow, type Devices, type Hook, seenAt } from "./meeting.ts";
import { nftTranslated } from "./nft.ts";

/**
 * The nat table at a hook. A new packet is translated by its rules, and the change is remembered; the answer never
 * sees the table: connection tracking takes the remembered changes back, destination first, source on the way out.
 */
export function* nat(journey: Journey, at: Hook, devices: Devices): Inquiry<Death | undefined> {
  if (journey.answer) return takeBack(journey, at === "PREROUTING" ? "src" : "dst");
  const after = yield* changed(journey, at, devices);
  if (!after || "reason" in after) return after;
  const before = journey.tracked.find(({ scope, packet }) => scope === journey.scope && isSame(packet, journey.packet));
  if (before) journey.untranslated.push(tooLate(journey, at, before.bridge));
  else become(journey, after);
  return undefined;
}

/**
 * With br_netfilter a packet that stays on a bridge makes an entry of connection tracking; what rules of nat say of it
 * there is said for the whole flow, also where the same packet comes by again and is routed.
 */
export function* trackOn(bridge: string, journey: Journey, input: Devices, output: Devices): Inquiry<void> {
  const { scope, packet } = journey;
  const isChanged = (yield* changed(journey, "PREROUTING", input)) ?? (yield* changed(journey, "POSTROUTING", output));
  if (!isChanged) journey.tracked.push({ scope, bridge, packet });
}

function isSame(one: Packet, other: Packet): boolean {
  return one.src === other.src && one.dst === other.dst && one.dport === other.dport;
}

function tooLate({ scope, packet }: Journey, at: Hook, bridge: string): string {
  return (
    `${scope}: ${arrow(packet)} stays untranslated, though a rule of nat ${at} matches: connection tracking knows the ` +
    `flow from its way over ${bridge} before, where none did (net.bridge.${bridgeSetting({ packet })} = 1)`
  );
}

/** What the rules of nat make of a packet that is new to them; undefined where they leave it. */
function* changed(journey: Journey, at: Hook, devices: Devices): Inquiry<Packet | Death | undefined> {
  const seen = yield* seenAt(journey, devices);
  for (const { rules, sets } of yield* rulesetsOf(journey.scope, journey.packet.family)) {
    const after = yield* translated(journey, walk(rules, "nat", at, { ...seen, ...(sets && { sets }) }), devices);
    if (after) return after;
  }
  return yield* nftTranslated(journey, at, devices, (dev) => sourceBy(journey, dev));
}

function become(journey: Journey, after: Packet): void {
  const before = journey.packet;
  const side = after.src === before.src ? "dst" : "src";
  journey.translations.push({ scope: journey.scope, side, before, after });
  journey.packet = after;
}

function* translated(journey: Journey, verdict: Verdict, devices: Devices): Inquiry<Packet | Death | undefined> {
  const { packet } = journey;
  if (verdict.target === "DNAT") return withDst(packet, optionOf(verdict, "--to-destination"));
  if (verdict.target === "SNAT") return withSrc(packet, optionOf(verdict, "--to-source"));
  if (verdict.target === "REDIRECT")
    return withDst(yield* toItself(journey, devices), `:${optionOf(verdict, "--to-ports")}`);
  if (verdict.target !== "MASQUERADE") return undefined;
  const own = yield* sourceBy(journey, devices.out);
  return own === undefined ? sourceless(journey, verdict) : { ...packet, src: own };
}

/** The kernel drops what it has no address to masquerade by (net/netfilter/nf_nat_masquerade.c). */
function sourceless({ scope, packet }: Journey, { text, spot, certain }: Verdict): Death {
  const words = `masquerade drops ${arrow(packet)}: no interface there has an address of IPv${packet.family}`;
  const next = "give the interface that it leaves by an address of that family";
  return { reason: "forward-drop", where: `${scope}: ${words} (${text}, table ${spot.table})`, next, certain, scope };
}

/** The address that masquerading takes: one of the interface, else one of another that counts everywhere. */
function* sourceBy({ scope, packet }: Journey, dev: string | undefined): Inquiry<string | undefined> {
  const held = (yield* addressesOf(scope)).filter(({ address }) => address.includes(":") === (packet.family === 6));
  const wide = held.filter((one) => one.dev !== "lo" && !isLinkLocal(parseIp(one.address)));
  const [best] = [...wide.filter((one) => one.dev === dev), ...wide, ...held.filter((one) => one.dev === dev)];
  return best?.address;
}

function* toItself(journey: Journey, devices: Devices): Inquiry<Packet> {
  const loopback = journey.packet.family === 4 ? "127.0.0.1" : "::1";
  return { ...journey.packet, dst: (yield* addressOn(journey, devices.in)) ?? loopback };
}

function* addressOn({ scope, packet }: Journey, dev: string | undefined): Inquiry<string | undefined> {
  const held = yield* addressesOf(scope);
  return held.find((one) => one.dev === dev && one.address.includes(":") === (packet.family === 6))?.address;
}

function optionOf(verdict: Verdict, name: string): string {
  const at = verdict.options.indexOf(name);
  return at < 0 ? "" : (verdict.options[at + 1] ?? "");
}

/** `1.2.3.4`, `1.2.3.4:80`, `fd00::1`, `[fd00::1]:80`, `:80`, and ranges of them, of which the first is taken. */
function addressAndPort(text: string): { address?: string; port?: number } {
  const bare = /^[0-9a-f]*:[0-9a-f]*:[0-9a-f:]*/i.exec(text)?.[0];
  if (bare) return { address: bare };
  const match = /^(?:\[([^\]-]+)[^\]]*\]|([0-9.]*)(?:-[0-9.]+)?)(?::([0-9]+))?/.exec(text);
  const address = match?.[1] ?? match?.[2];
  return { ...(address ? { address } : {}), ...(match?.[3] ? { port: Number(match[3]) } : {}) };
}

function withDst(packet: Packet, text: string): Packet {
  const { address, port } = addressAndPort(text);
  return { ...packet, dst: address ?? packet.dst, ...(port === undefined ? {} : { dport: port }) };
}

function withSrc(packet: Packet, text: string): Packet {
  return { ...packet, src: addressAndPort(text).address ?? packet.src };
}

function takeBack(journey: Journey, side: "src" | "dst"): undefined {
  const { packet, scope } = journey;
  const mine = journey.translations.filter((one) => one.scope === scope && one.side === side);
  const done = mine.find(({ after }) => (side === "src" ? after.src === packet.dst : after.dst === packet.src));
  if (!done) return;
  if (side === "src") journey.packet = { ...packet, dst: done.before.src };
  else journey.packet = { ...packet, src: done.before.dst, ...port(done.before.dport) };
}

function port(sport: number | undefined): { sport?: number } {
  return sport === undefined ? {} : { sport };
}
