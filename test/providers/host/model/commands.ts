import { formatCidr, parseCidr } from "../../../../net/ip.ts";
import { bondOf, membersOf, turnBond } from "./bond.ts";
import { setFdb } from "./fdb.ts";
import { type Above, aboveOf, meets, onTop, programOf, raise, resize, roomOn, sink, turn } from "./on-parent.ts";
import { isMeant, isSameRule, putRule, ruleOf } from "./policy.ts";
import { lead, touch } from "./port.ts";
import { speaksIpv6 } from "./settings.ts";
import {
  type Answer,
  connect,
  EXISTS,
  type Link,
  link,
  named,
  type Space,
  sameSubnet,
  space,
  unaddress,
  unlink,
} from "./state.ts";
import { isTunnel, sameEnds, tunnelOf } from "./tunnel.ts";
import { setVlans } from "./vlans.ts";
import { ROUTES, SCOPES } from "./ways.ts";
import { Words } from "./words.ts";

/** The namespaces of a modelled host; "host" is always there. */
export type Spaces = Map<string, Space>;

/** Carries one line out on the model. Every word of it must be known: a line that nobody understands is a fault. */
export function obey(spaces: Spaces, here: Space, text: string, family: 4 | 6 = 4): Answer {
  const [object, verb, ...rest] = (text.match(/"[^"]*"|\S+/g) ?? []).map((part) => part.replaceAll('"', ""));
  const words = new Words(rest, family);
  const command = COMMANDS[`${object} ${verb}`];
  if (!command) throw new Error(`the model does not know: ${text}`);
  const answer = command(spaces, here, words);
  if (answer === undefined && words.left().length > 0) throw new Error(`the model ignores ${words.left()} of: ${text}`);
  return answer;
}

/** The path to the host's own. */
export const HOST = "/model/net";

type Command = (spaces: Spaces, here: Space, words: Words) => Answer;

const COMMANDS: Record<string, Command> = {
  "netns add": (spaces, _, words) => {
    const name = words.next();
    if (spaces.has(name)) return `Cannot create namespace file "/run/netns/${name}": File exists`;
    inodes += 1;
    spaces.set(name, space(name, `${name}-${inodes}`));
    return undefined;
  },
  "netns delete": (spaces, _, words) => {
    const name = words.next();
    const gone = spaces.get(name);
    if (!gone) return `Cannot remove namespace file "/run/netns/${name}": No such file or directory`;
    spaces.delete(name);
    for (const each of [...gone.links]) unlink(gone, each);
    return undefined;
  },
  "vlan add": (_, here, words) => setVlans(here, words, "add"),
  "vlan del": (_, here, words) => setVlans(here, words, "del"),
  "fdb append": (_, here, words) => setFdb(here, words, "append"),
  "fdb replace": (_, here, words) => setFdb(here, words, "replace"),
  "fdb del": (_, here, words) => setFdb(here, words, "del"),
  "link add": addLink,
  "tuntap add": (_, here, words) => {
    const name = words.after("dev") ?? "";
    const kind = words.after("mode") as "tun" | "tap";
    if (named(here, name)) return "ioctl(TUNSETIFF): Device or resource busy";
    make(here, name, kind).above = programOf(kind, words.left());
    return undefined;
  },
  "link set": setLink,
  "link delete": (_, here, words) => {
    const group = words.after("group");
    for (const each of here.links.filter((candidate) => candidate.group === group)) unlink(here, each);
    return undefined;
  },
  "addr add": addAddress,
  "addr del": (_, here, words) => {
    const { found, text, peer } = addressOf(here, words);
    words.after("scope");
    return found && unaddress(here, found, text, peer) ? undefined : "Error: ipv4: Address not found.";
  },
  ...ROUTES,
  "rule add": (_, here, words) => {
    const rule = ruleOf(words.family, words.all());
    if (here.rules.some((other) => isSameRule(rule, other))) return EXISTS;
    putRule(here, rule);
    return undefined;
  },
  "rule del": (_, here, words) => {
    const rule = ruleOf(words.family, words.all());
    const meant = here.rules.find((other) => isMeant(rule, other));
    if (!meant) return "RTNETLINK answers: No such file or directory";
    here.rules = here.rules.filter((other) => other !== meant);
    return undefined;
  },
  "neigh replace": (_, here, words) => {
    const dst = words.next();
    const entry = { dst, lladdr: words.after("lladdr") ?? "", dev: words.after("dev") ?? "", protocol: "0" };
    words.after("nud");
    const known = here.neighbours.find((other) => other.dst === dst && other.dev === entry.dev);
    entry.protocol = words.after("proto") ?? known?.protocol ?? "0";
    const device = named(here, entry.dev);
    if (!device) return `Cannot find device "${entry.dev}"`;
    if (dst.includes(":") && !speaksIpv6(here, device)) return "Error: IPv6 is disabled on this device.";
    here.neighbours = [...here.neighbours.filter((other) => other !== known), entry];
    return undefined;
  },
  "neigh del": (_, here, words) => {
    const dst = words.next();
    const dev = words.after("dev");
    const before = here.neighbours.length;
    here.neighbours = here.neighbours.filter((other) => other.dst !== dst || other.dev !== dev);
    return here.neighbours.length < before ? undefined : "RTNETLINK answers: No such file or directory";
  },
  "neigh flush": (_, here, words) => {
    const [dst, dev] = [words.after("to"), words.after("dev")];
    words.after("nud");
    if (!named(here, dev)) return `Cannot find device "${dev}"`;
    here.neighbours = here.neighbours.filter((other) => other.dst !== dst || other.dev !== dev);
    return undefined;
  },
};

let inodes = 0;

function addLink(spaces: Spaces, here: Space, words: Words): Answer {
  const [name = "", mtu, address, kind] = ["name", "mtu", "address", "type"].map((word) => words.after(word));
  if (kind === "vlan" || kind === "macvlan" || kind === "macvtap" || kind === "ipvlan")
    return addOn(here, name, kind, address, words);
  if (kind === "vxlan" || (kind && isTunnel(kind)))
    return addTunnel(here, name, kind as Link["kind"], mtu, address, words);
  const far = words.flag("peer") ? words.after("name") : undefined;
  const there = spaces.get(words.after("netns") ?? here.name);
  for (const word of ["numtxqueues", "numrxqueues", "numtxqueues", "numrxqueues"]) words.after(word);
  if (named(here, name) || (far && there && named(there, far))) return EXISTS;
  if (!there) return "Error: Invalid netns value.";
  const near = make(here, name, kind as Link["kind"]);
  near.mtu = Number(mtu ?? (kind === "wireguard" ? 1420 : 1500));
  near.address = address ?? near.address;
  if (kind === "bond") near.above = bondOf(words.left());
  if (kind === "vrf") near.above = { parent: "", data: { table: Number(words.after("table")) } };
  while (kind === "bridge" && words.left().length > 0) near.bridge[words.next()] = Number(words.next());
  if (far === undefined) return undefined;
  const other = make(there, far, "veth");
  near.peer = { space: there, link: other };
  other.peer = { space: here, link: near };
  return undefined;
}

/** It has its parent's size, and a VLAN its address, until it is told otherwise. */
function addOn(here: Space, name: string, kind: Link["kind"], address: string | undefined, words: Words): Answer {
  const parent = named(here, words.after("link"));
  if (!parent) return "Cannot find device";
  if (named(here, name)) return EXISTS;
  const made = make(here, name, kind);
  const above = aboveOf(kind, parent.ifname, words.left());
  const takesOver = kind === "vlan" || kind === "ipvlan" || above.data.mode === "passthru";
  Object.assign(made, { above, mtu: parent.mtu, address: address ?? (takesOver ? parent.address : made.address) });
  if (kind === "ipvlan") made.arp = above.data.mode === "l2";
  if (!here.links.some((other) => other !== made && meets(made, other))) return undefined;
  unlink(here, made);
  return kind === "vlan" ? "Error: 8021q: VLAN device already exists." : "RTNETLINK answers: Invalid argument";
}

/** It is in no namespace's way but one of its own kind. */
function addTunnel(
  here: Space,
  name: string,
  kind: Link["kind"],
  mtu: string | undefined,
  address: string | undefined,
  words: Words,
): Answer {
  const above = isTunnel(kind) ? tunnelOf(kind, words.left()) : aboveOf("vxlan", "", words.left());
  const parent = named(here, above.parent);
  if (above.parent && !parent) return `Cannot find device "${above.parent}"`;
  if (named(here, name)) return EXISTS;
  const made = make(here, name, kind);
  Object.assign(made, { above, mtu: Number(mtu ?? roomOn(parent, kind, 1500)), address: address ?? made.address });
  if (!here.links.some((other) => other !== made && meets(made, other))) return undefined;
  unlink(here, made);
  return kind === "vxlan" ? "Error: A VXLAN device with the specified VNI already exists." : EXISTS;
}

function make(here: Space, name: string, kind: Link["kind"]): Link {
  const made = link(name, here.next++, kind);
  here.links.push(made);
  return made;
}

/** What has no other end leaves as it would when it is deleted, and comes down. */
function move(here: Space, found: Link, there: Space | undefined, name: string): Answer {
  if (!there) return "Error: Invalid netns value.";
  if (named(there, name)) return EXISTS;
  unlink(here, found);
  Object.assign(found, { ifname: name, ifindex: there.next++, master: null, up: false, addresses: [] });
  there.links.push(found);
  return undefined;
}

function setLink(spaces: Spaces, here: Space, words: Words): Answer {
  const name = words.after("dev");
  const found = named(here, name);
  if (!found) return `Cannot find device "${name}"`;
  const netns = words.after("netns");
  if (netns !== undefined)
    return move(here, found, spaces.get(netns === HOST ? "host" : netns), words.after("name") ?? "");
  found.ifalias = words.after("alias") ?? found.ifalias;
  const mtu = words.after("mtu");
  const refused = mtu === undefined ? undefined : resize(here, found, Number(mtu));
  if (refused !== undefined) return refused;
  const address = words.after("address");
  if (address !== undefined && found.kind === "ifb") return "RTNETLINK answers: Operation not supported";
  if (address !== undefined) here.neighbours = here.neighbours.filter(({ dev }) => dev !== name);
  found.address = address ?? found.address;
  for (const member of membersOf(here, found)) Object.assign(member, { address: found.address, mtu: found.mtu });
  for (const other of onTop(here, found)) if (other.kind === "ipvlan") other.address = found.address;
  found.arp = (words.after("arp") ?? (found.arp ? "on" : "off")) === "on";
  found.group = words.after("group") ?? found.group;
  const master = words.flag("nomaster") ? null : words.after("master");
  const stays = master === undefined ? undefined : lead(here, found, master);
  const sunk = stays ?? (words.flag("up") ? raise(here, found) : undefined);
  if (sunk !== undefined) return sunk;
  if (words.flag("down")) sink(here, found);
  const type = words.after("type");
  if (type === "bridge_slave") return touch(found, words.left());
  if (type === "bridge") found.bridge[words.next()] = Number(words.next());
  else if (type !== undefined && isTunnel(found.kind)) return turnTunnel(here, found, type, words.left());
  else if (type === "bond" && found.above) return turnBond(found.above, words.left());
  else if (found.above) turnAbove(found, words.left());
  return undefined;
}

/** To and from no other end it would be point to point no more, which it does not become. */
function turnTunnel(here: Space, link: Link, type: string, words: string[]): Answer {
  if (type !== link.kind) return "RTNETLINK answers: Operation not supported";
  const above = tunnelOf(type, words, link.above);
  if (above.parent !== link.above?.parent && !named(here, above.parent)) return `Cannot find device "${above.parent}"`;
  if (here.links.some((other) => other !== link && sameEnds(type, above, other))) return EXISTS;
  const isLed = ({ data }: Above) => type === "ip6tnl" || data.remote !== "any";
  const turns = isLed(above) !== (link.above !== undefined && isLed(link.above)) || above.data.external === true;
  if (turns) return "RTNETLINK answers: Invalid argument";
  link.above = above;
  return undefined;
}

/** The mode of an ipvlan says whether it asks for neighbours. */
function turnAbove(link: Link, words: string[]): void {
  const isMode = words.includes("mode");
  if (link.above) turn(link.above, link.kind, words);
  if (link.kind === "ipvlan" && isMode) link.arp = link.above?.data.mode === "l2";
}

function addressOf(here: Space, words: Words) {
  const first = words.next();
  const peer = words.after("peer");
  const text = peer ? `${first.split("/")[0]}/${peer.split("/")[1]}` : first;
  return { found: named(here, words.after("dev")), text: formatCidr(parseCidr(text)), peer };
}

function addAddress(_: Spaces, here: Space, words: Words): Answer {
  const { found, text, peer } = addressOf(here, words);
  const scope = SCOPES[(words.after("scope") ?? "global") as keyof typeof SCOPES];
  words.flag("nodad");
  if (!found) return "Cannot find device";
  if (found.addresses.some((other) => other.text === text && other.peer === peer)) return EXISTS;
  if (text.includes(":") && !speaksIpv6(here, found)) return "Error: ipv6: IPv6 is disabled on this device.";
  if (found.addresses.some((other) => text.includes(":") && other.cidr.value === parseCidr(text).value))
    return "Error: ipv6: address already assigned.";
  const address = { cidr: parseCidr(text), text, scope, peer, secondary: false };
  address.secondary = found.addresses.some((other) => sameSubnet(other, address));
  found.addresses.push(address);
  connect(here, found, address);
  return undefined;
}
