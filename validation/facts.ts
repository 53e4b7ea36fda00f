import type { AddressOf } from "../net/goal.ts";
import type { Cidr, Ip } from "../net/ip.ts";
import type { Ports } from "../net/port.ts";
import type { BridgePort } from "../net/schema/bridge-port.ts";
import type { Expectation } from "../net/schema/expectation.ts";
import type { Filter } from "../net/schema/firewall.ts";
import type { Joined } from "../net/schema/joined.ts";
import type { BesideLinks } from "../net/schema/scope.ts";
import { VLAN_DEFAULTS } from "../net/schema/vlan.ts";
import type { Path } from "./fault.ts";

/**
 * What a declaration says, in words that a topology and a document of the provider share, so that one set of rules
 * serves both. Values are parsed: what would not parse is a fault already, and is not here. Each fact knows where a
 * person wrote it.
 */
export interface Facts {
  /** The host's name, for messages. */
  host: string;
  names: Name[];
  references: Reference[];
  scopes: Scope[];
  links: Link[];
  addresses: Address[];
  routes: Route[];
  neighbours: Neighbour[];
  sysctls: Sysctl[];
  /** Everything that scopes declare besides their links, for rules about one field alone. */
  besides: Besides[];
  publishes: Publish[];
  filters: FilterRule[];
  passages: Passage[];
  macs: Mac[];
  networks: Network[];
  attachments: Attachment[];
  containers: Container[];
  expectations: Tried[];
  /** What a name in a target stands for; undefined for a name that is not declared. */
  addressOf: AddressOf;
  /** Whether something at or below a path is a fault already, so that nothing can be concluded from its absence. */
  damaged(path: Path): boolean;
}

interface Fact {
  path: Path;
}

/** What a scope declares besides its links, as a person wrote it; items of lists that were misshapen are undefined. */
export interface Besides extends Fact {
  scope: string;
  declared: BesideLinks & { networks?: Joined | undefined };
}

/** A declared name. No two of one space are equal. */
export interface Name extends Fact {
  name: string;
  /** What is named: "interface". */
  what: string;
  /** Where it must be unique: `interface in RED`. */
  space: string;
  /** For an end of a cable: both ends, in an order that does not depend on where it is declared. */
  cable?: string;
}

/** A name that must be declared elsewhere. */
export interface Reference extends Fact {
  name: string;
  /** "bridge", and its plural. */
  what: string;
  plural: string;
  declared: readonly string[];
  /** The namespace or container that it has to be in; none where the whole host may have it. */
  scope?: string;
  /** What to do, where that is known better than by the names that are declared. */
  fix?: string | undefined;
  /** Where it would be declared: what is misshapen there says nothing. */
  at?: Path;
}

/** A network namespace. */
export interface Scope extends Fact {
  /** "host", a namespace, "container:NAME". */
  name: string;
  /** True where all of its links are declared here; false for the host and for containers, which have others. */
  closed: boolean;
  /** True where other declarations may have more than links in it: rules, routes. */
  shared?: boolean;
}

/** An interface: both ends of a pair are one each. */
export interface Link extends Fact {
  scope: string;
  name: string;
  type: string;
  /** The other end of a pair, as identity of a link. */
  peer?: string;
  /** What it belongs to, in the same scope. */
  master?: Named;
  /** The same where that is a bridge, or may be one: it is a port of it. */
  bridge?: Named;
  /** The same where that is a bond. */
  bond?: Named;
  /** The same where that is a VRF. */
  vrf?: Named;
  /** What it says of itself as that port. */
  port?: { value: BridgePort; path: Path };
  /** The interface that it lies on, and the scope of that. */
  parent?: Named & { scope: string };
  /** Bytes as declared, of an end of a cable also those that only its other end says. */
  mtu?: { value: number; path: Path };
  /** Its fields as they are declared. */
  fields: Readonly<Record<string, unknown>>;
}

/** The name of another link, where it stands. */
export interface Named {
  name: string;
  path: Path;
}

/** An address of a link. */
export interface Address extends Fact {
  scope: string;
  link: string;
  cidr: Cidr;
  /** The network of the other end, where it is not the address's own subnet. */
  peer?: Cidr;
}

/** A route, or one of its next hops. */
export interface Route extends Fact {
  scope: string;
  /** Undefined for `default`. */
  to: Cidr | undefined;
  via?: Ip;
  /** Where `via` stands. */
  viaPath: Path;
  dev?: string;
  /** The next hop counts as on link, wherever its address lies. */
  onlink: boolean;
  /** True for all next hops of one route but the first. */
  further: boolean;
  metric: number;
  table: number;
  family: 4 | 6;
  source?: Ip;
}

