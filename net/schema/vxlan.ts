import { Type } from "typebox";
import { asEthernet, type MtuRule } from "../mtu.ts";
import { flag, ifName, ip, mac, mtu, words } from "../schema.ts";
import { farStationsSchema } from "./fdb.ts";

/** The kernel's defaults (drivers/net/vxlan/vxlan_core.c), with the port that IANA gave it (RFC 7348). */
export const VXLAN_DEFAULTS = {
  dstport: 4789,
  ttl: 0,
  tos: 0,
  df: "unset",
  flowlabel: 0,
  ageing: 300,
  maxaddress: 0,
  udpcsum: true,
  learning: true,
} as const;

/** The outer headers: Ethernet, IP, UDP and VXLAN (include/net/vxlan.h, VXLAN_HEADROOM and VXLAN6_HEADROOM). */
const HEADERS = { ipv4: 50, ipv6: 70 };

/** What the network below carries, less the outer headers. */
export const vxlanMtu: MtuRule = ({ bridge, parent, fields }) => {
  if (bridge !== undefined) return bridge;
  const below = typeof fields.parent === "string" ? parent : asEthernet({ bridge, parent, fields });
  const six = [fields.remote, fields.local].some((address) => String(address).includes(":"));
  return below && below - (six ? HEADERS.ipv6 : HEADERS.ipv4);
};

const byte = (usual: number) => ({ minimum: 0, maximum: 255, default: usual });

const inherited = (description: string, usual: number, examples: unknown[]) =>
  Type.Optional(
    Type.Union([Type.Integer(byte(usual)), Type.Literal("inherit")], { description, default: usual, examples }),
  );

const off = (description: string) => Type.Optional(flag({ description, default: false }));

/** What a vxlan has besides the fields of all links. */
export const vxlanFields = {
  id: Type.Optional(
    Type.Integer({
      description:
        "The network's number (VNI): hosts with the same one are on one Ethernet. Default: none, which only `external` does without.",
      minimum: 0,
      maximum: 16_777_215,
      examples: [100],
    }),
  ),
  parent: Type.Optional(
    ifName({
      description:
        "The interface, in the same scope, that outer packets leave by (`dev` of ip). Default: as the routes say. " +
        "Needed with a multicast `remote`. To take it away it is made anew.",
      examples: ["eth0"],
    }),
  ),
  remote: Type.Optional(
    ip({
      description:
        "Where frames go whose place is not known: the other end, or the multicast group that all ends join (`remote` " +
        "and `group` of ip). Default: nowhere but to what `fdb` says. To another IP version, or from IPv6 to none, it is made anew.",
      examples: ["192.0.2.2", "239.1.1.1"],
    }),
  ),
  local: Type.Optional(
    ip({
      description: "Source of the outer packets. Default: as the routes say.",
      examples: ["192.0.2.1"],
    }),
  ),
  dstport: Type.Optional(
    Type.Integer({
      description: "UDP port of all ends. `ip` itself takes 8472 where nobody says one.",
      minimum: 1,
      maximum: 65535,
      default: VXLAN_DEFAULTS.dstport,
      examples: [8472],
    }),
  ),
  srcport: Type.Optional(
    Type.String({
      description: "UDP source ports, `LOW-HIGH`: flows are spread over these. Default: the host's local ports.",
      pattern: "^[1-9][0-9]{0,4}-[1-9][0-9]{0,4}$",
      examples: ["49152-65535"],
    }),
  ),
  ttl: inherited(
    "Time to live of outer packets, 1 to 255; 0 is the kernel's own, `inherit` that of the inner packet. To and from " +
      "`inherit` it is made anew.",
    VXLAN_DEFAULTS.ttl,
    [64],
  ),
  tos: inherited("Type of service of outer packets, or `inherit` the inner packet's.", VXLAN_DEFAULTS.tos, [16]),
  df: Type.Optional(
    words(["unset", "set", "inherit"], {
      description: "Whether outer packets of IPv4 must not be fragmented, or as the inner one says.",
      default: VXLAN_DEFAULTS.df,
      examples: ["set"],
    }),
  ),
  flowlabel: Type.Optional(
    Type.Integer({
      description: "Flow label of outer packets of IPv6.",
      minimum: 0,
      maximum: 0xfffff,
      default: VXLAN_DEFAULTS.flowlabel,
      examples: [5],
    }),
  ),
  learning: Type.Optional(
    flag({
      description: "Remembers from which end a MAC address came. Default: true, false with `external`.",
      examples: [false],
    }),
  ),
  ageing: Type.Optional(
    Type.Integer({
      description: "Seconds after which an address that was learned and is not used is forgotten.",
      minimum: 1,
      maximum: 4_294_967_295,
      default: VXLAN_DEFAULTS.ageing,
      examples: [60],
    }),
  ),
  maxaddress: Type.Optional(
    Type.Integer({
      description: "Forwarding entries at most; 0 is without limit.",
      minimum: 0,
      maximum: 4_294_967_295,
      default: VXLAN_DEFAULTS.maxaddress,
      examples: [1000],
    }),
  ),
  proxy: off("Answers ARP and neighbour discovery for what the neighbour table has."),
  rsc: off("Route short circuit: routes what is for a router it knows by itself."),
  l2miss: off("Tells programs of MAC addresses whose place is not known (netlink)."),
  l3miss: off("Tells programs of IP addresses whose MAC address is not known (netlink)."),
  udpcsum: Type.Optional(flag({ description: "Checksums in outer UDP over IPv4.", default: VXLAN_DEFAULTS.udpcsum })),
  udp6zerocsumtx: off("Sends outer UDP over IPv6 without a checksum."),
  udp6zerocsumrx: off("Takes outer UDP over IPv6 without a checksum."),
  external: off("A program or a filter says for each packet where it goes; without `id`."),
  gbp: off("Group policy extension: carries the mark of packets along."),
  fdb: Type.Optional(farStationsSchema),
  vnifilter: off("With `external`: takes the network numbers alone that a table lists."),
  mac: Type.Optional(mac({ description: "Hardware address. Default: one of its own, that it keeps for its life." })),
  mtu: Type.Optional(
    mtu({
      description:
        "Largest packet in bytes. Default: what the bridge that it is a port of says, else what the parent takes (1500 " +
        "without one) less 50, or 70 where the outer packets are of IPv6.",
    }),
  ),
};
