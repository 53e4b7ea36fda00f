import { ipOf, isGroup } from "../../net/ip.ts";
import { VXLAN_DEFAULTS } from "../../net/schema/vxlan.ts";
import type { Facts, Link } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";
import { repeated } from "./duplicates.ts";
import { concluded } from "./fields.ts";

/** What the kernel refuses of one vxlan, or of two beside each other (drivers/net/vxlan/vxlan_core.c). */
export function vxlans({ links }: Facts): Fault[] {
  const all = links.filter(({ type }) => type === "vxlan");
  const twins = repeated(all, ({ scope, fields }) => {
    const { id, external, dstport = VXLAN_DEFAULTS.dstport } = fields;
    return [scope, external ? "external" : id, dstport, ...familiesOf(fields)].join(" ");
  });
  return [
    ...all.flatMap((link) => [
      ...concluded(link, ["id", "external"], numbered(link)),
      ...concluded(link, ["parent"], grouped(link)),
      ...ofOneFamily(link),
      ...spread(link),
    ]),
    ...twins.map(([link, first]) => twin(link, first)),
  ];
}

function numbered({ path, fields }: Link): Fault[] {
  const { id, external, vnifilter } = fields;
  const filter = (rule: string) => [
    { path: [...path, "vnifilter"], value: true, rule, fix: "write external: true too" },
  ];
  if (external !== true && id === undefined)
    return [{ path, rule: "a vxlan has the number of its network", fix: "write id, or external: true" }];
  if (external === true && id !== undefined)
    return [{ path: [...path, "id"], value: id, rule: "with external each packet has its own", fix: "leave one out" }];
  return vnifilter === true && external !== true ? filter("it is what external is narrowed by") : [];
}

/** The host joins a multicast group on one interface. */
function grouped({ path, fields: { remote, local, parent } }: Link): Fault[] {
  if (isGroup(local))
    return [
      { path: [...path, "local"], value: local, rule: "no source is a group", fix: "write an address of this host" },
    ];
  if (!isGroup(remote) || parent !== undefined) return [];
  const rule = "a multicast group is joined on an interface";
  return [{ path: [...path, "remote"], value: remote, rule, fix: "write parent" }];
}

function ofOneFamily({ path, fields }: Link): Fault[] {
  const { remote, local, flowlabel } = fields;
  const families = familiesOf(fields);
  const other = "write both of one IP version";
  if (families.length > 1)
    return [{ path: [...path, "local"], value: local, rule: `the outer packets go to ${remote}`, fix: other }];
  if (!flowlabel || families[0] === 6) return [];
  const rule = "packets of IPv6 alone have one";
  return [
    { path: [...path, "flowlabel"], value: flowlabel, rule, fix: "write remote or local of IPv6, or leave it out" },
  ];
}

function spread({ path, fields: { srcport } }: Link): Fault[] {
  const [low = 0, high = 0] = typeof srcport === "string" ? srcport.split("-").map(Number) : [];
  if (low <= high && high <= 65535) return [];
  return [{ path: [...path, "srcport"], value: srcport, rule: "ports go up, to 65535", fix: "write LOW-HIGH" }];
}

function twin({ path, scope, fields }: Link, first: Link): Fault {
  const { id, external, dstport = VXLAN_DEFAULTS.dstport } = fields;
  const rule = `${formatPath(first.path)} takes ${external ? "all packets" : `network ${id}`} of port ${dstport} in ${scope} already`;
  return {
    path: [...path, external ? "external" : "id"],
    value: external ?? id,
    rule,
    fix: "write another, or another dstport",
  };
}

/** IP versions of the outer packets, where they are said: text that is no address is a fault of its own. */
export function familiesOf({ remote, local }: Link["fields"]): number[] {
  return [...new Set([remote, local].flatMap((value) => (ipOf(value) ? [ipOf(value)!.family] : [])))];
}
