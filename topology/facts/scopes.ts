import { complaint } from "../../net/invalid.ts";
import { formatCidr, isLinkLocal, network, parseCidr } from "../../net/ip.ts";
import { machineAddress } from "../../validation/addresses.ts";
import type { Reading } from "../../validation/fact-reader.ts";
import type { Besides } from "../../validation/facts.ts";
import type { Path } from "../../validation/fault.ts";
import { readAddress } from "../../validation/scope/address.ts";
import { readBesideLinks } from "../../validation/scope/beside-links.ts";
import { serviceOf } from "../../validation/scope/firewall.ts";
import { readLink } from "../../validation/scope/link.ts";
import { readNamespaceName } from "../../validation/scope/name.ts";
import { readRoute } from "../../validation/scope/route.ts";
import { addressesIn } from "../address.ts";
import type { BridgeInput } from "../bridge.ts";
import { isVeth, peerOf } from "../link.ts";
import type { NamespaceInput } from "../namespace.ts";
import { normalPublish, type PublishInput } from "../publish.ts";
import type { TopologyInput } from "../schema.ts";
import { entriesIn, listed } from "../with-path.ts";
import { scopeOf, type Whole } from "./declared.ts";
import { readLinks } from "./links.ts";

/** What the host itself has: bridges and other interfaces, routes, neighbours, settings, a firewall. */
export function readHost(reading: Reading, whole: Whole): void {
  reading.facts.scopes.push({ path: [], name: "host", closed: false });
  for (const { name, path, value } of entriesIn(whole.input.bridges, ["bridges"]))
    readBridge(reading, name, value, path);
  readLinks(reading, whole, "host", whole.input.links, ["links"]);
  // Those of a container are its places on these.
  const { networks: _, ...own } = whole.input;
  readScope(reading, whole, "host", own, []);
}

function readBridge(reading: Reading, name: string, bridge: BridgeInput, path: Path): void {
  const addresses = addressesIn(bridge, path);
  const { mac, mtu } = bridge;
  const size = mtu === undefined ? undefined : { value: mtu, path: [...path, "mtu"] };
  readLink(reading, {
    ...{ scope: "host", name, type: "bridge", path, namePath: path },
    ...{ addresses, mac, mtu: size, fields: bridge },
  });
  const damaged = reading.damaged([...path, "address"]) || reading.damaged([...path, "addresses"]);
  for (const field of ["nat", "forward"] as const)
    if (bridge[field] && addresses.length === 0 && !damaged)
      reading.fault({
        path: [...path, field],
        value: true,
        rule: "it takes the subnets from the bridge's addresses, and there are none",
        fix: `give the bridge an address, or write firewall.${field === "nat" ? "masquerade" : "forward"}`,
      });
  if (bridge.forward) readForwarding(reading, name, addresses, [...path, "forward"]);
}

/** A bridge that forwards: the host does, and lets pass what is from and to the bridge's subnets. */
function readForwarding(reading: Reading, name: string, addresses: ReturnType<typeof addressesIn>, path: Path): void {
  impliedForwarding(
    reading,
    addresses.map(({ value }) => value),
    path,
  );
  const known = reading.facts.addresses.filter(({ scope, link }) => scope === "host" && link === name);
  const subnets = known.map(({ cidr }) => formatCidr(network(cidr)));
  for (const rule of subnets.flatMap((subnet) => [{ source: subnet }, { destination: subnet }]))
    reading.facts.passages.push({ path, scope: "host", chain: "forward", rule });
}

function impliedForwarding(reading: Reading, addresses: NonNullable<BridgeInput["addresses"]>, path: Path): void {
  const texts = addresses.map((address) => (typeof address === "string" ? address : address.address));
  const implied = `${path.join(".")}: true`;
  const add = (...parts: string[]) => reading.facts.sysctls.push({ path, scope: "host", parts, value: "1", implied });
  if (texts.some((text) => !text.includes(":"))) add("net", "ipv4", "ip_forward");
  if (texts.some((text) => text.includes(":"))) add("net", "ipv6", "conf", "all", "forwarding");
}

