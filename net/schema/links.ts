import { type Static, type TProperties, Type } from "typebox";
import { asEthernet, asParent, type MtuRule } from "../mtu.ts";
import { object, record } from "../schema.ts";
import type { Revealed } from "../secret.ts";
import { bondFields } from "./bond.ts";
import { bridgeFields } from "./bridge.ts";
import { ethernetFields } from "./ethernet.ts";
import { existingFields } from "./existing.ts";
import { greFields, greMtu, gretapFields, gretapMtu } from "./gre.ts";
import { ip6tnlFields, ip6tnlMtu } from "./ip6tnl.ts";
import { ipipFields, ipipMtu, sitFields, sitMtu } from "./iptunnel.ts";
import { ipvlanFields } from "./ipvlan.ts";
import { linkFields } from "./link-fields.ts";
import { macvlanFields } from "./macvlan.ts";
import { tuntapFields } from "./tuntap.ts";
import { vethFields } from "./veth.ts";
import { vlanFields } from "./vlan.ts";
import { VRF_MTU, vrfFields } from "./vrf.ts";
import { vxlanFields, vxlanMtu } from "./vxlan.ts";
import { WIREGUARD_DEFAULTS, wireguardFields } from "./wireguard.ts";

/** The kernel makes no port of a bridge of one that hands its frames to a program. */
const { port: _, ...withoutPort } = linkFields;

/** Nor of one that has no frames. */
const { mac: __, ...withoutMac } = withoutPort;

/** What others belong to, and which belongs to nothing itself. */
const { master: ___, ...withoutMaster } = withoutPort;

/** Every type of link with what can be declared of it; `type` tells them apart. */
export const linkSchemas = {
  bridge: linkOf("bridge", "A switch whose ports are the links that name it as their master.", {
    ...linkFields,
    ...bridgeFields,
  }),
  veth: linkOf("veth", "A virtual cable.", { ...linkFields, ...vethFields }),
  vlan: linkOf("vlan", "The frames of one tag on another interface.", { ...linkFields, ...vlanFields }),
  macvlan: linkOf("macvlan", "An interface on another one, with a MAC address of its own.", {
    ...linkFields,
    ...macvlanFields,
  }),
  macvtap: linkOf("macvtap", "A macvlan whose frames a program takes by its character device, /dev/tapN.", {
    ...withoutPort,
    ...macvlanFields,
  }),
  ipvlan: linkOf("ipvlan", "An interface on another one, with IP addresses of its own and that one's MAC address.", {
    ...withoutMac,
    ...ipvlanFields,
  }),
  vxlan: linkOf("vxlan", "Ethernet through UDP, to the same network number on other hosts.", {
    ...linkFields,
    ...vxlanFields,
  }),
  gre: linkOf("gre", "A tunnel of IP packets, with a header that can tell several apart (RFC 2784, RFC 2890).", {
    ...withoutMac,
    ...greFields,
  }),
  gretap: linkOf("gretap", "A tunnel of Ethernet: a gre whose packets are frames.", { ...linkFields, ...gretapFields }),
  ipip: linkOf("ipip", "A tunnel of packets of IPv4, or MPLS, with no header of its own (RFC 2003).", {
    ...withoutMac,
    ...ipipFields,
  }),
  sit: linkOf("sit", "A tunnel of packets of IPv6 through IPv4: to one end, 6to4, 6rd or ISATAP (RFC 4213).", {
    ...withoutMac,
    ...sitFields,
  }),
  ip6tnl: linkOf("ip6tnl", "A tunnel of packets of IPv6, or IPv4, through IPv6 (RFC 2473).", {
    ...withoutMac,
    ...ip6tnlFields,
  }),
  wireguard: linkOf("wireguard", "A tunnel of encrypted packets of IP to peers that are known by their keys.", {
    ...withoutMac,
    ...wireguardFields,
  }),
  bond: linkOf("bond", "Several interfaces as one: those that name it as their master.", {
    ...linkFields,
    ...bondFields,
  }),
  vrf: linkOf("vrf", "A routing table of its own for the links that name it as their master (RFC 4364).", {
    ...withoutMaster,
    ...vrfFields,
  }),
  dummy: linkOf("dummy", "An interface that drops what is sent by it: a place for addresses.", {
    ...linkFields,
    ...ethernetFields,
  }),
  ifb: linkOf("ifb", "An interface that packets of others are led through, to be shaped as they come in.", {
    ...linkFields,
    ...ethernetFields,
  }),
  tun: linkOf("tun", "An interface of IP packets whose other side is a program.", {
    ...withoutMac,
    ...tuntapFields,
  }),
  tap: linkOf("tap", "An interface of Ethernet whose other side is a program, as of a virtual machine.", {
    ...linkFields,
    ...tuntapFields,
  }),
  existing: linkOf(
    "existing",
    "An interface that is there and stays somebody else's, a card for one, or the host's `lo`: it is used, and what is " +
      "declared of it is given back when it is no more. Of the host, of a container, or of a namespace that another " +
      "declaration makes.",
    { master: linkFields.master, shaping: linkFields.shaping, addresses: linkFields.addresses, ...existingFields },
  ),
  // The kernel makes one in every namespace, with the MTU and the address that it always has.
  loopback: linkOf("loopback", "The interface `lo`.", { up: linkFields.up, addresses: linkFields.addresses }),
};

export type LinkTypeName = keyof typeof linkSchemas;

/** A link as a document declares it. */
export type LinkDeclaration = { [Name in LinkTypeName]: Revealed<Static<(typeof linkSchemas)[Name]>> }[LinkTypeName];

/** How large packets are by default; a veth asks its other end, a bridge its ports, and `lo` has what the kernel gives it. */
export const mtuRules: Partial<Record<LinkTypeName, MtuRule>> = {
  vlan: asParent,
  macvlan: asParent,
  macvtap: asParent,
  ipvlan: asParent,
  vxlan: vxlanMtu,
  gre: greMtu,
  gretap: gretapMtu,
  ipip: ipipMtu,
  sit: sitMtu,
  ip6tnl: ip6tnlMtu,
  wireguard: () => WIREGUARD_DEFAULTS.mtu,
  bond: asEthernet,
  vrf: () => VRF_MTU,
  dummy: asEthernet,
  ifb: asEthernet,
  tun: asEthernet,
  tap: asEthernet,
};

function linkOf<const Name extends string, Fields extends TProperties>(
  name: Name,
  description: string,
  fields: Fields,
) {
  return object({ type: Type.Literal(name, { description, examples: [name] }), ...fields });
}

/** An error speaks of the type that was meant, and of no other. */
const anyLink = Type.Unsafe<LinkDeclaration>({
  type: "object",
  required: ["type"],
  discriminator: { propertyName: "type" },
  oneOf: Object.values(linkSchemas),
});

export const linksSchema = record(anyLink, {
  description: "Interfaces by name. A name has 1 to 15 bytes: a letter, then letters, digits, `_`, `.` and `-`.",
  default: {},
  examples: [{ br0: { type: "bridge", addresses: ["11.11.11.1/24"] } }],
});
