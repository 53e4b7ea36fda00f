import { KEYS } from "../../../../wireguard.ts";
import { link, type Turn, withLink } from "../turn.ts";

const far = [{ dst: "10.40.1.9" }, { mac: "02:00:00:00:40:aa", dst: "10.40.1.8" }];

/** What packets travel in, with what is declared of where they go. */
export const TUNNELS: Turn[] = [
  link("tun0", { mtu: 1400 }, "mtu 1500 -> 1400"),
  link("vx0", { ttl: 5 }, "ttl 0 -> 5"),
  link("gre1", { ttl: 9 }, 'ttl "inherit" -> 9'),
  link("gretap1", { ttl: 9 }, 'ttl "inherit" -> 9'),
  link("ipip1", { ttl: 9 }, 'ttl "inherit" -> 9'),
  link("sit1", { ttl: 9 }, 'ttl "inherit" -> 9'),
  link("six1", { hoplimit: 9 }, "hoplimit 64 -> 9"),
  link("wg0", { mtu: 1400 }, "mtu 1420 -> 1400"),
  {
    of: "the port of wg0",
    to: (before) => withLink(before, "host", "wg0", { listenPort: 51821 }),
    does: ["change wg wg0 in host: listenPort 51820 -> 51821"],
    tells: [],
  },
  {
    of: "the key of wg0",
    to: (before) => withLink(before, "host", "wg0", { privateKey: KEYS.other }),
    does: [`change wg wg0 in host: publicKey "${KEYS.ownPublic}" -> "${KEYS.otherPublic}"`],
    tells: [],
  },
  {
    of: "the peer of wg0",
    to: (before) =>
      withLink(before, "host", "wg0", { peers: [{ publicKey: KEYS.peer, allowedIps: ["10.40.8.0/24"] }] }),
    does: [`change peer ${KEYS.peer} of wg0 in host: allowedIps ["10.40.9.0/24"] -> ["10.40.8.0/24"]`],
    tells: [],
  },
  {
    of: "a station behind vx0",
    to: (before) => withLink(before, "host", "vx0", { fdb: far }),
    does: ["create fdb vx0 02:00:00:00:40:aa in host"],
    tells: ["neigh 10.40.1.8 vx0 02:00:00:00:40:aa in host", "neigh vx0 02:00:00:00:40:aa in host"],
  },
];
