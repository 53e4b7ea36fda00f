import type { Json } from "../../../../providers/host/json.ts";
import type { Above } from "./on-parent.ts";
import type { Link } from "./state.ts";

type Data = Above["data"];

const GRE: Data = { remote: "any", local: "any", ttl: 0, pmtudisc: true };

const IPIP: Data = { proto: "any", remote: "any", local: "any", ttl: 0, pmtudisc: true };

/** What `ip link add` makes, as a dump prints it, by type. */
const BORN: Readonly<Record<string, Data>> = {
  gre: GRE,
  gretap: GRE,
  ipip: IPIP,
  sit: { ...IPIP, prefix: "2002::", prefixlen: 16 },
  ip6tnl: { proto: "any", remote: "any", local: "any", ttl: 64, encap_limit: 4, tclass: "0x00", flowlabel: "0x00000" },
};

/** The interface that the kernel makes in every namespace, and the type that it has. */
export const FALLBACKS = { gre0: "gre", gretap0: "gretap", tunl0: "ipip", sit0: "sit", ip6tnl0: "ip6tnl" } as const;

export function isTunnel(kind: string): boolean {
  return kind in BORN;
}

/** One of them shows an end of its own in the place of a MAC address. */
export function isFrameless(kind: string): boolean {
  return isTunnel(kind) && kind !== "gretap";
}

/** Out of the words after `type KIND`; undefined where it does not understand them all. */
export function tunnelOf(kind: string, words: string[], before: Above = { parent: "", data: BORN[kind] ?? {} }): Above {
  const { encap, ...data } = structuredClone(before.data);
  // `ip` forgets the encapsulation of some, and takes the ports of others the wrong way round.
  const above: Above = { parent: before.parent, data };
  const kept = encap && words.includes("noencap") ? undefined : encap;
  if (kept) data.encap = { ...(kept as Data), dport: 1 };
  while (words.length > 0 && take(above, words));
  return above;
}

/** Takes one word with its value. */
function take(above: Above, words: string[]): boolean {
  const { data } = above;
  const [word = "", value = ""] = words;
  const one = SINGLE[word];
  if (one) {
    one(data, value);
    return words.shift() !== undefined;
  }
  const two = VALUED[word];
  if (!two) return false;
  two(data, value);
  if (word === "dev") above.parent = value;
  return words.splice(0, 2).length === 2;
}

/** In one direction or both, as `csum`, `icsum` and `nocsum` say. */
function directed(name: string, word: string, set: Set, clear: boolean) {
  const each = (directions: string[]) => (data: Data) => {
    for (const direction of directions) {
      if (clear) delete data[direction + name];
      else set(data, direction + name);
    }
  };
  const no = clear ? "no" : "";
  return { [no + word]: each(["i", "o"]), [`${no}i${word}`]: each(["i"]), [`${no}o${word}`]: each(["o"]) };
}

type Set = (data: Data, value: string) => void;

function on(data: Data, key: string): void {
  data[key] = true;
}

/** @param inside set in what a dump has under `encap` */
function put(key: string, value: (text: string) => Json, inside = false): Set {
  return (data, text) => {
    Object.assign(inside ? (data.encap as Data) : data, { [key]: value(text) });
  };
}

const flags = (word: string, key: string, inside = false) => ({
  [word]: put(key, () => true, inside),
  [`no${word}`]: put(key, () => false, inside),
});

const SINGLE: Record<string, Set> = {
  ...flags("pmtudisc", "pmtudisc"),
  ...flags("encap-csum", "csum", true),
  ...flags("encap-udp6-csum", "csum6", true),
  ...flags("encap-remcsum", "remcsum", true),
  external: put("external", () => true),
  noencap: () => undefined,
  isatap: put("isatap", () => true),
  ...directed("csum", "csum", on, false),
  ...directed("csum", "csum", on, true),
  ...directed("seq", "seq", on, false),
  ...directed("seq", "seq", on, true),
  ...directed("key", "key", on, true),
};

const dotted = (value: string) => [24, 16, 8, 0].map((shift) => Math.floor(Number(value) / 2 ** shift) % 256).join(".");

/** An address of zeros is not shown. */
function inParts(network: string, name: string): Data {
  const [address = "", length] = network.split("/");
  const none = undefined as never;
  return address === "0.0.0.0" ? { [name]: none } : { [name]: address, [`${name}len`]: Number(length) };
}

const VALUED: Record<string, Set> = {
  remote: put("remote", String),
  local: put("local", String),
  dev: put("link", String),
  ttl: put("ttl", (value) => (value === "inherit" ? 0 : Number(value))),
  mode: put("proto", String),
  hoplimit: put("ttl", (value) => (value === "inherit" ? 0 : Number(value))),
  encaplimit: (data, value) =>
    Object.assign(data, { encap_limit: Number(value) || 0, ip6_tnl_f_ign_encap_limit: value === "none" }),
  tclass: put("tclass", String),
  flowlabel: put("flowlabel", String),
  "6rd-prefix": (data, value) => Object.assign(data, inParts(value, "prefix")),
  "6rd-relay_prefix": (data, value) => Object.assign(data, inParts(value, "relay_prefix")),
  key: (data, value) => Object.assign(data, { ikey: dotted(value), okey: dotted(value) }),
  ikey: put("ikey", dotted),
  okey: put("okey", dotted),
  encap: put("encap", (type) => ({ type, sport: 0, dport: 0, csum: false, remcsum: false })),
  "encap-sport": put("sport", (value) => Number(value) || 0, true),
  "encap-dport": put("dport", Number, true),
};

/** Two of a type between the same ends, told apart by nothing. */
export function sameEnds(kind: string, a: Above | undefined, other: Link): boolean {
  const told = (above: Above | undefined): Json[] => {
    const { external = false, remote = "", local = "", link = "", ikey = "" } = above?.data ?? {};
    return external ? [external] : [remote, local, link, ikey];
  };
  return kind === other.kind && JSON.stringify(told(a)) === JSON.stringify(told(other.above));
}
