import { type Static, Type } from "typebox";
import { endMtu } from "../net/cable.ts";
import { derivedName } from "../net/name.ts";
import { type BridgePort, portSchema } from "../net/schema/bridge-port.ts";
import { linkFields } from "../net/schema/link-fields.ts";
import type { Shaping } from "../net/schema/shaping.ts";
import { VETH_DEFAULTS } from "../net/schema/veth.ts";
import { flag, ifName, mtu, object, words } from "../net/schema.ts";
import { type Address, addressFields, normalAddresses } from "./address.ts";
import { compact } from "./compact.ts";
import { normalPlainLink, type PlainInput, type PlainLink, type PlainType, plainSchemas } from "./plain-link.ts";
import { byType } from "./tagged-union.ts";

const endFields = { ...addressFields, up: linkFields.up, mac: linkFields.mac, shaping: linkFields.shaping };

const peerSchema = object(
  {
    namespace: Type.Optional(
      Type.String({ description: "The namespace that the other end lies in. Default: the host.", examples: ["BLUE"] }),
    ),
    host: Type.Optional(
      flag({ description: "True for an other end on the host that is no port of a bridge.", default: false }),
    ),
    name: Type.Optional(
      ifName({
        description: "The other end's interface name. Default: derived from this end's, at most 15 bytes.",
        examples: ["reth1"],
      }),
    ),
    ...endFields,
    mtu: Type.Optional(mtu({ description: "Largest packet in bytes. Default: as for this end." })),
    master: Type.Optional(
      ifName({
        description: "The bridge, beside the other end, that it is a port of. Default: none, or the link's `bridge`.",
        examples: ["br1"],
      }),
    ),
    port: linkFields.port,
  },
  { description: "The other end.", examples: [{ namespace: "BLUE", name: "red0" }] },
);

const vethSchema = object({
  type: Type.Optional(words(["veth"], { description: "A virtual cable.", default: "veth", examples: ["veth"] })),
  bridge: Type.Optional(
    Type.String({
      description:
        "The bridge on the host that the other end is a port of: one that is declared, or that Docker makes of a network. " +
        "For another one of the host's, not ours: `peer: { host: true, master: NAME }`. Default: none.",
      examples: ["br0"],
    }),
  ),
  peer: Type.Optional(
    Type.Union([Type.String(), peerSchema], {
      description:
        "The other end of the cable, or, beside `bridge`, only its name. Without `bridge` it says where it lies: " +
        "`namespace`, or `host: true`. Default: the port of `bridge`, name derived.",
      examples: ["reth1", { namespace: "BLUE", name: "red0" }, { host: true, address: "10.0.0.1/30" }],
    }),
  ),
  ...endFields,
  mtu: Type.Optional(
    mtu({
      description:
        "Largest packet in bytes. Default: what the other end says, else the bridge that either end is a port of, else 1500.",
    }),
  ),
  master: linkFields.master,
  port: Type.Optional({
    ...portSchema,
    description:
      "What this end is as a port of its `master`; without one, what the other end is as a port of `bridge` (short for " +
      "`port` in `peer`). As `bridge link set`, `bridge vlan` and `bridge fdb`. Default: each property as at a port that nobody touched.",
  }),
});

/** Every type of link that a namespace can have. */
export const linkSchema = byType({ veth: vethSchema, ...plainSchemas }, "veth", {
  description: "An interface of the namespace: a veth pair unless `type` says otherwise.",
  examples: [{ bridge: "br0", address: "11.11.11.2/24" }],
});

export type VethInput = Static<typeof vethSchema>;
export type PeerInput = Static<typeof peerSchema>;
export type LinkInput = VethInput | PlainInput;

/** One end of a veth pair in normal form. */
interface End {
  addresses: Address[];
  up: boolean;
  /** Absent: the kernel's choice. */
  mac?: string;
  /** Bytes. Both ends have one unless `peer.mtu` says another. */
  mtu: number;
  /** The bridge beside it that it is a port of. */
  master?: string;
  /** What it is as that, where anything is said. */
  port?: BridgePort;
  /** What becomes of packets that leave by it. */
  shaping?: Shaping;
}

/** The far end: always with its scope and its name. */
export interface Peer extends End {
  /** `host`, or the name of a namespace. */
  scope: string;
  name: string;
}

export interface Veth extends End {
  type: "veth";
  peer: Peer;
}

export type Link = Veth | (PlainLink & { type: PlainType });

export function isVeth(input: LinkInput): input is VethInput {
  return input.type === undefined || input.type === "veth";
}

/** The peer as an object, whatever its form. */
export function peerOf(input: VethInput): PeerInput {
  return typeof input.peer === "string" ? { name: input.peer } : (input.peer ?? {});
}

/** Whether what a link says of a port is meant of its other end: it is no port itself, and that one is. */
export function portIsFar({ bridge, master }: VethInput): boolean {
  return master === undefined && bridge !== undefined;
}

/** Where the other end of a link lies, and what it is called. */
export function farEnd(scope: string, name: string, input: VethInput): { scope: string; name: string } {
  const peer = peerOf(input);
  return { scope: peer.namespace ?? "host", name: peer.name ?? derivedName(name, `${scope}/${name}`) };
}

/** The MTU that a bridge of a scope says, if it says one. */
export type BridgeMtu = (scope: string, bridge: string | undefined) => number | undefined;

export function normalLink(scope: string, name: string, input: LinkInput, bridgeMtu: BridgeMtu): Link {
  if (!isVeth(input)) return normalPlainLink(input.type, input);
  const at = farEnd(scope, name, input);
  const [ownPort, farPort] = portIsFar(input) ? [undefined, input.port] : [input.port, undefined];
  const peer = { master: input.bridge, port: farPort, ...peerOf(input) };
  const near = { mtu: input.mtu, bridge: bridgeMtu(scope, input.master) };
  const far = { mtu: peer.mtu, bridge: bridgeMtu(at.scope, peer.master) };
  return {
    type: "veth",
    ...normalEnd({ ...input, port: ownPort }, endMtu(near, far)),
    peer: { ...at, ...normalEnd(peer, endMtu(far, near)) },
  };
}

/** A link with the size that bridges around it say, for what is normalized where these are not seen. */
export function sizedLink(scope: string, name: string, input: LinkInput, bridgeMtu: BridgeMtu): LinkInput {
  if (!isVeth(input) || input.mtu !== undefined || peerOf(input).mtu !== undefined) return input;
  const { mtu = VETH_DEFAULTS.mtu } = normalLink(scope, name, input, bridgeMtu);
  return mtu === VETH_DEFAULTS.mtu ? input : { ...input, mtu };
}

type EndInput = Omit<VethInput, "master" | "port"> & { master?: string | undefined; port?: BridgePort | undefined };

function normalEnd(end: EndInput, mtu: number): End {
  const { up = true, mac, master, port, shaping } = end;
  return { addresses: normalAddresses(end), up, mtu, ...compact({ mac: mac?.toLowerCase(), master, port, shaping }) };
}
