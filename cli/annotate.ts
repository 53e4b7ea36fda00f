import { isIP } from "node:net";
import { type Names, named, placeText, spoken } from "./names.ts";

/** Whatever may be an address: with a port as iptables (`:80`) or tcpdump (`.80`) writes it, or with a prefix. */
const WORD = /(?<![\w.:-])[0-9A-Fa-f]*[:.][0-9A-Fa-f:.]+(?:\/\d+)?/g;
const MAC = /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/;

/**
 * A tool's text with the names of the addresses in it. `/32` and `/128` go: a name says as well that it is one address.
 *
 * @example annotated("11.11.11.2 > 11.11.11.3: ICMP echo request", names)
 * // "11.11.11.2 (RED) > 11.11.11.3 (BLUE): ICMP echo request"
 */
export function annotated(text: string, names: Names): string {
  return text.replace(WORD, (word) => {
    const [, bare = "", colon = ""] = /^(.*[0-9A-Fa-f])(:?)$/.exec(word.replace(/\/(32|128)$/, "")) ?? [];
    const known = isIP(bare) || MAC.test(bare) ? bare : /^(.+)[.:]\d+$/.exec(bare)?.[1];
    return known === undefined ? word : `${named(bare, nameOf(known, names))}${colon}`;
  });
}

function nameOf(address: string, names: Names): string | undefined {
  if (MAC.test(address)) return placeText(names.mac(address));
  const place = isIP(address) ? names.address(address) : undefined;
  return place && spoken(place.in);
}
