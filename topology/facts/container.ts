import { dockerName, imageReference } from "../../net/docker-name.ts";
import { complaint, Invalid } from "../../net/invalid.ts";
import { formatIp, type Ip, parseIp } from "../../net/ip.ts";
import { formatPorts } from "../../net/port.ts";
import { containerOf, containerScope } from "../../net/scope.ts";
import { closest } from "../../net/suggest.ts";
import { machineAddress } from "../../validation/addresses.ts";
import { capability, hostName, mount, variableName } from "../../validation/container-fields.ts";
import { parseTmpfs } from "../../validation/container-process.ts";
import type { Reading } from "../../validation/fact-reader.ts";
import type { Passage } from "../../validation/facts.ts";
import { formatPath, type Path } from "../../validation/fault.ts";
import { serviceOf } from "../../validation/scope/firewall.ts";
import { readMac } from "../../validation/scope/name.ts";
import { type AttachmentInput, type AttachmentsInput, attachmentsIn } from "../attachment.ts";
import { type ContainerInput, HOST_GATEWAY } from "../container.ts";
import { normalPublish, type Publish } from "../publish.ts";
import { insideFields } from "../scope.ts";
import { entriesIn, listed } from "../with-path.ts";
import type { Declared, Whole } from "./declared.ts";
import { readLinks } from "./links.ts";
import { readProcess } from "./process.ts";
import { readScope } from "./scopes.ts";

export function readContainers(reading: Reading, whole: Whole): void {
  for (const { name, path, value } of entriesIn(whole.input.containers, ["containers"])) {
    if (reading.check(path, () => containerName(name)))
      reading.facts.names.push({ path, name, what: "container", space: "namespace or container" });
    readModes(reading, whole.declared, name, value, path);
    readAttachments(reading, whole.declared, name, value, path);
    readFields(reading, value, path);
    readProcess(reading, value, path);
    readImage(reading, whole.declared, value.image, [...path, "image"]);
    readVolumes(reading, whole.declared, value, path);
    const scope = containerScope(name);
    reading.facts.scopes.push({ path, name: scope, closed: value.network === "none" });
    // Docker's own interfaces are there too, so a `dev` or a parent may be one of those.
    const known = value.network === "none" ? whole : { ...whole, links: new Map() };
    readLinks(reading, known, scope, value.links, [...path, "links"]);
    readScope(reading, known, scope, value, path);
  }
}

/** The `from: host` of an expectation is no container. */
function containerName(name: string): void {
  dockerName("container", name);
  if (name === "host") throw new Invalid(name, "host means the host's own namespace", "choose another name");
}

const INSIDE_FIELDS = Object.keys(insideFields) as (keyof typeof insideFields)[];

const MODES = ["bridge", "host", "none"];
/** What a container with another's network cannot say, or has no use for. */
const SAID = [...INSIDE_FIELDS, "networks", "publish", "sysctls", "hostname", "dns", "hosts"] as const;

function readModes(reading: Reading, declared: Declared, name: string, container: ContainerInput, path: Path): void {
  const { network: mode } = container;
  const modePath = [...path, "network"];
  const other = containerOf(mode ?? "");
  if (other !== undefined)
    reading.facts.references.push({
      path: modePath,
      name: other,
      what: "container",
      plural: "containers",
      declared: declared.containers,
    });
  else if (mode !== undefined && !MODES.includes(mode)) {
    const fix = declared.networks.includes(mode) ? `write networks: [${mode}]` : nearMode(mode);
    reading.fault({ path: modePath, value: mode, rule: "not one of bridge, host, none and container:NAME", fix });
  }
  const said = SAID.filter((field) => container[field] !== undefined && !isEmpty(container[field]));
  reading.facts.containers.push({
    path,
    name,
    modePath,
    said: said.map((word) => ({ word, path: [...path, word] })),
    ...(mode === undefined ? {} : { mode }),
  });
}

