import type { Json } from "../../../../providers/host/json.ts";
import { silence, speaksIpv6 } from "./settings.ts";
import { connect, type Link, lower, type Space } from "./state.ts";
import { isTunnel, sameEnds } from "./tunnel.ts";

/** What lies on another interface has: that one, and its own properties as a dump prints them. */
export interface Above {
  /** Empty for what sends as the routes say. */
  parent: string;
  data: Record<string, Json>;
}

const NUMBERS: Record<string, string> = { "802.1Q": "[33024]", "802.1ad": "[34984]" };

/** As the kernel makes one of whom nothing is said. */
const BORN: Record<string, Above["data"]> = {
  vlan: { protocol: "[33024]", flags: ["REORDER_HDR"] },
  macvlan: { mode: "vepa", bcqueuelen: 1000 },
  macvtap: { mode: "vepa", bcqueuelen: 1000 },
  ipvlan: { mode: "l3", bridge: true },
  vxlan: {
    port: 8472,
    port_range: { low: 0, high: 0 },
    learning: true,
    ttl: 0,
    df: "unset",
    ageing: 300,
    udp_csum: true,
  },
};

/** As `ip tuntap` makes one. */
export function programOf(kind: "tun" | "tap", words: string[]): Above {
  const data = { type: kind, pi: false, vnet_hdr: false, multi_queue: false, persist: true };
  const above: Above = { parent: "", data };
  turn(above, kind, words);
  return above;
}

function turnProgram({ data }: Above, words: string[]): boolean {
  const [word = "", value = ""] = words;
  if (word !== "user" && word !== "group") {
    data[word] = true;
    return true;
  }
  data[word] = value;
  return words.shift() !== undefined;
}

const TURNS: Record<string, (above: Above, words: string[]) => boolean> = {
  tun: turnProgram,
  tap: turnProgram,
  vlan: turnTag,
  macvlan: turnMacvlan,
  macvtap: turnMacvlan,
  ipvlan: turnIpvlan,
  vxlan: turnVxlan,
};

/** Out of the words after `type KIND`. */
export function aboveOf(kind: string, parent: string, words: string[]): Above {
  const above = { parent, data: { ...BORN[kind] } };
  turn(above, kind, words);
  return above;
}

/** Takes the words of a change one by one; what it does not know stays. */
export function turn(above: Above, kind: string, words: string[]): void {
  while (words.length > 0 && TURNS[kind]?.(above, words)) words.shift();
}

function turnTag({ data }: Above, words: string[]): boolean {
  const [word = "", value = ""] = words;
  if (word === "id") data.id = Number(value);
  else if (word === "protocol") data.protocol = NUMBERS[value] ?? value;
  else {
    const name = word.toUpperCase();
    const others = (data.flags as string[]).filter((flag) => flag !== name);
    data.flags = [...others, ...(value === "on" ? [name] : [])].sort();
  }
  return words.shift() !== undefined;
}

/** Sources go with the mode that has them. */
function turnMacvlan({ data }: Above, words: string[]): boolean {
  const [word = "", value = ""] = words;
  if (word === "nodst" || word === "nopromisc") {
    data[word] = true;
    return true;
  }
  if (word === "mode" && value !== "source") delete data.macaddr_data;
  if (word === "mode") data.mode = value;
  else if (word === "bcqueuelen") data.bcqueuelen = Number(value);
  else if (word === "macaddr" && value === "flush") delete data.macaddr_data;
  else if (word === "macaddr" && value === "set") data.macaddr_data = words.splice(2);
  else return false;
  return words.shift() !== undefined;
}

function turnIpvlan({ data }: Above, words: string[]): boolean {
  const [word = "", value = ""] = words;
  const rest = word === "mode" ? "bridge" : word;
  if (word === "mode") data.mode = value;
  for (const flag of ["bridge", "private", "vepa"]) delete data[flag];
  data[rest] = true;
  return word !== "mode" || words.shift() !== undefined;
}

function turnVxlan(above: Above, words: string[]): boolean {
  const { data } = above;
  const [word = "", value = ""] = words;
  if (word === "learning" || word === "nolearning") {
    data.learning = word === "learning";
    return true;
  }
  if (word === "dev") {
    above.parent = value;
    data.link = value;
  } else if (word === "remote") data.remote = value === "0.0.0.0" ? (undefined as never) : value;
  else data[word === "dstport" ? "port" : word] = Number(value);
  return words.shift() !== undefined;
}

/** One parent has each tag once, and what is alone there alone. */
export function meets(made: Link, other: Link): boolean {
  const [a, b] = [made.above, other.above];
  if (isTunnel(made.kind) || isTunnel(other.kind)) return sameEnds(made.kind, a, other);
  if (made.kind === "vxlan" || other.kind === "vxlan")
    return made.kind === other.kind && a?.data.id === b?.data.id && a?.data.port === b?.data.port;
  if (!a || a.parent !== b?.parent) return false;
  if (made.kind === "vlan" || other.kind === "vlan")
    return made.kind === other.kind && a.data.protocol === b.data.protocol && a.data.id === b.data.id;
  if (made.kind === "ipvlan" || other.kind === "ipvlan") return made.kind !== other.kind;
  return a.data.mode === "passthru" || b.data.mode === "passthru";
}

/** Links that lie on another. */
export function onTop(here: Space, { ifname }: Link): Link[] {
  return here.links.filter(({ above }) => above?.parent === ifname);
}

function parentOf(here: Space, { above }: Link): Link | undefined {
  return above && here.links.find(({ ifname }) => ifname === above.parent);
}

/** A VLAN comes up and goes down with what it lies on, unless it is bound loosely; others have a state of their own. */
const isLoose = ({ kind, above }: Link) =>
  kind !== "vlan" || ((above?.data.flags ?? []) as string[]).includes("LOOSE_BINDING");

/** Why a link cannot come up; else it does, and what lies on it with it. */
export function raise(here: Space, link: Link): string | undefined {
  if (parentOf(here, link)?.up === false && !isLoose(link)) return "RTNETLINK answers: Network is down";
  link.up = true;
  for (const address of link.addresses) connect(here, link, address);
  for (const other of onTop(here, link)) if (!other.up && !isLoose(other)) raise(here, other);
  return undefined;
}

/** What lies on a link goes down with it. */
export function sink(here: Space, link: Link): void {
  lower(here, link);
  for (const other of onTop(here, link)) if (other.up && !isLoose(other)) sink(here, other);
}

/** Why a link cannot take such large packets; else it does, and none on it takes larger ones. */
export function resize(here: Space, link: Link, mtu: number): string | undefined {
  if (mtu > roomOn(parentOf(here, link), link.kind, mtu)) return "RTNETLINK answers: Numerical result out of range";
  link.mtu = mtu;
  if (!speaksIpv6(here, link)) silence(here, link);
  for (const other of onTop(here, link)) if (other.mtu > mtu && isBound(other)) resize(here, other, mtu);
  return undefined;
}

/** Whether it can be no larger than its parent, whenever that is made smaller. */
function isBound({ kind }: Link): boolean {
  return kind !== "vxlan" && !isTunnel(kind);
}

/** Bytes that a parent leaves to what lies on it. */
export function roomOn(parent: Link | undefined, kind: Link["kind"], otherwise: number): number {
  if (!parent || isTunnel(kind)) return otherwise;
  return parent.mtu - (kind === "vxlan" ? 50 : 0);
}
