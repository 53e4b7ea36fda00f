import { type Static, Type } from "typebox";
import { BRIDGE_DEFAULTS, bridgeFields } from "../net/schema/bridge.ts";
import { flag, mac, mtu, object } from "../net/schema.ts";
import { type Address, addressFields, normalAddresses } from "./address.ts";
import { compact } from "./compact.ts";

/** What a bridge on the host and a bridge inside a namespace have in common. */
export const anyBridgeFields = {
  ...addressFields,
  up: Type.Optional(flag({ description: "Administrative state, as `ip link set up|down`.", default: true })),
  mtu: Type.Optional(
    mtu({
      description:
        "Largest packet in bytes. Default: that of the smallest port, as the kernel does it. Its ports take it over.",
    }),
  ),
  mac: Type.Optional(mac({ description: "Hardware address. Default: the kernel's choice." })),
  ...bridgeFields,
};

export const bridgeSchema = object(
  {
    ...anyBridgeFields,
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
  },
);

export type BridgeInput = Static<typeof bridgeSchema>;

/** The interface fields of a bridge in normal form: everything said, except what the kernel shall choose. */
export interface BridgeLink {
  addresses: Address[];
  up: boolean;
  /** Absent: the bridge follows its ports. */
  mtu?: number;
  /** Absent: the kernel's choice. */
  mac?: string;
  stp: boolean;
  vlanFiltering: boolean;
  /** Seconds. */
  ageing: number;
  /** Seconds. */
  forwardDelay: number;
}

/** A bridge on the host in normal form. */
export interface Bridge extends BridgeLink {
  nat: boolean;
  forward: boolean;
}

export function normalBridge(input: BridgeInput): Bridge {
  return { ...normalBridgeLink(input), nat: input.nat ?? false, forward: input.forward ?? false };
}

export function normalBridgeLink(input: Omit<BridgeInput, "nat" | "forward">): BridgeLink {
  const { stp, vlanFiltering, ageing, forwardDelay, mtu, mac, up = true } = input;
  return {
    addresses: normalAddresses(input),
    up,
    ...compact({ mtu, mac: mac?.toLowerCase() }),
    ...BRIDGE_DEFAULTS,
    ...compact({ stp, vlanFiltering, ageing, forwardDelay }),
  };
}
