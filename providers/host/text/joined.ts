import { formatIp, parseIp } from "../../../net/ip.ts";
import type { Dump, Entry } from "../dump.ts";
import { linksOf } from "../kinds/questions.ts";
import type { Place } from "../transport/containers.ts";

/**
 * A container's interfaces by the network that each is on, by what the engine says of it: its MAC address, or one of its IP
 * addresses where it has no MAC address of its own or a hand has given it another. Those that are not there are left out.
 *
 * @example joinedIn(dump, [{ network: "br_xx", mac: "02:42:ac:1e:00:0a", addresses: [], fixed: [] }]) // { br_xx: "eth0" }
 */
export function joinedIn(dump: Dump, places: readonly Place[]): Record<string, string> {
  const links = linksOf(dump);
  return Object.fromEntries(
    places.flatMap((place) => {
      const link = only(links, ({ address }) => address === place.mac) ?? only(links, (link) => hasOne(link, place));
      return link ? [[place.network, String(link.ifname)]] : [];
    }),
  );
}

/** What two have tells neither. */
function only(links: readonly Entry[], is: (link: Entry) => boolean): Entry | undefined {
  const found = links.filter(is);
  return found.length === 1 ? found[0] : undefined;
}

function hasOne({ addr_info }: Entry, { addresses }: Place): boolean {
  return ((addr_info ?? []) as { local: string }[]).some(({ local }) => addresses.includes(formatIp(parseIp(local))));
}
