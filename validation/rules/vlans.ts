import { complaint } from "../../net/invalid.ts";
import { isMap } from "../../net/map.ts";
import { VLAN_DEFAULTS } from "../../net/schema/vlan.ts";
import { parseVlanIds, tableIn, tableOf, USUAL_VLANS, type VlanEntry, type VlanTable } from "../../net/vlans.ts";
import { type Facts, type Link, linkId, linksById } from "../facts.ts";
import { type Fault, formatPath, type Path } from "../fault.ts";

/** A bridge that filters has ports in VLANs, each once, and one of them for what comes in without a tag. */
export function vlans({ links }: Facts): Fault[] {
  const byId = linksById(links);
  return links.flatMap((link) => {
    const { type, path, fields, port, scope } = link;
    const bridge = link.bridge && byId.get(linkId(scope, link.bridge.name));
    return [
      ...(type === "bridge" ? judged(fields.vlans, [...path, "vlans"], link) : []),
      // Of a bridge of another document nothing is known.
      ...(port ? judged(port.value.vlans, [...port.path, "vlans"], bridge) : []),
    ];
  });
}

/** Whether it goes by VLANs. */
export function filters(bridge: Link | undefined): boolean {
  return bridge?.type === "bridge" && bridge.fields.vlanFiltering === true;
}

/** What a list says, or its absence, VLAN by VLAN; what is a fault of its own is left out. */
export function vlansOf(list: unknown): VlanTable {
  return list === undefined ? tableIn(USUAL_VLANS) : tableOf(entriesOf(list).map(({ entry }) => entry));
}

interface Listed {
  entry: VlanEntry;
  index: number;
}

function entriesOf(list: unknown): Listed[] {
  const isSound = (entry: unknown): entry is VlanEntry =>
    isMap(entry) && complaint(() => parseVlanIds(entry.id as VlanEntry["id"])) === undefined;
  const all = Array.isArray(list) ? list : [];
  return all.flatMap((entry: unknown, index) => (isSound(entry) ? [{ entry, index }] : []));
}

function judged(list: unknown, path: Path, bridge: Link | undefined): Fault[] {
  if (list === undefined) return [];
  const entries = entriesOf(list);
  return [...unfiltered(path, bridge), ...twice(entries, path), ...pvids(entries, path)];
}

function unfiltered(path: Path, bridge: Link | undefined): Fault[] {
  if (bridge?.type !== "bridge" || filters(bridge)) return [];
  const rule = `bridge ${bridge.name} in ${bridge.scope} does not filter VLANs, so they have no effect`;
  return [{ path, rule, fix: `write vlanFiltering: true for ${bridge.name}, or leave them out` }];
}

function twice(entries: readonly Listed[], path: Path): Fault[] {
  const ids = entries.map(({ entry, index }) => ({ ...parseVlanIds(entry.id), value: entry.id, index }));
  return ids.flatMap(({ first, last, value, index }, at) => {
    const other = ids.slice(0, at).find((before) => before.first <= last && first <= before.last);
    if (!other) return [];
    const [low, high] = [Math.max(first, other.first), Math.min(last, other.last)];
    const said = low === high ? `VLAN ${low}` : `VLANs ${low} to ${high}`;
    const rule = `${formatPath([...path, other.index])} says ${said} already`;
    return [{ path: [...path, index, "id"], value, rule, fix: "say each VLAN once" }];
  });
}

function pvids(entries: readonly Listed[], path: Path): Fault[] {
  const all = entries.filter(({ entry }) => entry.pvid === true);
  const fault = (index: number, rule: string, fix: string) => ({
    ...{ path: [...path, index, "pvid"], value: true, rule, fix },
  });
  return all.flatMap(({ entry, index }, at) => {
    const { first, last } = parseVlanIds(entry.id);
    if (first !== last)
      return [fault(index, "frames without a tag can be of one VLAN only", "write that one apart, with pvid")];
    if (at === 0) return [];
    const other = formatPath([...path, all[0]!.index]);
    return [fault(index, `frames without a tag are of the VLAN of ${other} already`, "keep one pvid")];
  });
}

/** VLANs on a bridge that gives their frames to nobody, or without the tag that they are told by. */
export function unheardTags({ links }: Facts): Fault[] {
  const byId = linksById(links);
  return links.flatMap(({ type, scope, parent, fields, path }): Fault[] => {
    const bridge = parent && byId.get(linkId(scope, parent.name));
    const { id, protocol = VLAN_DEFAULTS.protocol } = fields;
    if (type !== "vlan" || !bridge || !filters(bridge) || protocol !== VLAN_DEFAULTS.protocol) return [];
    const words = vlansOf(bridge.fields.vlans).get(Number(id));
    if (words !== undefined && !words.includes("untagged")) return [];
    const rule =
      words === undefined
        ? `bridge ${bridge.name} filters VLANs, and is not in this one itself: no frame of it comes here`
        : `bridge ${bridge.name} takes the tags of this VLAN off: no frame of it comes here`;
    const fix = `write { id: ${id} } in vlans of ${bridge.name}`;
    return [{ path: [...path, "id"], value: id, rule, fix }];
  });
}
