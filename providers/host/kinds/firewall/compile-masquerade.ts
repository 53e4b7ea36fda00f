import { familyOfText } from "../../../../net/ip.ts";
import type { Masquerade } from "../../../../net/schema/firewall.ts";
import type { Placed } from "./placed.ts";

/** Packets of a network leave under the address of the interface that they leave by. */
export function masqueradeRules(entry: Masquerade): Placed[] {
  const { source, out, notOut, destination, notDestination, comment } = entry;
  const rule = {
    source,
    ...(out ? { out } : notOut ? { out: `!${notOut}` } : {}),
    ...(destination ? { destination } : notDestination ? { destination: `!${notDestination}` } : {}),
    ...(comment === undefined ? {} : { comment }),
    target: "MASQUERADE",
  };
  return [{ family: familyOfText(source), hook: "nat postrouting", rule }];
}
