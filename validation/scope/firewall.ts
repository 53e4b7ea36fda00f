import { Invalid } from "../../net/invalid.ts";
import { formatCidr, type Ip, isLinkLocal, width } from "../../net/ip.ts";
import { formatPorts, type Ports, parsePorts } from "../../net/port.ts";
import { published } from "../../net/published.ts";
import type { Filter, Firewall, Forward, Masquerade, Publish } from "../../net/schema/firewall.ts";
import { machineAddress, ruleNetwork } from "../addresses.ts";
import type { Reading } from "../fact-reader.ts";
import type { FilterRule, Passage } from "../facts.ts";
import type { Fault, Path } from "../fault.ts";
import { comment, device, logPrefix } from "../firewall-fields.ts";
import { type Around, each } from "./around.ts";
import { readSets } from "./set.ts";

export function readFirewall(reading: Reading, firewall: Firewall, path: Path, { scope }: Around): void {
  const { masquerade, forward, publish, filter, sets = {} } = firewall;
  readSets(reading, sets, [...path, "sets"]);
  each(masquerade, [...path, "masquerade"], (rule, at) => readMasquerade(reading, scope, rule, at));
  each(forward, [...path, "forward"], (rule, at) =>
    readFilter(reading, { scope, chain: "forward", isForward: true }, rule, at),
  );
  each(publish, [...path, "publish"], (rule, at) => readPublish(reading, scope, rule, at));
  each(filter, [...path, "filter"], (rule, at) => readFilter(reading, { scope, chain: rule.chain }, rule, at));
}

type Parsers<T> = { [K in keyof T]?: (value: never) => unknown };

/** Checks fields by their parsers; a field with a fault is reported by its own path. */
function readFields<T extends object>(reading: Reading, value: T, parsers: Parsers<T>, path: Path): boolean {
  const results = Object.entries(parsers).map(([key, parse]) => {
    const field = value[key as keyof T];
    return field === undefined || reading.check([...path, key], () => (parse as (field: unknown) => unknown)(field));
  });
  return results.every(Boolean);
}

function readMasquerade(reading: Reading, scope: string, rule: Masquerade, path: Path): void {
  const parsers = {
    source: ruleNetwork,
    destination: ruleNetwork,
    notDestination: ruleNetwork,
    out: device,
    notOut: device,
    comment,
  };
  if (!readFields(reading, rule, parsers, path)) return;
  const { source, destination = rule.notDestination } = rule;
  const matches = { source, ...(destination === undefined ? {} : { destination }) };
  reading.facts.filters.push({ path, scope, chain: "postrouting", rule: matches });
  for (const [one, other] of [
    ["out", "notOut"],
    ["destination", "notDestination"],
  ] as const)
    if (rule[one] !== undefined && rule[other] !== undefined)
      reading.fault({
        path: [...path, other],
        value: rule[other],
        rule: `${one} and ${other} exclude each other`,
        fix: "keep one",
      });
}

type Chain = Pick<FilterRule, "scope" | "chain" | "isForward">;

function readFilter(reading: Reading, chain: Chain, rule: Forward | Filter, path: Path): void {
  const portList = (value: string | number | (string | number)[]) =>
    [value]
      .flat()
      .filter((item) => item !== undefined)
      .map(parsePorts);
  const parsers: Parsers<Filter> = {
    source: ruleNetwork,
    destination: ruleNetwork,
    in: device,
    out: device,
    ports: portList,
    sourcePorts: portList,
    logPrefix,
    comment,
  };
  const sound = readFields(reading, rule as Filter, parsers, path);
  // What it means for its ports cannot be told without its protocol.
  if (sound && !reading.damaged([...path, "protocol"])) reading.facts.filters.push({ path, ...chain, rule });
}

function readPublish(reading: Reading, scope: string, rule: Publish, path: Path): void {
  const hairpin = (value: boolean | string) => typeof value === "string" && ruleNetwork(value);
  const sound = readFields(
    reading,
    rule,
    { port: parsePorts, hostIp: machineAddress, hairpin, source: ruleNetwork, in: device, comment },
    path,
  );
  if (!sound || reading.damaged([...path, "protocol"])) return;
  const to = reading.value([...path, "to"], () => {
    const { target, ...rest } = published(rule);
    return { ...rest, service: serviceAddress(target.address), inner: target.ports };
  });
  if (!to) return;
  const hostIp = rule.hostIp === undefined ? undefined : machineAddress(rule.hostIp);
  if (hostIp && hostIp.family !== to.service.family) {
    reading.fault(otherFamily([...path, "hostIp"], rule.hostIp));
    return;
  }
  const { ports, protocol, service, inner } = to;
  const { family } = service;
  reading.facts.publishes.push({ path, scope, ports, protocol, family, ...(hostIp ? { hostIp } : {}) });
  reading.facts.passages.push({
    path,
    scope,
    chain: "forward",
    rule: { ...clientsOf(rule), ...serviceOf(service, inner, protocol) },
  });
}

/** Packets to an address that every link may have go to no particular one of them. */
function serviceAddress(text: string): Ip {
  const ip = machineAddress(text);
  if (isLinkLocal(ip))
    throw new Invalid(text, "every link may have a machine of this address", "name another address of it");
  return ip;
}

function clientsOf({ source, in: device }: Publish) {
  return { ...(source === undefined ? {} : { source }), ...(device === undefined ? {} : { in: device }) };
}

/** The packets that begin a connection to a published service, once their destination is translated. */
export function serviceOf(address: Ip, ports: Ports, protocol: "tcp" | "udp" | "sctp"): Passage["rule"] {
  const destination = formatCidr({ ...address, prefix: width(address.family) });
  return { destination, protocol, ports: formatPorts(ports), state: ["new"] };
}

function otherFamily(path: Path, value: unknown): Fault {
  return { path, value, rule: "of another family than the service", fix: "write one entry for IPv4 and one for IPv6" };
}
