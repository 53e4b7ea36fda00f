import { silence, speaksIpv6 } from "./settings.ts";
import { connect, type Link, lower, type Space } from "./state.ts";

/** What a VLAN has: the interface below it, the tag, and flags as a dump prints them. */
export interface Tag {
  parent: string;
  protocol: string;
  id: number;
  flags: string[];
}

const NUMBERS: Record<string, string> = { "802.1Q": "[33024]", "802.1ad": "[34984]" };

/** Out of the words after `type vlan`; what is on by itself is on. */
export function tagOf(parent: string, words: readonly string[]): Tag {
  const [, protocol = "", , id = "", ...flags] = words;
  const tag: Tag = { parent, protocol: NUMBERS[protocol] ?? protocol, id: Number(id), flags: ["REORDER_HDR"] };
  for (let at = 0; at < flags.length; at += 2) turn(tag, flags[at] ?? "", flags[at + 1] ?? "");
  return tag;
}

export function turn(tag: Tag, word: string, to: string): void {
  const name = word.toUpperCase();
  tag.flags = [...tag.flags.filter((flag) => flag !== name), ...(to === "on" ? [name] : [])].sort();
}

export function sameTag(a: Tag, b: Tag | undefined): boolean {
  return a.parent === b?.parent && a.protocol === b.protocol && a.id === b.id;
}

/** Links that lie on another. */
export function onTop(here: Space, { ifname }: Link): Link[] {
  return here.links.filter(({ tag }) => tag?.parent === ifname);
}

function parentOf(here: Space, { tag }: Link): Link | undefined {
  return tag && here.links.find(({ ifname }) => ifname === tag.parent);
}

const isLoose = ({ tag }: Link) => tag?.flags.includes("LOOSE_BINDING") === true;

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
  if (mtu > (parentOf(here, link)?.mtu ?? mtu)) return "RTNETLINK answers: Numerical result out of range";
  link.mtu = mtu;
  if (!speaksIpv6(here, link)) silence(here, link);
  for (const other of onTop(here, link)) if (other.mtu > mtu) resize(here, other, mtu);
  return undefined;
}
