import type { Json } from "../../../../providers/host/json.ts";
import { type Answer, type Link, named, type Space } from "./state.ts";
import type { Words } from "./words.ts";

/** `bridge vlan add` and `bridge vlan del`, of a port or, with `self`, of a bridge. */
export function setVlans(here: Space, words: Words, verb: "add" | "del"): Answer {
  const [name, ids = ""] = [words.after("dev"), words.after("vid")];
  const flags = ["pvid", "untagged"].filter((flag) => words.flag(flag));
  const isSelf = words.flag("self");
  const link = named(here, name);
  if (!link) return `Cannot find bridge device "${name}"`;
  if (isSelf ? link.kind !== "bridge" : link.master === null) return "RTNETLINK answers: Operation not supported";
  const [first = 0, last = first] = ids.split("-").map(Number);
  if (flags.includes("pvid") && first !== last) return "pvid cannot be configured for a vlan range";
  for (let id = first; id <= last; id++) {
    if (verb === "del") link.vlans.delete(id);
    else link.vlans.set(id, flags);
  }
  if (flags.includes("pvid")) for (const [id, has] of link.vlans) if (id !== first) link.vlans.set(id, without(has));
  return undefined;
}

function without(flags: readonly string[]): string[] {
  return flags.filter((flag) => flag !== "pvid");
}

/** `bridge -compressvlans vlan show`: who is in none is not in it. */
export function printVlans({ links }: Space): Json[] {
  return links.flatMap((link) => (link.vlans.size > 0 ? [{ ifname: link.ifname, vlans: runs(link) }] : []));
}

function runs({ vlans }: Link): Json[] {
  const printed: { vlan: number; vlanEnd: number; flags: string[] }[] = [];
  for (const [id, words] of [...vlans].sort(([a], [b]) => a - b)) {
    const flags = words.map((word) => (word === "pvid" ? "PVID" : "Egress Untagged"));
    const last = printed.at(-1);
    if (last?.vlanEnd === id - 1 && `${last.flags}` === `${flags}`) last.vlanEnd = id;
    else printed.push({ vlan: id, vlanEnd: id, flags });
  }
  return printed.map(({ vlan, vlanEnd, flags }) => (vlan === vlanEnd ? { vlan, flags } : { vlan, vlanEnd, flags }));
}

/** Where a bridge goes by them: elsewhere they are of no effect. */
export function lastingVlans(here: Space, link: Link): Json {
  const bridge = link.kind === "bridge" ? link : named(here, link.master ?? undefined);
  return bridge?.bridge.vlan_filtering === 1 ? runs(link) : [];
}
