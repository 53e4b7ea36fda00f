import { isGroup, parseIp } from "../../../../net/ip.ts";
import { VXLAN_DEFAULTS } from "../../../../net/schema/vxlan.ts";
import type { Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
import { address, bit, mark, number, type Property, parent, text, tos, withProperties } from "./properties.ts";
import type { LinkType } from "./type.ts";

/** The kernel keeps one address; `ip` calls it a group where it is one, and wants the interface in the same line then. */
const remote: Property = {
  ...address("remote"),
  read: ({ remote, remote6, group, group6 }) => remote ?? remote6 ?? group ?? group6 ?? null,
  words: (value, { want, have }) =>
    isGroup(value)
      ? `group ${value}${have ? ` dev ${want?.props.parent}` : ""}`
      : `remote ${value ?? none(have?.props.remote)}`,
};

const local: Property = {
  ...address("local"),
  read: ({ local, local6 }) => local ?? local6 ?? null,
  words: (value, { have }) => `local ${value ?? none(have?.props.local)}`,
};

const srcport: Property = {
  usual: null,
  read: ({ port_range }) => {
    const { low, high } = port_range as Entry;
    return low === 0 && high === 0 ? null : `${low}-${high}`;
  },
  words: (value) => `srcport ${String(value).replace("-", " ")}`,
};

/** 0 is the kernel's own; of the inner packet's a dump in JSON says nothing. */
const ttl: Property = {
  usual: 0,
  read: ({ ttl }) => ttl ?? "inherit",
  words: (value) => `ttl ${value}`,
};

const own = withProperties("vxlan", {
  id: { ...number("id", null), read: ({ id, external }) => (external ? null : (id ?? null)) },
  external: mark("external"),
  parent,
  remote,
  local,
  dstport: { ...number("dstport", VXLAN_DEFAULTS.dstport), read: ({ port }) => port ?? 0, always: true },
  srcport,
  ttl,
  tos,
  df: text("df", VXLAN_DEFAULTS.df),
  flowlabel: { ...number("flowlabel", VXLAN_DEFAULTS.flowlabel), read: ({ label }) => Number(label ?? 0) },
  // Without a word `ip` has it on, and off with `external`.
  learning: { ...bit("learning", VXLAN_DEFAULTS.learning), always: true },
  ageing: number("ageing", VXLAN_DEFAULTS.ageing),
  maxaddress: { ...number("maxaddress", VXLAN_DEFAULTS.maxaddress), read: ({ limit }) => limit ?? 0 },
  proxy: bit("proxy", false),
  rsc: bit("rsc", false),
  l2miss: bit("l2miss", false),
  l3miss: bit("l3miss", false),
  udpcsum: bit("udpcsum", VXLAN_DEFAULTS.udpcsum, "udp_csum"),
  udp6zerocsumtx: bit("udp6zerocsumtx", false, "udp_zero_csum6_tx"),
  udp6zerocsumrx: bit("udp6zerocsumrx", false, "udp_zero_csum6_rx"),
  gbp: mark("gbp"),
  vnifilter: mark("vnifilter"),
});

/** What the kernel changes on a living one (drivers/net/vxlan/vxlan_core.c, vxlan_nl2conf). */
const IN_PLACE = ["parent", "remote", "local", "ttl", "tos", "df", "flowlabel", "learning", "ageing"];

/** Ethernet through UDP: frames for one network number travel to other hosts. */
export const vxlan: LinkType = {
  type: "vxlan",
  ...own,
  part: {
    what: "vxlan",
    config: "CONFIG_VXLAN",
    module: "vxlan",
    line: "link add name tunnel type vxlan id 1 dstport 4789",
  },
  mac: () => "own",
  clashes: (want, have) =>
    have.type === "vxlan" && ["id", "external", "dstport"].every((property) => want[property] === have[property]),
  namesParent: true,
  want: (placed) => ({ ...own.want(placed), learning: placed.json.learning ?? placed.json.external !== true }),
  fixed: own.names.filter((name) => !IN_PLACE.includes(name)),
  isFixed: ({ property, want, have }, props) => {
    if (property === "parent") return want === null;
    if (property === "ttl") return want === "inherit" || have === "inherit";
    if (property !== "remote" && property !== "local") return false;
    // Its outer packets stay those of IPv6 without any address of it, and what it sends to others would have to be too.
    const left = want === null ? [props.remote, props.local] : [want];
    return !left.some((address) => familyOf(address) === familyOf(have));
  },
};

/** Not set: of its own family, as the kernel keeps it. */
function none(before: Json | undefined): string {
  return familyOf(before) === 6 ? "::" : "0.0.0.0";
}

/** One without an address is of IPv4. */
function familyOf(value: Json | undefined): 4 | 6 {
  return typeof value === "string" ? parseIp(value).family : 4;
}
