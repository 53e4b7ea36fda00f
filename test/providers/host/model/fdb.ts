import type { Json } from "../../../../providers/host/json.ts";
import { type Answer, EXISTS, named, type Space, type Station } from "./state.ts";
import type { Words } from "./words.ts";

const GONE = "RTNETLINK answers: No such file or directory";

/** `bridge fdb VERB`, of a port's bridge (`master`) or of a vxlan (`dst`). */
export function setFdb(here: Space, words: Words, verb: "append" | "replace" | "del"): Answer {
  const mac = words.next();
  const [dev = "", vlan, dst] = ["dev", "vlan", "dst"].map((word) => words.after(word));
  const isOfPort = words.flag("master");
  const state = words.flag("static") ? "static" : "permanent";
  words.flag("permanent");
  const link = named(here, dev);
  if (!link) return `Cannot find device "${dev}"`;
  if (isOfPort && link.master === null) return "RTNETLINK answers: Operation not supported";
  if (isOfPort && vlan !== undefined && !link.vlans.has(Number(vlan))) return "RTNETLINK answers: Invalid argument";
  const place =
    dst && ["port", "vni", "via"].flatMap((word) => wordAfter(words, word)).reduce((a, b) => `${a} ${b}`, dst);
  const master = isOfPort ? (link.master ?? "") : undefined;
  const entry: Station = { mac, dev, state, master, vlan: vlan === undefined ? undefined : Number(vlan), dst: place };
  return isOfPort ? ofBridge(here, entry, verb) : ofTunnel(here, entry, verb);
}

function wordAfter(words: Words, word: string): string[] {
  const value = words.after(word);
  return value === undefined ? [] : [`${word} ${value}`];
}

function ofBridge(here: Space, entry: Station, verb: string): Answer {
  const same = (other: Station) =>
    other.master === entry.master && other.mac === entry.mac && other.vlan === entry.vlan;
  const known = here.fdb.find(same);
  if (verb === "del" && known?.dev !== entry.dev) return GONE;
  here.fdb = here.fdb.filter((other) => !same(other));
  if (verb !== "del") here.fdb.push(entry);
  return undefined;
}

function ofTunnel(here: Space, entry: Station, verb: string): Answer {
  const ofMac = (other: Station) => other.dst !== undefined && other.dev === entry.dev && other.mac === entry.mac;
  const same = (other: Station) => ofMac(other) && other.dst === entry.dst;
  const isThere = here.fdb.some(same);
  if (verb === "del" && !isThere) return GONE;
  if (verb === "append" && !isForMany(entry.mac) && here.fdb.some(ofMac)) return EXISTS;
  here.fdb = here.fdb.filter(verb === "replace" ? (other) => !ofMac(other) : (other) => !same(other));
  if (verb !== "del") here.fdb.push(entry);
  return undefined;
}

function isForMany(mac: string): boolean {
  return mac === "00:00:00:00:00:00" || Number.parseInt(mac.slice(1, 2), 16) % 2 === 1;
}

/** `bridge fdb show`. */
export function printFdb({ fdb }: Space): Json[] {
  return fdb.map(({ mac, dev, master, vlan, dst, state }) => {
    if (master !== undefined)
      return { mac, ifname: dev, ...(vlan === undefined ? {} : { vlan }), flags: [], master, state };
    const [address = "", ...words] = (dst ?? "").split(" ");
    const after = (word: string) => words[words.indexOf(word) + 1] ?? "";
    return {
      ...{ mac, ifname: dev, dst: address, flags: ["self"], state },
      ...(words.includes("port") ? { port: Number(after("port")) } : {}),
      ...(words.includes("vni") ? { vni: Number(after("vni")) } : {}),
      ...(words.includes("via") ? { viaIf: after("via") } : {}),
    };
  });
}
