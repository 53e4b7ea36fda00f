import type { Scopes } from "../world.ts";

/** What leaves a namespace and a bridge is shaped: what only some kernels can, in a document of its own. */
export const SHAPED: Scopes = {
  host: { links: { br0: { type: "bridge", shaping: { rate: "10mbit", limit: 100 } } } },
  RED: {
    links: {
      reth0: {
        type: "veth",
        shaping: { delay: "40ms", jitter: "5ms", distribution: "normal", loss: "1%" },
        peer: { scope: "host", name: "reth1", master: "br0", shaping: { delay: "40ms" } },
      },
    },
  },
};
