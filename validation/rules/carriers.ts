import type { Attachment, Facts, Network } from "../facts.ts";
import type { Fault, Path } from "../fault.ts";

/** Drivers of networks that the host has no part in. */
const BESIDE_THE_HOST = new Set(["macvlan", "ipvlan"]);

/**
 * A container that publishes ports has a network that carries them. Docker publishes over the one that becomes the
 * container's gateway: of those that are not internal the one with the highest priority, then the first by name. On
 * others it drops the ports without a word.
 */
export function carriers({ containers, attachments, networks, damaged }: Facts): Fault[] {
  const byName = new Map(networks.map((network) => [network.name, network]));
  const places = Map.groupBy(attachments, ({ container }) => container);
  return containers.flatMap(({ name, said }): Fault[] => {
    const ports = said.find(({ word }) => word === "publish");
    const joined = places.get(name) ?? [];
    const known = joined.flatMap((place): Joined[] => {
      const network = byName.get(place.network);
      return network && !damaged(place.path) ? [{ place, network }] : [];
    });
    // The engine's default bridge, and what is not known, may carry them.
    return ports && joined.length > 0 && known.length === joined.length ? carried(ports.path, known) : [];
  });
}

interface Joined {
  place: Attachment;
  network: Network;
}

function carried(path: Path, known: readonly Joined[]): Fault[] {
  const open = known.filter(({ network }) => !network.internal);
  const names = known.map(({ network }) => network.name).join(", ");
  if (open.length === 0) {
    const rule = `Docker publishes no port over an internal network, and the container has no other (${names})`;
    return [{ path, rule, fix: "put it on a network that is not internal as well, or leave the ports out" }];
  }
  const [first] = open.toSorted(
    (a, b) => (b.place.priority ?? 0) - (a.place.priority ?? 0) || (a.network.name < b.network.name ? -1 : 1),
  );
  if (!first || !BESIDE_THE_HOST.has(first.network.driver)) return [];
  const rule =
    `Docker publishes over the network that becomes the container's gateway, which is "${first.network.name}", ` +
    `and driver ${first.network.driver} publishes no port`;
  const other = open.find(({ network }) => !BESIDE_THE_HOST.has(network.driver));
  const fix = other
    ? `give "${other.network.name}" a name that comes first, or leave the ports out`
    : "put it on a bridge network as well, or leave the ports out";
  return [{ path, rule, fix }];
}
