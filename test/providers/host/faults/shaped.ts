import { KEYS } from "../../../wireguard.ts";
import type { Scopes } from "../world.ts";

/** What only some kernels can, in a document of its own, and a small one: it is tried in a virtual machine. */
export const SHAPED: Scopes = {
  host: {
    links: {
      br0: { type: "bridge", shaping: { rate: "10mbit", limit: 100 } },
      wg0: {
        ...{ type: "wireguard", privateKey: KEYS.own, listenPort: 51820 },
        peers: [{ publicKey: KEYS.peer, presharedKey: KEYS.preshared, allowedIps: ["10.0.2.0/24"] }],
      },
      br1: { type: "bridge", shaping: { delay: "40ms", jitter: "5ms", distribution: "normal", duplicate: "1%" } },
    },
  },
};
