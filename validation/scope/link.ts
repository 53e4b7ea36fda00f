import type { Address } from "../../net/schema/address.ts";
import type { Reading } from "../fact-reader.ts";
import { linkId } from "../facts.ts";
import type { Path } from "../fault.ts";
import { readAddress } from "./address.ts";
import { readInterfaceName, readMac } from "./name.ts";

/** An interface as topologies and documents both have it, once their own forms are taken apart. */
export interface LinkFields {
  scope: string;
  name: string;
  type: string;
  path: Path;
  /** Where the name stands; the kernel named `lo`. */
  namePath: Path;
  addresses: readonly { path: Path; value: Address }[];
  mac?: string | undefined;
  mtu?: { value: number; path: Path } | undefined;
  master?: { name: string; path: Path } | undefined;
}

export interface CableEnd extends LinkFields {
  /** The scope and name of the other end. */
  peer: string;
}

export function readLink(reading: Reading, link: LinkFields | CableEnd): void {
  const { scope, name, type, path, mtu, master } = link;
  const peer = "peer" in link ? link.peer : undefined;
  const cable = peer === undefined ? undefined : [linkId(scope, name), peer].sort().join(" ");
  if (type !== "loopback") readInterfaceName(reading, scope, name, link.namePath, cable);
  readMac(reading, link.mac, [...path, "mac"], "own");
  for (const { path, value } of link.addresses) readAddress(reading, scope, name, value, path);
  reading.facts.links.push({
    path,
    scope,
    name,
    type,
    ...(peer === undefined ? {} : { peer }),
    ...(mtu ? { mtu } : {}),
    ...(master ? { master } : {}),
  });
}

/** Both ends of a cable, near one first. One that leads to itself is a fault and nothing else. */
export function readCable(reading: Reading, near: LinkFields, far: LinkFields): void {
  const [here, there] = [near, far].map(({ scope, name }) => linkId(scope, name)) as [string, string];
  if (here === there)
    return void reading.fault({
      path: far.namePath,
      value: far.name,
      rule: "a cable from an interface to itself",
      fix: "give the other end another name",
    });
  readLink(reading, { ...near, peer: there });
  readLink(reading, { ...far, peer: here });
}