function nearMode(mode: string): string {
  const near = closest(mode, MODES);
  return near === undefined ? "write one of them" : `did you mean "${near}"?`;
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function readAttachments(
  reading: Reading,
  declared: Declared,
  container: string,
  { networks }: ContainerInput,
  path: Path,
): void {
  const names = [...declared.networks, "bridge"];
  for (const { network, path: at, value } of placesOf(networks, [...path, "networks"])) {
    reading.facts.references.push({ path: at, name: network, what: "network", plural: "networks", declared: names });
    const statics = (["ip", "ip6"] as const).flatMap((key) => readStatic(reading, value[key], key, [...at, key]));
    const aliases = listed(value.aliases, [...at, "aliases"]);
    for (const { path: aliasPath, value: alias } of aliases) reading.check(aliasPath, () => hostName(alias));
    readMac(reading, value.mac, [...at, "mac"], "own");
    const spoken = { names: aliases.map(({ value: alias }) => alias), path: [...at, "aliases"] };
    const chosen = ([4, 6] as const).filter((family) => !statics.some(({ ip }) => ip.family === family));
    reading.facts.attachments.push({ path: at, container, network, statics, aliases: spoken, chosen });
  }
}

/** A list of names has its places by index. */
function placesOf(
  networks: AttachmentsInput | undefined,
  path: Path,
): { network: string; path: Path; value: AttachmentInput }[] {
  if (!Array.isArray(networks))
    return entriesIn(attachmentsIn(networks), path).map(({ name, ...rest }) => ({ network: name, ...rest }));
  return listed(networks, path).map(({ value, path: at }) => ({ network: value, path: at, value: {} }));
}

function readStatic(
  reading: Reading,
  text: string | undefined,
  key: "ip" | "ip6",
  path: Path,
): { ip: Ip; path: Path }[] {
  if (text === undefined) return [];
  const ip = reading.value(path, () => machineAddress(text));
  if (!ip) return [];
  const family = key === "ip" ? 4 : 6;
  if (ip.family === family) return [{ ip, path }];
  reading.fault({
    path,
    value: text,
    rule: `an IPv${ip.family} address`,
    fix: `write it as ${key === "ip" ? "ip6" : "ip"}`,
  });
  return [];
}

function readFields(reading: Reading, container: ContainerInput, path: Path): void {
  const { hostname, domainname, dns, hosts, env, capAdd, capDrop, publish } = container;
  if (hostname !== undefined) reading.check([...path, "hostname"], () => hostName(hostname));
  if (domainname !== undefined) reading.check([...path, "domainname"], () => hostName(domainname));
  for (const { path: at, value } of listed(dns, [...path, "dns"])) reading.check(at, () => parseIp(value));
  for (const { name, path: at, value } of entriesIn(hosts, [...path, "hosts"]))
    if (reading.check(at, () => hostName(name)) && value !== HOST_GATEWAY) reading.check(at, () => parseIp(value));
  for (const { name, path: at } of entriesIn(env, [...path, "env"])) reading.check(at, () => variableName(name));
  for (const { path: at, value } of [...listed(capAdd, [...path, "capAdd"]), ...listed(capDrop, [...path, "capDrop"])])
    reading.check(at, () => capability(value));
  for (const { path: at, value } of listed(publish, [...path, "publish"])) {
    const port = reading.value(at, () => normalPublish(value));
    if (!port) continue;
    const hostIp = port.hostIp === undefined ? {} : { hostIp: parseIp(port.hostIp) };
    reading.facts.publishes.push({
      path: at,
      scope: "host",
      ports: port.published,
      protocol: port.protocol,
      ...hostIp,
    });
    // Docker lets it pass, after what DOCKER-USER has to say.
    const rule = publishedBy(container, port);
    reading.facts.passages.push({ path: at, scope: "host", chain: "forward", rule });
  }
}

/** The packets that begin a connection to a container's port; to which address is known of a static one alone. */
function publishedBy(container: ContainerInput, { target, protocol }: Publish): Passage["rule"] {
  const address = staticAddress(container);
  if (address !== undefined) return serviceOf(parseIp(address), target, protocol);
  return { protocol, ports: formatPorts(target), state: ["new"] };
}

/** A bare name near a declared one is a slip: that a registry knows it too cannot be ruled out otherwise. */
function readImage(reading: Reading, { images }: Declared, image: string, path: Path): void {
  if (images.includes(image)) return;
  const near = /[:/@]/.test(image) ? undefined : closest(image, images);
  if (near === undefined) reading.check(path, () => imageReference(image));
  else reading.fault({ path, value: image, rule: "no image of this name is declared", fix: `did you mean "${near}"?` });
}

function readVolumes(reading: Reading, { volumes }: Declared, container: ContainerInput, path: Path): void {
  const taken = new Map<string, Path>();
  const place = (at: Path, value: string, folder: string) => {
    const target = folder.replace(/\/+$/, "");
    const first = taken.get(target);
    taken.set(target, first ?? at);
    if (!first) return;
    const rule = `${formatPath(first)} is at this path already`;
    reading.fault({ path: at, value, rule, fix: "give one of them another path" });
  };
  for (const { path: at, value } of listed(container.volumes, [...path, "volumes"])) {
    const name = reading.value(at, () => mount(value) ?? "/");
    if (name === undefined) continue;
    place(at, value, value.split(":")[1] ?? "");
    if (name === "/") continue;
    reading.facts.references.push({ path: at, name, what: "volume", plural: "volumes", declared: volumes });
  }
  for (const { path: at, value } of listed(container.tmpfs, [...path, "tmpfs"])) {
    const folder = reading.value(at, () => parseTmpfs(value));
    if (folder !== undefined) place(at, value, folder.path);
  }
}

/** A static address that a container's name stands for as a target; Docker's choice is known later. */
export function staticAddress({ networks }: ContainerInput): string | undefined {
  const texts = Object.values(attachmentsIn(networks)).flatMap(({ ip, ip6 }) => [ip, ip6]);
  const ips = texts.filter((text) => text !== undefined && !complaint(() => parseIp(text)));
  return ips[0] === undefined ? undefined : formatIp(parseIp(ips[0]));
}
