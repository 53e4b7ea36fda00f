import { parseIp } from "../../../net/ip.ts";
import { parsePorts } from "../../../net/port.ts";
import type { Reading } from "../../../validation/fact-reader.ts";
import type { Path } from "../../../validation/fault.ts";
import { declaredAttachments, impliedNetwork } from "../container/inputs/attachment.ts";
import { type ContainerInputs, containerInputs } from "../types.ts";
import { hasUnknown, type Values } from "../values.ts";

type Place = NonNullable<ContainerInputs["networksAdvanced"]>[number];

/** The networks that a container joins, as it calls them, but for the engine's default one. */
export function networksJoined(inputs: Values): string[] {
  if (hasUnknown(inputs.networkMode) || hasUnknown(inputs.networksAdvanced)) return [];
  return declaredAttachments(inputs).flatMap(({ name }) => (name === "bridge" ? [] : [name]));
}

/** What a container says, for the rules. `names` are those of networks that it calls by another. */
export function readContainer(
  facts: Reading["facts"],
  root: Path,
  known: Values,
  names: ReadonlyMap<string, string>,
): void {
  const inputs = containerInputs(known);
  const { name, networkMode: mode, networksAdvanced = [], ports = [] } = inputs;
  if (name === undefined) return;
  facts.names.push({ path: [...root, "name"], name, what: "container", space: "container" });
  const said = saidIn(inputs).map(([property, word]) => ({ word, path: [...root, ...property] }));
  facts.containers.push({ path: root, name, modePath: [...root, "networkMode"], said, ...(mode ? { mode } : {}) });
  for (const [i, { internal: _inside, external, ip, protocol = "tcp" }] of ports.entries()) {
    if (!external) continue;
    const path = [...root, "ports", i, "external"];
    const hostIp = ip ? { hostIp: parseIp(ip) } : {};
    facts.publishes.push({ path, scope: "host", ports: parsePorts(external), protocol, ...hostIp });
  }
  for (const [i, one] of networksAdvanced.entries()) {
    const path = [...root, "networksAdvanced", i];
    const network = names.get(one.name) ?? one.name;
    const aliases = { names: one.aliases ?? [], path: [...path, "aliases"] };
    // Which of two containers starts first, a program's dependencies say; what is taken then is waited for or told.
    const priority = one.gwPriority ? { priority: one.gwPriority } : {};
    const place = { path, container: name, network, statics: staticsOf(one, path), aliases, chosen: [] };
    facts.attachments.push({ ...place, ...priority });
  }
  const implied = impliedNetwork(known);
  const joined = implied && (names.get(implied) ?? implied);
  if (!joined || networksAdvanced.some((one) => (names.get(one.name) ?? one.name) === joined)) return;
  const path = [...root, "networkMode"];
  const aliases = { names: [], path };
  facts.attachments.push({ path, container: name, network: joined, statics: [], aliases, chosen: [] });
}

function staticsOf({ ipv4Address, ipv6Address }: Place, path: Path) {
  return Object.entries({ ipv4Address, ipv6Address }).flatMap(([field, ip]) =>
    ip ? [{ ip: parseIp(ip), path: [...path, field] }] : [],
  );
}

/** Properties that say something, with the word that a topology has for it. */
function saidIn(inputs: ContainerInputs): [Path, string][] {
  const words: [keyof ContainerInputs, string][] = [
    ["networksAdvanced", "networks"],
    ["ports", "publish"],
    ["publishAllPorts", "publish"],
    ["hostname", "hostname"],
    ["domainname", "hostname"],
    ["dns", "dns"],
    ["dnsOpts", "dns"],
    ["dnsSearches", "dns"],
    ["hosts", "hosts"],
  ];
  const said = words.filter(([property]) => isSaid(inputs[property]));
  // Settings of memory and the like are not the network's.
  const sysctls = Object.keys(inputs.sysctls ?? {}).filter((key) => key.startsWith("net."));
  return [
    ...said.map(([property, word]): [Path, string] => [[property], word]),
    ...sysctls.map((key): [Path, string] => [["sysctls", key], "sysctls"]),
  ];
}

function isSaid(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== false;
}
