import { endMtu } from "../../net/cable.ts";
import { ETHERNET_MTU, type MtuRule } from "../../net/mtu.ts";
import { mtuRules } from "../../net/schema/links.ts";
import { belowId, type Link, linkId, linksById } from "../facts.ts";

/** Bytes that declared links take, said or not; undefined where what is declared elsewhere decides. */
export function sizesOf(links: readonly Link[]): (link: Link) => number | undefined {
  const byId = linksById(links);
  const ports = Map.groupBy(links, ({ scope, bridge }) => linkId(scope, bridge?.name ?? ""));
  const beside = ({ scope }: Link, name: string | undefined) => byId.get(linkId(scope, name ?? ""));
  const sizeOf = (link: Link, above: readonly Link[]): number | undefined => {
    if (link.mtu !== undefined || above.includes(link)) return link.mtu?.value;
    const below = (other: Link) => sizeOf(other, [...above, link]);
    // A bond makes its members as large as itself, a bridge goes by its ports unless it is told.
    const masterOf = (end: Link) => {
      const bond = end.bond && beside(end, end.bond.name);
      return bond ? below(bond) : beside(end, end.bridge?.name)?.mtu?.value;
    };
    const bridge = masterOf(link);
    if (link.type === "veth") {
      const other = byId.get(link.peer ?? "");
      return endMtu({ bridge }, other ? { mtu: other.mtu?.value, bridge: masterOf(other) } : {});
    }
    if (link.type === "bridge") {
      const own = ports.get(linkId(link.scope, link.name)) ?? [];
      return own.length === 0 ? ETHERNET_MTU : Math.min(...own.map((port) => below(port) ?? ETHERNET_MTU));
    }
    const parent = byId.get(belowId(link) ?? "");
    return mtuRuleOf(link.type)?.({ bridge, parent: parent && below(parent), fields: link.fields });
  };
  return (link) => sizeOf(link, []);
}

export function mtuRuleOf(type: string): MtuRule | undefined {
  return (mtuRules as Record<string, MtuRule | undefined>)[type];
}
