import { entriesIn, runsOf, tableIn, tableOf, USUAL_VLANS, type VlanEntry, vlansText } from "../../../../net/vlans.ts";
import { type BridgeObjects, type Dump, type Entry, objectsOf, type Question } from "../../dump.ts";
import type { Json } from "../../json.ts";
import { isMark } from "../../mark.ts";
import type { Line, Operation, Props } from "../../model.ts";
import { orderOf } from "../order.ts";
import { linkNamed, linksOf } from "../questions.ts";
import { ownData } from "./properties.ts";

/** The property of a bridge, of the VLANs that it is in itself; a port's is `port.vlans`. */
export const VLANS = "vlans";

/** Every VLAN of every port and bridge of a scope, ranges as ranges. */
const SHOWN: BridgeObjects = { bridge: "vlan show", as: "vlans" };

/** Asked where any are declared, or a bridge is to have them: a process of its own. */
export function asksForVlans(wants: readonly Props[]): Question[] {
  const matters = (props: Props) =>
    props.vlanFiltering === true ||
    [VLANS, `port.${VLANS}`].some((name) => (props[name] ?? USUAL_VLANS) !== USUAL_VLANS);
  return wants.some(matters) ? [SHOWN] : [];
}

/** What is led from one bridge to another is in none of its VLANs there, and comes back to them. */
export function asksForVlansOf(wants: readonly Props[]): Question[] {
  const isLed = wants.some(({ master }) => typeof master === "string");
  return isLed ? [SHOWN] : asksForVlans(wants);
}

/** And where a bridge goes by them that one of ours is, or has for a port: what nobody declares is as usual there. */
export function asksForVlansThere(dump: Dump): Question[] {
  const links = linksOf(dump);
  const isOurs = ({ ifname, ifalias }: Entry) =>
    [ifalias, ...links.flatMap((port) => (port.master === ifname ? [port.ifalias] : []))].some(isMark);
  const asked = SHOWN.as in dump.objects;
  return !asked && links.some((link) => ownData(link).vlan_filtering === 1 && isOurs(link)) ? [SHOWN] : [];
}

/** What is declared, or the kernel's default, as one text. */
export function vlansWanted(declared: Json | undefined): string {
  return declared === undefined ? USUAL_VLANS : vlansText(tableOf(declared as unknown as VlanEntry[]));
}

/** What a port or a bridge is in; null where nobody asked, or the kernel knows none. */
export function vlansOf(link: Entry, dump: Dump): Json {
  const knows = [link, linkNamed(dump, link.master)].some((bridge) => bridge && "vlan_default_pvid" in ownData(bridge));
  if (!(SHOWN.as in dump.objects) || !knows) return null;
  const found = objectsOf(dump, SHOWN).find(({ ifname }) => ifname === link.ifname);
  return vlansText(tableOf(((found?.vlans ?? []) as Entry[]).map(entryOf)));
}

function entryOf({ vlan, vlanEnd = vlan, flags = [] }: Entry): VlanEntry {
  const has = (flag: string) => (flags as Json[]).includes(flag);
  return { id: `${vlan}-${vlanEnd}`, pvid: has("PVID"), untagged: has("Egress Untagged") };
}

/** Where nobody asked, none are declared. */
export function sameVlans(want: Json, have: Json): boolean {
  return want === null || (have === null && want === USUAL_VLANS);
}

/** As a declaration has them. */
export function vlansShown(text: Json): Json {
  return entriesIn(String(text)) as unknown as Json;
}

/** What the kernel puts a port in that joins a bridge of this name. */
export function vlansOnJoining(name: Json | undefined, dump: Dump | undefined): string {
  const bridge = linkNamed(dump, name);
  const pvid = bridge && ownData(bridge).vlan_default_pvid;
  return pvid === undefined ? USUAL_VLANS : vlansText(new Map(pvid === 0 ? [] : [[Number(pvid), "pvid untagged"]]));
}

/**
 * Lines that make one list of VLANs another, of those that differ alone: what comes in without a tag is always of one,
 * and new ones are there before others go.
 */
export function vlanLines({ scope, key, want }: Operation, from: Json | undefined, to: Json | undefined): Line[] {
  if (typeof to !== "string") return [];
  const [have, wanted] = [tableIn(String(from ?? USUAL_VLANS)), tableIn(to)];
  const added = runsOf(new Map([...wanted].filter(([id, words]) => have.get(id) !== words)));
  const gone = runsOf(new Map([...have.keys()].flatMap((id) => (wanted.has(id) ? [] : [[id, ""]]))));
  const isFirst = (run: string) => run.includes("pvid");
  const self = want?.props.type === "bridge" ? " self" : "";
  const line = (verb: string, run: string): Line => {
    const text = `vlan ${verb} dev ${key} vid ${run}${self}`;
    return { stage: "configure", order: orderOf("put in VLANs"), scope, tool: "bridge", text };
  };
  const inTurn = [...added.filter(isFirst), ...added.filter((run) => !isFirst(run))];
  return [...inTurn.map((run) => line("add", run)), ...gone.map((run) => line("del", run))];
}
