import { KEYS } from "../../../wireguard.ts";
import { AnyLink } from "./any-link.ts";

/** What the kernel changes on the host when one comes up. */
export const REDIRECTS = {
  /** Where it was so already. */
  taken: "adopt sysctl net.ipv4.conf.all.send_redirects in host",
  set: 'adopt sysctl net.ipv4.conf.all.send_redirects in host: value "1" -> "0"',
  back: 'release sysctl net.ipv4.conf.all.send_redirects in host: value "0" -> "1"',
};

/** Its keys and peers are kinds of their own: wg.ts and peer.ts. */
const l0 = new AnyLink({
  type: "wireguard",
  own: { privateKey: KEYS.own },
  master: "vrf",
  mac: false,
  beside: {
    creates: ["create wg l0 in host", REDIRECTS.set],
    adopts: [`adopt wg l0 in host: publicKey null -> "${KEYS.ownPublic}"`, REDIRECTS.taken],
    goes: [REDIRECTS.back],
  },
});

export const wireguard = l0.spec({ foreign: { words: "type wireguard", mtu: 1500 } });
