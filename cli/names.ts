import { complaint } from "../net/invalid.ts";
import { formatIp, parseIp } from "../net/ip.ts";
import { containerOf } from "../net/scope.ts";
import type { Dump } from "../providers/host/dump.ts";
import type { Json } from "../providers/host/json.ts";
import { peerOf } from "../providers/host/kinds/link/peer.ts";
import { linksOf } from "../providers/host/kinds/questions.ts";
import type { Seen } from "./read/seen.ts";

/** An interface somewhere on this machine. */
export interface Place {
  /** As `--in` takes it: "host", "RED", "container:web". */
  in: string;
  interface: string;
}

/** Names for what the kernel tells by number. Each is undefined where nothing, or not one thing alone, has it. */
export interface Names {
  /** The other end of a veth pair of the scope that is looked at. */
  peer(link: Record<string, Json>): Place | undefined;
  /** The Docker network that an interface of this scope is in, or stands for. */
  network(name: string): string | undefined;
  /** Whose interface has this MAC address. */
  mac(mac: string): Place | undefined;
  /** Where this address is: an interface that has it, here or anywhere else. */
  address(address: string): Place | undefined;
}

export function namesOf({ scope, dumps, docker }: Seen): Names {
  const here = dumps.get(scope);
  const places = [...dumps.values()].flatMap(placed);
  const macs = Map.groupBy(places, ({ link }) => String(link.address ?? ""));
  const addresses = Map.groupBy(
    places.flatMap((place) => place.addresses.map((address) => ({ address, place }))),
    ({ address }) => address,
  );
  const networks = new Map([...bridgesOf(scope, docker), ...containerNetworks(here, scope, docker)]);
  return {
    peer: (link) => (here ? splitPeer(peerOf(link, here, dumps)) : undefined),
    network: (name) => networks.get(name),
    mac: (mac) => onlyOne(withoutPorts(macs.get(mac) ?? [])),
    address: (address) => onlyOne((addresses.get(canonical(address)) ?? []).map(({ place }) => place)),
  };
}

interface Placed extends Place {
  link: Record<string, Json>;
  addresses: string[];
}

function placed(dump: Dump): Placed[] {
  return linksOf(dump)
    .filter((link) => link.ifname !== "lo")
    .map((link) => ({ in: dump.scope, interface: String(link.ifname), link, addresses: addressesOf(link) }));
}

/** An interface's addresses without prefix. */
export function addressesOf(link: Record<string, Json>): string[] {
  return ((link.addr_info ?? []) as Record<string, Json>[]).map(({ local }) => canonical(String(local)));
}

function canonical(address: string): string {
  return complaint(() => parseIp(address)) ? address : formatIp(parseIp(address));
}

/** A bridge takes its MAC address from a port; packets to it are the bridge's. */
function withoutPorts(places: Placed[]): Placed[] {
  const bridges = places.filter(({ link }) => link.master === undefined);
  return places.length > 1 && bridges.length > 0 ? bridges : places;
}

function onlyOne(places: readonly Placed[]): Place | undefined {
  const [first] = places;
  return places.length === 1 && first ? { in: first.in, interface: first.interface } : undefined;
}

function splitPeer(text: string): Place | undefined {
  const slash = text.lastIndexOf("/");
  const name = text.slice(slash + 1);
  return name.startsWith("#") || name === "?" ? undefined : { in: text.slice(0, slash), interface: name };
}

function bridgesOf(scope: string, { networks }: Seen["docker"]): [string, string][] {
  if (scope !== "host") return [];
  return networks.flatMap(({ bridge, name }) => (bridge ? [[bridge, name] as [string, string]] : []));
}

/** Inside a container Docker's networks are told by the addresses that they gave: to it, or to whose network it shares. */
function containerNetworks(here: Dump | undefined, scope: string, { containers }: Seen["docker"]): [string, string][] {
  if (containerOf(scope) === undefined) return [];
  const given = new Map(containers.flatMap(({ addresses }) => Object.entries(addresses)));
  return linksOf(here).flatMap((link) => {
    const networks = addressesOf(link).map((address) => given.get(address));
    return networks.filter((name) => name !== undefined).map((name) => [String(link.ifname), name] as [string, string]);
  });
}

/** A scope in words. */
export function spoken(scope: string): string {
  const container = containerOf(scope);
  return container === undefined ? scope : `container ${container}`;
}

/** An interface in words: "reth0 in RED", "eth0 in container web". */
export function placeText(place: Place | null | undefined): string {
  return place ? `${place.interface} in ${spoken(place.in)}` : "";
}

/** An interface with the Docker network that it is in or stands for: "br-0123456789ab (network br_xx)". */
export function device(name: string | null, network: string | null | undefined): string {
  return named(name ?? "", network && `network ${network}`);
}

/** What the kernel says, with what it means behind it: "11.11.11.2 (RED)". */
export function named(text: string, name: string | null | undefined): string {
  return name && text !== "" ? `${text} (${name})` : text;
}
