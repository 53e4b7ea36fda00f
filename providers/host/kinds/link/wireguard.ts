import { withProperties } from "./properties.ts";
import type { LinkType } from "./type.ts";

const own = withProperties("wireguard", {});

/** A tunnel to peers that are known by their keys. `ip` only makes it: what wg(8) says to it is a kind of its own. */
export const wireguard: LinkType = {
  type: "wireguard",
  ...own,
  part: {
    what: "wireguard",
    config: "CONFIG_WIREGUARD",
    module: "wireguard",
    program: "wg",
    line: "link add name tunnel type wireguard",
  },
  flags: () => ({ arp: false }),
  // Packets that come in by a tunnel and go out by it are no reason to tell others of a shorter way (wg_open).
  settings: { "net/ipv4/conf/all/send_redirects": "0" },
  fixed: [],
};
