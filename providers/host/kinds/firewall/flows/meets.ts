import { type Ip, last, network, parseIp, parseRange } from "../../../../../net/ip.ts";
import { type KnownSets, lookUp } from "../../../../../net/sets/lookup.ts";
import type { Rule } from "../rule.ts";
import { setAsked } from "../spelling.ts";

/** The first packet of a flow as a chain sees it. What cannot be known of a flow that began earlier is undefined. */
export interface FirstPacket {
  protocol: string;
  icmpType: number | undefined;
  src: string;
  dst: string;
  sport: number | undefined;
  dport: number | undefined;
  readonly in: string | undefined;
  readonly out: string | undefined;
  /** Whether the addresses are the scope's own. */
  srcLocal: boolean;
  dstLocal: boolean;
  /** Connection states that it is in: "NEW", and "DNAT" once its destination is translated. */
  states: readonly string[];
}

export type Meets = (packet: FirstPacket) => boolean;

/** Whether a rule's matches apply to a first packet, taken apart once for many packets. */
export function meets(rule: Rule, sets: KnownSets): Meets {
  const asked = (rule.sets?.split(";") ?? []).map(setAsked).map((one) => inSet(one, sets));
  const all = Object.entries(MATCHES).flatMap(([field, match]) => {
    const value = rule[field as keyof typeof MATCHES];
    return value === undefined ? [] : [match(value)];
  });
  return (packet) => [...all, ...asked].every((match) => match(packet));
}

/** Where it cannot be told, a rule is taken to speak of others. */
function inSet({ name, flags, not }: ReturnType<typeof setAsked>, sets: KnownSets): Meets {
  return (packet) => {
    const found = lookUp(sets, name, flags, packet);
    return found !== undefined && (found !== false) !== not;
  };
}

const MATCHES = {
  source: negatable((text) => inside(text, ({ src }) => src)),
  destination: negatable((text) => inside(text, ({ dst }) => dst)),
  in: (name: string) => device(name, (packet) => packet.in),
  out: (name: string) => device(name, (packet) => packet.out),
  protocol: negatable((name) => (packet) => packet.protocol === name),
  sourcePort: (text: string) => among(text, ({ sport }) => sport),
  port: (text: string) => among(text, ({ dport }) => dport),
  icmpType: (text: string) => (packet: FirstPacket) => packet.icmpType === Number(text),
  icmpv6Type: (text: string) => (packet: FirstPacket) => packet.icmpType === Number(text),
  sourceType: () => (packet: FirstPacket) => packet.srcLocal,
  destinationType: () => (packet: FirstPacket) => packet.dstLocal,
  state: (text: string) => (packet: FirstPacket) => text.split(",").some((state) => packet.states.includes(state)),
  // It began the flow, so that it goes the original way.
  direction: (text: string) => () => text === "ORIGINAL",
} satisfies Partial<Record<keyof Rule, (value: string) => Meets>>;

function negatable(match: (value: string) => Meets): (value: string) => Meets {
  return (value) => {
    if (!value.startsWith("!")) return match(value);
    const positive = match(value.slice(1));
    return (packet) => !positive(packet);
  };
}

function inside(text: string, address: (packet: FirstPacket) => string): Meets {
  const cidr = parseRange(text);
  const [low, high] = [network(cidr).value, last(cidr).value];
  return (packet) => {
    const ip = ipOf(address(packet));
    return ip?.family === cidr.family && low <= ip.value && ip.value <= high;
  };
}

/** An address as tools print it; undefined for IPv4 inside IPv6, which no rule of ours speaks of. */
export function ipOf(text: string): Ip | undefined {
  return text.includes(":") && text.includes(".") ? undefined : parseIp(text);
}

/** `br+` stands for every name that begins with br. A device that is not known meets no rule that speaks of one. */
function device(value: string, of: (packet: FirstPacket) => string | undefined): Meets {
  const not = value.startsWith("!");
  const name = not ? value.slice(1) : value;
  const stem = name.endsWith("+") ? name.slice(0, -1) : undefined;
  return (packet) => {
    const known = of(packet);
    if (known === undefined) return false;
    return (stem === undefined ? known === name : known.startsWith(stem)) !== not;
  };
}

function among(text: string, port: (packet: FirstPacket) => number | undefined): Meets {
  const [first = "", end = first] = text.split(":");
  const [low, high] = [Number(first), Number(end)];
  return (packet) => {
    const known = port(packet);
    return known !== undefined && low <= known && known <= high;
  };
}
