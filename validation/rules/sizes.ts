import { endMtu } from "../../net/cable.ts";
import { ETHERNET_MTU, type MtuRule } from "../../net/mtu.ts";
import { mtuRules } from "../../net/schema/links.ts";
import { belowId, type Link, linkId, linksById } from "../facts.ts";

/** Bytes that declared links take, said or not; undefined where what is declared elsewhere decides. */
export function sizesOf(links: readonly Link[]): (link: Link) => number | undefined {
  const byId = linksById(links);
  const ports = Map.groupBy(links, ({ scope, bridge }) => linkId(scope, bridge?.name ?? ""));
  const beside = ({ scope }: Link, name: string | undefined) => byId.get(linkId(scope, name ?? ""));
  // A bond makes its members as large as itself, a bridge goes by its ports unless it is told.
  const above = (link: Link): number | undefined => {
    const bond = link.bond && beside(link, link.bond.name);
    return bond ? (bond.mtu?.value ?? above(bond) ?? ETHERNET_MTU) : beside(link, link.bridge?.name)?.mtu?.value;
  };
  const said = (link: Link) => ({ mtu: link.mtu?.value, bridge: above(link) });
  const sizeOf = (link: Link, above: readonly Link[]): number | undefined => {
    const { mtu, bridge } = said(link);
    if (mtu !== undefined || above.includes(link)) return mtu;
    const below = (other: Link) => sizeOf(other, [...above, link]);
    if (link.type === "veth") {
      const other = byId.get(link.peer ?? "");
      return endMtu({ bridge }, other ? said(other) : {});
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
