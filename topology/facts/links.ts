import { MASTER, MASTERS } from "../../net/masters.ts";
import type { BridgePort } from "../../net/schema/bridge-port.ts";
import { containerOf } from "../../net/scope.ts";
import type { Reading } from "../../validation/fact-reader.ts";
import { formatPath, type Path } from "../../validation/fault.ts";
import { type LinkFields, readCable, readLink } from "../../validation/scope/link.ts";
import { addressesIn } from "../address.ts";
import { farEnd, isVeth, type LinkInput, type PeerInput, peerOf, portIsFar, type VethInput } from "../link.ts";
import { entriesIn } from "../with-path.ts";
import { linksOfTypes, namespaceOf, scopeOf, type Whole } from "./declared.ts";

/** Every interface that a scope declares, with the far ends of its cables. */
export function readLinks(
  reading: Reading,
  whole: Whole,
  scope: string,
  links: Record<string, LinkInput> = {},
  path: Path,
): void {
  for (const { name, path: at, value } of entriesIn(links, path)) {
    // Of what is no known type its other fields say nothing.
    if (reading.damaged([...at, "type"])) continue;
    if (isVeth(value)) readVeth(reading, whole, scope, name, value, at);
    else readLink(reading, { ...fields(whole, scope, name, value, at), type: value.type });
  }
}

function readVeth(reading: Reading, whole: Whole, scope: string, name: string, link: VethInput, path: Path): void {
  const peer = peerOf(link);
  const peerPath = typeof link.peer === "object" ? [...path, "peer"] : path;
  const said = fields(whole, scope, name, link, path);
  const [near, farPort] = portIsFar(link) ? [{ ...said, port: undefined }, said.port] : [said, undefined];
  if (!leadsSomewhere(reading, link, path)) return void readLink(reading, near);
  const far = { ...farEnd(scope, name, link), scope: farScope(peer) };
  const bridgeMaster = link.bridge === undefined ? undefined : { name: link.bridge, path: [...path, "bridge"] };
  const master = peer.master === undefined ? bridgeMaster : { name: peer.master, path: [...peerPath, "master"] };
  const there = fields(whole, far.scope, far.name, peer, peerPath);
  // Of the host's own ones it says `master`.
  const own = bridgeMaster ? { ...there, masters: { ...BRIDGE, names: whole.hostBridges, elsewhere } } : there;
  if (farPort && own.port && !reading.damaged([...path, "master"]))
    reading.fault({ path: farPort.path, rule: `${formatPath(own.port.path)} says it too`, fix: "leave one out" });
  const port = own.port ?? farPort;
  const namePath =
    typeof link.peer === "string" ? [...path, "peer"] : peer.name === undefined ? path : [...peerPath, "name"];
  if (isThere(reading, whole, peer, path)) readCable(reading, near, { ...own, namePath, master, port });
  else readLink(reading, near);
}

/** False where the other end's namespace is not there. */
function isThere(reading: Reading, { declared }: Whole, { namespace }: PeerInput, path: Path): boolean {
  if (namespace === undefined) return true;
  const { namespaces, containers } = declared;
  const reference = { name: namespace, what: "namespace", plural: "namespaces", declared: namespaces };
  const isContainer = containers.includes(containerOf(namespace) ?? namespace);
  const fix = isContainer
    ? "a container is reached by a bridge: write bridge: NAME here and at a link of its own"
    : undefined;
  reading.facts.references.push({ path: [...path, "peer", "namespace"], ...reference, fix });
  return namespaces.includes(namespace);
}

function farScope({ namespace }: PeerInput): string {
  return namespace === undefined ? "host" : scopeOf(namespace);
}

const BRIDGE = { what: "bridge", plural: "bridges" };

/** One of the host's is named in another way, so that a slip of the pen is no other bridge. */
function elsewhere(name: string): string {
  return `for one of the host's that is not ours write peer: { host: true, master: ${name} }`;
}

/** What a master may be; undefined for the host, which may have others than are declared. */
function mastersIn({ input, hostBridges, damaged }: Whole, scope: string): LinkFields["masters"] {
  if (scope === "host") return undefined;
  const container = containerOf(scope);
  const declared = container === undefined ? input.namespaces?.[namespaceOf(scope)] : input.containers?.[container];
  const at = container === undefined ? ["namespaces", namespaceOf(scope)] : ["containers", container];
  return { ...MASTER, names: linksOfTypes(MASTERS, declared?.links, [...at, "links"], damaged), hostBridges };
}

/** Undefined where a scope may have others than are declared. */
function interfacesIn({ links }: Whole, scope: string): string[] | undefined {
  const declared = links.get(scope);
  return declared && ["lo", ...declared];
}

/** Exactly one of a bridge, a namespace and the host is where the other end lies. */
function leadsSomewhere(reading: Reading, link: VethInput, path: Path): boolean {
  const peer = peerOf(link);
  const ways = [
    ...(link.bridge === undefined ? [] : ["bridge"]),
    ...(peer.namespace === undefined ? [] : ["peer.namespace"]),
    ...(peer.host === true ? ["peer.host"] : []),
    ...(peer.master !== undefined && link.bridge !== undefined ? ["peer.master"] : []),
  ];
  if (ways.length === 1) return true;
  if (reading.damaged(path)) return false;
  const fault =
    ways.length === 0
      ? {
          path,
          rule: "the other end of the cable leads nowhere",
          fix: "add bridge, or peer with namespace or host: true",
        }
      : { path, rule: `${ways.join(" and ")} exclude each other`, fix: "keep one" };
  reading.fault(fault);
  return false;
}

/** What both ends and bridges have, with its places. */
function fields(
  whole: Whole,
  scope: string,
  name: string,
  link: Partial<Omit<LinkInput, "type">> & {
    mac?: string | undefined;
    master?: string | undefined;
    port?: BridgePort | undefined;
  },
  path: Path,
) {
  const { mac, mtu, master, port } = link;
  return {
    scope,
    name,
    type: "veth",
    path,
    namePath: path,
    addresses: addressesIn(link, path),
    mac,
    mtu: mtu === undefined ? undefined : { value: mtu, path: [...path, "mtu"] },
    master: master === undefined ? undefined : { name: master, path: [...path, "master"] },
    port: port === undefined ? undefined : { value: port, path: [...path, "port"] },
    fields: link,
    masters: mastersIn(whole, scope),
    interfaces: interfacesIn(whole, scope),
  };
}
