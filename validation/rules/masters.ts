import { type LinkTypeName, linkSchemas } from "../../net/schema/links.ts";
import { belowId, type Facts, type Link, linkId, linksById } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";

/** What belongs to another link can: the kernel takes only some types for ports and members, and nothing for a part of itself. */
export function masters({ links, references }: Facts): Fault[] {
  const byId = linksById(links);
  const dangling = new Set(
    references.filter(({ declared, name }) => !declared.includes(name)).map(({ path }) => formatPath(path)),
  );
  const told = links.flatMap(({ scope, type, master }): Fault[] => {
    const above = master && byId.get(linkId(scope, master.name));
    if (!above || dangling.has(formatPath(master.path))) return [];
    return refused(type, above.type).map((said) => ({ path: master.path, value: master.name, ...said }));
  });
  return told.length > 0 ? told : loops(links);
}

/** What stands on its own members, or on what lies on it. */
function loops(links: readonly Link[]): Fault[] {
  const byId = linksById(links);
  const members = Map.groupBy(links, ({ scope, master }) => linkId(scope, master?.name ?? ""));
  const below = (link: Link) =>
    [byId.get(belowId(link) ?? ""), ...(members.get(idOf(link)) ?? [])].filter((each) => each !== undefined);
  const standsOn = (link: Link, wanted: Link, seen: Set<Link>): boolean =>
    below(link).some((other) => {
      if (other === wanted) return true;
      if (seen.has(other)) return false;
      seen.add(other);
      return standsOn(other, wanted, seen);
    });
  const bond = links.find((link) => link.bond && standsOn(link, link, new Set()))?.bond;
  if (!bond) return [];
  const rule = "it would be a part of itself, by what lies on it and belongs to it";
  return [{ path: bond.path, value: bond.name, rule, fix: "leave it out, or name another" }];
}

function idOf({ scope, name }: Link): string {
  return linkId(scope, name);
}

/** What has frames, and an address that cannot be changed (drivers/net/ifb.c has no ndo_set_mac_address). */
const NO_MEMBERS = ["ifb"];

/** Why the kernel lets no link of one type belong to one of another; empty where it does. */
export function refused(type: string, master: string): Pick<Fault, "rule" | "fix">[] {
  // Of one that is somebody else's nobody knows the type.
  if (master === "vrf" || master === "existing" || type === "existing") return [];
  if (master !== "bridge" && master !== "bond")
    return [{ rule: `a ${master} has no ports`, fix: "name a bridge, a bond or a VRF" }];
  const hasFrames = !(type in linkSchemas) || "port" in linkSchemas[type as LinkTypeName].properties;
  if (hasFrames && (master === "bridge" || !NO_MEMBERS.includes(type))) return [];
  const what = master === "bridge" ? "port of a bridge" : "member of a bond";
  return [
    {
      rule: `the kernel makes no ${what} of ${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`,
      fix: "leave it out, or name a VRF",
    },
  ];
}

/**
 * Which addresses and routes of a scope are looked up together: those of one VRF are by themselves.
 *
 * @returns a name for what an interface of a scope is looked up with
 * @example domainsOf(links)("RED", "eth0") // "RED", or "RED by VRF red"
 */
export function domainsOf(links: readonly Link[]): (scope: string, link: string) => string {
  const byId = linksById(links);
  return (scope, name) => {
    const { vrf } = byId.get(linkId(scope, name)) ?? {};
    return vrf ? domainOf(scope, vrf.name) : scope;
  };
}

/** The same of a table, which a VRF may have. */
export function domainsOfTables(links: readonly Link[]): (scope: string, table: number) => string {
  const vrfs = links.filter(({ type }) => type === "vrf");
  const byTable = new Map(vrfs.map(({ scope, name, fields }) => [`${scope} ${fields.table}`, domainOf(scope, name)]));
  return (scope, table) => byTable.get(`${scope} ${table}`) ?? scope;
}

function domainOf(scope: string, vrf: string): string {
  return `${scope} by VRF ${vrf}`;
}