export function readNamespaces(reading: Reading, whole: Whole): void {
  for (const { name, path, value } of entriesIn(whole.input.namespaces, ["namespaces"])) {
    readNamespaceName(reading, name, path);
    const scope = scopeOf(name);
    reading.facts.scopes.push({ path, name: scope, closed: true });
    readLinks(reading, whole, scope, value.links, [...path, "links"]);
    readLoopback(reading, scope, value.loopback, [...path, "loopback"]);
    readScope(reading, whole, scope, value, path);
    const linksAt = [...path, "links"];
    for (const { path: at, value: port } of listed(value.publish, [...path, "publish"]))
      readPublish(reading, scope, port, at, linksAt);
  }
}

function readLoopback(reading: Reading, scope: string, loopback: NamespaceInput["loopback"], path: Path): void {
  if (typeof loopback !== "object") return;
  for (const { path: at, value } of addressesIn(loopback, path)) readAddress(reading, scope, "lo", value, at);
}

/** What a scope has besides its links, and the interfaces that this names. */
export function readScope(
  reading: Reading,
  whole: Whole,
  scope: string,
  declared: Besides["declared"] & Pick<NamespaceInput, "gateway">,
  path: Path,
): void {
  for (const { path: at, value } of listed(declared.gateway, [...path, "gateway"]))
    readRoute(reading, scope, { to: "default", via: value }, at, at);
  const links = whole.links.get(scope);
  readBesideLinks(reading, declared, { scope, path, interfaces: links && [...links, "lo"] });
}

/** A raw published port leads to an address of the namespace of each family, or of that of `hostIp` alone. */
function readPublish(reading: Reading, scope: string, input: PublishInput, path: Path, links: Path): void {
  const publish = reading.value(path, () => {
    const { hostIp, ...rest } = normalPublish(input);
    return { ...rest, ...(hostIp === undefined ? {} : { hostIp: machineAddress(hostIp) }) };
  });
  if (!publish) return;
  const { hostIp, published: ports, target, protocol } = publish;
  const families = hostIp ? [hostIp.family] : ([4, 6] as const);
  const inside = reading.facts.addresses.filter((address) => address.scope === scope && !isLinkLocal(address.cidr));
  const services = families.flatMap((family) => inside.find(({ cidr }) => cidr.family === family)?.cidr ?? []);
  const rule = `${scope} has no ${hostIp ? `IPv${hostIp.family} ` : ""}address that it could lead to`;
  if (services.length === 0 && !reading.damaged(links))
    reading.fault({ path, value: input, rule, fix: "give one of its links one" });
  const [service, ...more] = services;
  const family = service && more.length === 0 ? { family: service.family } : {};
  reading.facts.publishes.push({ path, scope: "host", ports, protocol, ...family, ...(hostIp ? { hostIp } : {}) });
  for (const cidr of services) {
    const rule = serviceOf(cidr, target, protocol);
    reading.facts.passages.push({ path, scope: "host", chain: "forward", rule });
  }
}

/**
 * The first address of a namespace, IPv4 before IPv6, without its prefix length: what its name means as a target. Those
 * of its links come before those that far ends of others' links have in it.
 */
export function firstAddress(
  name: string,
  { namespaces = {}, links: onHost = {} }: Pick<TopologyInput, "namespaces" | "links">,
): string | undefined {
  const links = ({ links = {} }: NamespaceInput) => Object.values(links);
  const others = [...Object.values(namespaces), { links: onHost }].flatMap(links).filter(isVeth).map(peerOf);
  const inside = [...links(namespaces[name] ?? {}), ...others.filter(({ namespace }) => namespace === name)];
  const texts = inside
    .flatMap((end) => addressesIn(end, []))
    .map(({ value }) => (typeof value === "string" ? value : value.address))
    .filter((text) => !complaint(() => parseCidr(text)));
  const wide = texts.filter((text) => !isLinkLocal(parseCidr(text)));
  return (wide.find((text) => !text.includes(":")) ?? wide[0] ?? texts[0])?.split("/")[0];
}
