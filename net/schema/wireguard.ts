import { type Static, Type } from "typebox";
import { endpoint, mtu, networkAlone, object, publicKey, secretKey } from "../schema.ts";

/** The kernel's defaults (drivers/net/wireguard/device.c); the MTU is Ethernet's less IPv6, UDP and its own headers. */
export const WIREGUARD_DEFAULTS = { mtu: 1420, fwmark: 0, keepalive: 0 } as const;

const peerSchema = object(
  {
    publicKey: publicKey({
      description: "The peer's public key, as `wg pubkey` prints it.",
      examples: ["3MyZ6CvFOCGNdsdQH2bEHeGQUvXCpSUAlr3dBqgXrlw="],
    }),
    presharedKey: Type.Optional(
      secretKey({
        description:
          "A secret that both ends have besides, as `wg genpsk` makes one. Default: none. To and from none, and to another " +
          "one, it changes in place.",
        examples: ["FpCyhws9cxwWoV4xELtfJvjJN+zQVRPISllRWgeopVE="],
      }),
    ),
    endpoint: Type.Optional(
      endpoint({
        description:
          "Where its packets go, `ADDRESS:PORT`, an address of IPv6 in brackets. Default: where its last packet came from. " +
          "One that is declared is kept: leave it out for a peer that roams.",
        examples: ["192.0.2.2:51820", "[2001:db8::2]:51820"],
      }),
    ),
    allowedIps: Type.Optional(
      Type.Array(networkAlone({ description: "A network of the peer.", examples: ["10.0.2.0/24"] }), {
        description:
          "Networks that are the peer's: packets to them go to it, and of what it sends all others are dropped. No two " +
          "peers of an interface have the same. Routes to them are declared as any others.",
        default: [],
        examples: [["10.0.2.0/24", "fd00:2::/64"]],
      }),
    ),
    keepalive: Type.Optional(
      Type.Integer({
        description:
          "Seconds after which an empty packet tells the way back through NAT that the peer is there. 0 sends none.",
        minimum: 0,
        maximum: 65535,
        default: WIREGUARD_DEFAULTS.keepalive,
        examples: [25],
      }),
    ),
  },
  { description: "The other end of a tunnel." },
);

export type WireguardPeer = Static<typeof peerSchema>;

/** What wg(8) says of an interface. */
export const wgFields = {
  privateKey: secretKey({
    description:
      "The interface's private key, as `wg genkey` prints it: a secret of the stack. It is handed to the kernel by " +
      "standard input, and stands in clear in no state, plan, message or command line.",
    examples: ["yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk="],
  }),
  listenPort: Type.Optional(
    Type.Integer({
      description: "UDP port that it listens on. Default: one that the kernel chooses.",
      minimum: 1,
      maximum: 65535,
      examples: [51820],
    }),
  ),
  fwmark: Type.Optional(
    Type.Integer({
      description: "Mark of outer packets, by which rules choose their route. 0 is none.",
      minimum: 0,
      maximum: 0xffff_ffff,
      default: WIREGUARD_DEFAULTS.fwmark,
      examples: [51820],
    }),
  ),
};

export const peersSchema = Type.Optional(
  Type.Array(peerSchema, {
    description: "The other ends. Peers that somebody else has put in stay as they are.",
    default: [],
    examples: [[{ publicKey: "3MyZ6CvFOCGNdsdQH2bEHeGQUvXCpSUAlr3dBqgXrlw=", allowedIps: ["10.0.2.0/24"] }]],
  }),
);

/** What a wireguard has besides the fields of all links. */
export const wireguardFields = {
  ...wgFields,
  peers: peersSchema,
  mtu: Type.Optional(
    mtu({ description: "Largest packet in bytes.", default: WIREGUARD_DEFAULTS.mtu, examples: [1380] }),
  ),
};
