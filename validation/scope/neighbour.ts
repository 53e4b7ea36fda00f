import { checkInterfaceName } from "../../net/name.ts";
import type { Neighbour } from "../../net/schema/neighbour.ts";
import { machineAddress } from "../addresses.ts";
import type { Reading } from "../fact-reader.ts";
import type { Path } from "../fault.ts";
import { type Around, each, referToLink } from "./around.ts";
import { readMac } from "./name.ts";

export function readNeighbours(
  reading: Reading,
  neighbours: readonly (Neighbour | undefined)[],
  path: Path,
  around: Around,
): void {
  each(neighbours, path, (neighbour, at) => {
    readNeighbour(reading, around.scope, neighbour, at);
    referToLink(reading, around, neighbour.dev, [...at, "dev"]);
  });
}

function readNeighbour(reading: Reading, scope: string, neighbour: Neighbour, path: Path): void {
  const ip = reading.value([...path, "address"], () => machineAddress(neighbour.address));
  readMac(reading, neighbour.mac, [...path, "mac"], "remembered");
  const dev = reading.value([...path, "dev"], () => checkInterfaceName(neighbour.dev));
  if (ip && dev !== undefined) reading.facts.neighbours.push({ path, scope, ip, dev });
}