export interface Neighbour extends Fact {
  scope: string;
  ip: Ip;
  dev: string;
}

export interface Sysctl extends Fact {
  scope: string;
  /** Components below /proc/sys. */
  parts: string[];
  value: string;
  /** A rule of the declaration that sets it by itself, as `forward: true`. */
  implied?: string;
}

/** A port of the host that leads elsewhere. */
export interface Publish extends Fact {
  /** The scope whose ports these are. */
  scope: string;
  hostIp?: Ip;
  /** The one family whose packets it leads on; without it that of `hostIp`, or both. */
  family?: Ip["family"];
  ports: Ports;
  protocol: string;
}

export interface FilterRule extends Fact {
  scope: string;
  chain: string;
  /** forward is filter with the chain known, and comes after it. */
  isForward?: boolean;
  rule: Omit<Filter, "chain" | "verdict"> & { verdict?: string | undefined };
}

/** Packets that something else than a filter lets pass: a published port, a bridge that forwards, a Docker network. */
export interface Passage extends Fact {
  scope: string;
  chain: "forward";
  rule: FilterRule["rule"];
}

export interface Mac extends Fact {
  mac: string;
}

/** A Docker network. */
export interface Network extends Fact {
  name: string;
  driver: string;
  /** Without a way out. */
  internal: boolean;
  /** Where its subnets stand. */
  subnetPath: Path;
  subnets: { cidr: Cidr; path: Path }[];
  gateways: Inside[];
  ranges: { cidr: Cidr; path: Path }[];
  aux: Inside[];
  /** Its addresses come from a pool of its own: another IPAM driver's. */
  ownPool?: true;
}

/** An address of a network; where it is written beside one of several subnets, that one. */
export interface Inside extends Fact {
  ip: Ip;
  subnet?: Cidr;
}

/** A container's place in a network. */
export interface Attachment extends Fact {
  container: string;
  network: string;
  statics: { ip: Ip; path: Path }[];
  aliases: { names: readonly string[]; path: Path };
  /** What decides before the name which network becomes the gateway; Docker Engine 28 and later. */
  priority?: number;
  /** Families of which the engine chooses an address, at a time that the declaration does not tell. */
  chosen: readonly (4 | 6)[];
}

export interface Container extends Fact {
  name: string;
  /** `bridge`, `host`, `none`, `container:NAME`; undefined where networks are named. */
  mode?: string;
  modePath: Path;
  /** What is said that a mode may exclude, and the word for it: `publish`, `dns`. */
  said: readonly { word: string; path: Path }[];
}

export interface Tried extends Fact {
  expectation: Expectation;
}

/** Facts with nothing in them, to be filled. */
export function noFacts(host: string): Omit<Facts, "addressOf" | "damaged"> {
  return {
    host,
    names: [],
    references: [],
    scopes: [],
    links: [],
    addresses: [],
    routes: [],
    neighbours: [],
    sysctls: [],
    besides: [],
    publishes: [],
    filters: [],
    passages: [],
    macs: [],
    networks: [],
    attachments: [],
    containers: [],
    expectations: [],
  };
}

/** The tag by which a VLAN's frames are told from others on its parent; undefined for what carries all of them. */
export function tagOf({ type, fields }: Pick<Link, "type" | "fields">): string | undefined {
  return type === "vlan" ? tagText(Number(fields.id), String(fields.protocol ?? VLAN_DEFAULTS.protocol)) : undefined;
}

/** The same by its number, of the tags that bridges know. */
export function tagText(id: number, protocol: string = VLAN_DEFAULTS.protocol): string {
  return `${protocol} ${id}`;
}

/** The identity of a link: names of interfaces are unique in a scope. */
export function linkId(scope: string, name: string): string {
  return `${scope}/${name}`;
}

/** The identity of the interface that a link lies on. */
export function belowId({ parent }: Link): string | undefined {
  return parent && linkId(parent.scope, parent.name);
}

/** Links by identity; where a name is there twice, which is a fault of its own, the first. */
export function linksById(links: readonly Link[]): Map<string, Link> {
  return new Map(links.map((link) => [linkId(link.scope, link.name), link] as const).reverse());
}

/** Links with what they belong to, by its type. One that is not declared here, or is somebody else's, is a bridge, as far as anybody can tell. */
export function withMasters(links: readonly Link[]): Link[] {
  const byId = linksById(links);
  return links.map((link) => {
    const { scope, master } = link;
    const declared = master && (byId.get(linkId(scope, master.name))?.type ?? "existing");
    const type = declared === "existing" ? "bridge" : declared;
    return type === "bridge" || type === "bond" || type === "vrf" ? { ...link, [type]: master } : link;
  });
}
