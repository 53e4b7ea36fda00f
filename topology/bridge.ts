import { type Static, Type } from "typebox";
import { bridgeFields } from "../net/schema/bridge.ts";
import { linkFields } from "../net/schema/link-fields.ts";
import { flag, object } from "../net/schema.ts";
import { addressFields } from "./address.ts";
import { normalPlainLink, type PlainLink } from "./plain-link.ts";

export const bridgeSchema = object(
  {
    ...addressFields,
    up: linkFields.up,
    mac: linkFields.mac,
    shaping: linkFields.shaping,
    ...bridgeFields,
    nat: Type.Optional(
      flag({
        description: "Packets from the bridge's subnets leave the host under its own address (MASQUERADE).",
        default: false,
      }),
    ),
    forward: Type.Optional(
      flag({
        description:
          "The host passes packets from and to the bridge's subnets on, whatever its FORWARD policy is, and forwards " +
          "at all (net.ipv4.ip_forward, net.ipv6.conf.all.forwarding). For one direction only: `firewall.forward`.",
        default: false,
      }),
    ),
  },
  {
    description: "A software bridge on the host. Namespaces join it by `bridge:` in their links.",
    examples: [{ address: "11.11.11.1/24", nat: true, forward: true }],
    elsewhere: { master: "one in a VRF is declared in links, with type: bridge" },
  },
);

export type BridgeInput = Static<typeof bridgeSchema>;

/** A bridge on the host in normal form, with the defaults of its own fields filled in. */
export interface Bridge extends PlainLink {
  nat: boolean;
  forward: boolean;
}

export function normalBridge({ nat = false, forward = false, ...link }: BridgeInput): Bridge {
  return { ...normalPlainLink("bridge", link), nat, forward };
}
