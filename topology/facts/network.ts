import { networkName } from "../../net/docker-name.ts";
import { network as base, type Cidr, formatCidr, type Ip, parseCidr, parseIp } from "../../net/ip.ts";
import { checkInterfaceName } from "../../net/name.ts";
import { subnet } from "../../validation/addresses.ts";
import { driverOptions } from "../../validation/driver-options.ts";
import type { Reading } from "../../validation/fact-reader.ts";
import type { Path } from "../../validation/fault.ts";
import { readInterfaceName } from "../../validation/scope/name.ts";
import type { NetworkInput } from "../network.ts";
import { entriesIn, type Located, listed } from "../with-path.ts";
import type { Whole } from "./declared.ts";

export function readNetworks(reading: Reading, { input }: Whole): void {
  for (const { name, path, value } of entriesIn(input.networks, ["networks"])) readNetwork(reading, name, value, path);
}

function readNetwork(reading: Reading, name: string, network: NetworkInput, path: Path): void {
  const { driver = "bridge", parent, bridge } = network;
  reading.check(path, () => networkName(name));
  const field = (key: "subnet" | "gateway" | "ipRange") => listed(network[key], [...path, key]);
  const ips = (items: Located<string>[]) =>
    read(reading, items, parseIp).map(({ path, value }) => ({ path, ip: value as Ip }));
  const cidrs = (items: Located<string>[], parse = parseCidr) =>
    read(reading, items, parse).map(({ path, value }) => ({ path, cidr: value }));
  const aux = entriesIn(network.auxAddresses, [...path, "auxAddresses"]);
  const internal = network.internal ?? false;
  const subnets = cidrs(field("subnet"), subnet);
  reading.facts.networks.push({
    path,
    name,
    driver,
    internal,
    subnetPath: [...path, "subnet"],
    subnets,
    gateways: ips(field("gateway")),
    ranges: cidrs(field("ipRange"), subnet),
    aux: ips(aux),
  });
  if (driver === "bridge" && !internal) readWayOut(reading, subnets, path);
  if (parent !== undefined) reading.check([...path, "parent"], () => checkInterfaceName(parent));
  if (bridge !== undefined) readInterfaceName(reading, "host", bridge, [...path, "bridge"]);
  readDriver(reading, driver, network, path);
  for (const fault of driverOptions(driver, network.options ?? {}, [...path, "options"])) reading.fault(fault);
}

/** Docker lets pass what comes from a network of its own, after what DOCKER-USER has to say. */
function readWayOut(reading: Reading, subnets: readonly { cidr: Cidr }[], path: Path): void {
  for (const { cidr } of subnets)
    reading.facts.passages.push({ path, scope: "host", chain: "forward", rule: { source: formatCidr(base(cidr)) } });
}

function read<T>(reading: Reading, items: Located<string>[], parse: (text: string) => T): Located<T>[] {
  return items.flatMap(({ path, value: text }) => {
    const value = reading.value(path, () => parse(text));
    return value === undefined ? [] : [{ path, value }];
  });
}

/** Fields that only some drivers have. */
const ONLY: Record<"parent" | "bridge" | "attachable" | "internal", readonly string[]> = {
  parent: ["macvlan", "ipvlan"],
  bridge: ["bridge"],
  attachable: ["overlay"],
  internal: ["bridge", "macvlan", "ipvlan", "overlay"],
};

function readDriver(reading: Reading, driver: string, network: NetworkInput, path: Path): void {
  for (const [field, drivers] of Object.entries(ONLY)) {
    const value = network[field as keyof typeof ONLY];
    if (value === undefined || value === false || drivers.includes(driver)) continue;
    const rule = `driver ${driver} has no ${field}`;
    reading.fault({
      path: [...path, field],
      value,
      rule,
      fix: `leave it out, or choose driver ${drivers.join(" or ")}`,
    });
  }
  const needsParent =
    ONLY.parent.includes(driver) && network.parent === undefined && !reading.damaged([...path, "parent"]);
  if (needsParent)
    reading.fault({
      path: [...path, "parent"],
      rule: `driver ${driver} lies on an interface of the host`,
      fix: "name it, as in parent: eth1",
    });
}
