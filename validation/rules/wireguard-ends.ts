import { complaint } from "../../net/invalid.ts";
import { type Ip, parseIp } from "../../net/ip.ts";
import { isMap } from "../../net/map.ts";
import { Secret } from "../../net/secret.ts";
import { formatEndpoint, isKey, parseEndpoint, publicKeyOf } from "../../net/wireguard.ts";
import type { Address, Facts, Link } from "../facts.ts";
import { type Fault, formatPath, type Path } from "../fault.ts";
import { holderOf } from "./holders.ts";

/** A wireguard of the declaration, by what is public of its key; undefined for one whose secret is not known here. */
interface Interface {
  link: Link;
  publicKey: string | undefined;
  peers: Peer[];
}

interface Peer {
  path: Path;
  publicKey: string;
  presharedKey: unknown;
  endpoint: unknown;
}

/**
 * Peers that are interfaces of the declaration too, and answer no handshake: they do not have who calls for a peer, or
 * another secret with it; or who is at the endpoint has another key, or listens elsewhere.
 */
export function strangers({ links, addresses }: Facts): Fault[] {
  const all = links.filter(({ type }) => type === "wireguard").map(interfaceOf);
  const byKey = new Map(all.flatMap((one) => (one.publicKey === undefined ? [] : [[one.publicKey, one] as const])));
  return all.flatMap((own) =>
    own.peers.flatMap((peer) => {
      const other = byKey.get(peer.publicKey);
      return other
        ? [...unknown(own, peer, other), ...elsewhere(peer, other, addresses)]
        : nobody(peer, all, addresses);
    }),
  );
}

function interfaceOf(link: Link): Interface {
  const list = Array.isArray(link.fields.peers) ? link.fields.peers : [];
  const peers = list.flatMap((peer: unknown, index): Peer[] =>
    isMap(peer) && typeof peer.publicKey === "string"
      ? [
          {
            path: [...link.path, "peers", index],
            publicKey: peer.publicKey,
            presharedKey: peer.presharedKey,
            endpoint: peer.endpoint,
          },
        ]
      : [],
  );
  const secret = textOf(link.fields.privateKey);
  return { link, peers, publicKey: secret !== undefined && isKey(secret) ? publicKeyOf(secret) : undefined };
}

/** A secret's text, where it is known. */
function textOf(value: unknown): string | undefined {
  const text = value instanceof Secret ? value.known : value;
  return typeof text === "string" ? text : undefined;
}

function unknown(own: Interface, { path, publicKey, presharedKey }: Peer, other: Interface): Fault[] {
  if (own.publicKey === undefined) return [];
  const back = other.peers.find((one) => one.publicKey === own.publicKey);
  const there = formatPath(other.link.path);
  if (!back)
    return [
      {
        path: [...path, "publicKey"],
        value: publicKey,
        rule: `${there} has this key, and does not have ${own.link.name} for a peer: it answers no handshake of it`,
        fix: `write { publicKey: ${own.publicKey} } in its peers`,
      },
    ];
  const [here, its] = [presharedKey, back.presharedKey].map((one) => (one === undefined ? "" : textOf(one)));
  if (here === undefined || its === undefined || here === its) return [];
  const rule = `${there} has another with this peer, or none: it answers no handshake`;
  return [{ path: [...path, "presharedKey"], rule, fix: "write one secret at both ends" }];
}

/** The endpoint leads to the peer's scope, and to another port than it listens on. */
function elsewhere({ path, endpoint }: Peer, { link }: Interface, addresses: readonly Address[]): Fault[] {
  const at = placeOf(endpoint, addresses);
  const { listenPort } = link.fields;
  if (at?.scope !== link.scope || typeof listenPort !== "number" || listenPort === at.port) return [];
  const rule = `${formatPath(link.path)}, which has this key, listens on ${listenPort}`;
  return [{ path: [...path, "endpoint"], value: endpoint, rule, fix: `write ${formatEndpoint(at.ip, listenPort)}` }];
}

/** Whoever listens at the endpoint is declared, and is another. */
function nobody(
  { path, publicKey, endpoint }: Peer,
  all: readonly Interface[],
  addresses: readonly Address[],
): Fault[] {
  const at = placeOf(endpoint, addresses);
  const there = all.find(({ link }) => link.scope === at?.scope && link.fields.listenPort === at?.port);
  if (there?.publicKey === undefined) return [];
  const rule = `${formatPath(there.link.path)} listens at ${endpoint}, and has another key`;
  return [{ path: [...path, "publicKey"], value: publicKey, rule, fix: `write ${there.publicKey}` }];
}

function placeOf(
  endpoint: unknown,
  addresses: readonly Address[],
): { scope: string; ip: Ip; port: number } | undefined {
  if (typeof endpoint !== "string" || complaint(() => parseEndpoint(endpoint))) return undefined;
  const { address, port } = parseEndpoint(endpoint);
  const ip = parseIp(address);
  const scope = holderOf(ip, addresses);
  return scope === undefined ? undefined : { scope, ip, port };
}
