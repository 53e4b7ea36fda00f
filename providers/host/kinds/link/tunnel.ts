import { TUNNEL_DEFAULTS } from "../../../../net/schema/tunnel.ts";
import type { Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
import type { KernelPart } from "../../kernel-part.ts";
import type { Change, Props } from "../../model.ts";
import { address, bit, mark, number, type Property, parent, type Sides, tos, withProperties } from "./properties.ts";
import type { LinkType } from "./type.ts";

/** Where packets go, or come from: a dump says `any` of none, and so does `ip`. */
function end(word: "remote" | "local"): Property {
  const none = "any";
  return {
    ...address(word),
    read: (data) => (data[word] === none ? null : (data[word] ?? null)),
    words: (value) => `${word} ${value ?? none}`,
  };
}

/** A dump has 0 for the inner packet's. */
const ttl: Property = {
  usual: TUNNEL_DEFAULTS.ttl,
  read: ({ ttl }) => (ttl === 0 ? "inherit" : (ttl ?? "inherit")),
  words: (value) => `ttl ${value}`,
};

/** A part of what a dump has under `encap`, which is not there where there is no encapsulation: all are set together. */
function encap(usual: Json, read: (encap: Entry) => Json, words: Property["words"]): Property {
  return { usual, read: ({ encap }) => (encap === undefined ? usual : read(encap as Entry)), words };
}

/** Checksums in outer UDP: the family's word for them, the name that a dump has, and the property. */
interface Checksum {
  word: string;
  shown: string;
  property: string;
}

export function encapsulation({ word, shown, property }: Checksum, usualCsum: boolean): Record<string, Property> {
  const said = (_: Json, { want }: Sides) => {
    const { encap, encapSport, encapDport, encapRemcsum, [property]: csum } = want?.props ?? {};
    if (encap === TUNNEL_DEFAULTS.encap) return "noencap";
    const ports = `encap-sport ${encapSport ?? "auto"} encap-dport ${encapDport ?? 0}`;
    return `encap ${encap} ${ports} ${csum ? "" : "no"}${word} ${encapRemcsum ? "" : "no"}encap-remcsum`;
  };
  return {
    encap: encap(TUNNEL_DEFAULTS.encap, ({ type }) => type ?? TUNNEL_DEFAULTS.encap, said),
    encapSport: encap(null, ({ sport }) => Number(sport) || null, said),
    encapDport: encap(null, ({ dport }) => Number(dport) || null, said),
    [property]: encap(usualCsum, (data) => data[shown] === true, said),
    encapRemcsum: encap(TUNNEL_DEFAULTS.encapRemcsum, ({ remcsum }) => remcsum === true, said),
  };
}

export const ends = { parent, remote: end("remote"), local: end("local") };

export const external = mark("external");

export const fwmark = number("fwmark", TUNNEL_DEFAULTS.fwmark);

/** What tunnels over IPv4 have in common. */
export const overIpv4 = {
  ...ends,
  ttl,
  tos,
  pmtudisc: bit("pmtudisc", TUNNEL_DEFAULTS.pmtudisc),
  fwmark,
  ...encapsulation({ word: "encap-csum", shown: "csum", property: "encapCsum" }, TUNNEL_DEFAULTS.encapCsum),
};

interface Own {
  part: Omit<KernelPart, "line">;
  /** Another end, for a line that asks the kernel whether it makes one. */
  remote: string;
  properties: Readonly<Record<string, Property>>;
  /** Properties that `external` goes along with. */
  besideExternal?: readonly string[];
  /** Properties that cannot change on a living one. */
  fixed: readonly string[];
  isFixed(change: Change, want: Props): boolean;
  /** What tells two between the same ends apart. */
  tells?(props: Props): Json;
}

/** What all types of tunnels have in common. */
export function tunnel(type: LinkType["type"], { part, remote, properties, ...own }: Own): LinkType {
  const { besideExternal = [], fixed, isFixed, tells = () => null } = own;
  const { want, observe, create } = withProperties(type, properties);
  return {
    type,
    observe,
    create,
    part: { ...part, line: `link add name tunnel type ${type} remote ${remote}` },
    namesParent: true,
    outlivesParent: true,
    // Each packet has its own of the rest then.
    want: (placed) => {
      const all = want(placed);
      const left = (name: string) => name === "external" || besideExternal.includes(name);
      return all.external ? Object.fromEntries(Object.entries(all).filter(([name]) => left(name))) : all;
    },
    fixed: ["external", ...fixed],
    isFixed: (change, props) => (props.external ? besideExternal.includes(change.property) : isFixed(change, props)),
    clashes: (one, other) => {
      if (other.type !== type) return false;
      if (one.external || other.external) return one.external === other.external;
      const same = (name: string) => one[name] === other[name];
      return ["remote", "local", "parent"].every(same) && tells(one) === tells(other);
    },
    change: (_property, _value, sides) => changed(type, properties, sides),
  };
}

/**
 * `ip` reads a tunnel, and writes all of it again: with ports the wrong way round, a prefix cut short, or no encapsulation
 * (ip 6.1). So a change says all that is not as by default; and the size, which the kernel works out anew where nobody
 * says it.
 */
function changed(type: string, properties: Readonly<Record<string, Property>>, sides: Sides): string {
  const { want, have } = sides;
  const words = Object.entries(properties).flatMap(([name, property]) => {
    const value = want?.props[name];
    const isSaid = value !== undefined && (value !== property.usual || value !== have?.props[name]);
    return isSaid ? property.words(value, sides) : [];
  });
  const mtu = want?.props.mtu ?? have?.props.mtu;
  return [`mtu ${mtu} type ${type}`, ...new Set(words)].join(" ");
}
