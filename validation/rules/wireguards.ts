import { complaint } from "../../net/invalid.ts";
import { formatCidr, parseNetwork } from "../../net/ip.ts";
import { isMap } from "../../net/map.ts";
import { Secret } from "../../net/secret.ts";
import { isKey, publicKeyOf } from "../../net/wireguard.ts";
import type { Facts, Link } from "../facts.ts";
import { type Fault, formatPath, type Path } from "../fault.ts";
import { repeated } from "./duplicates.ts";

/** A peer is known by its key, and each packet is for one of them (Donenfeld, WireGuard, section 2). */
export function wireguards({ links }: Facts): Fault[] {
  const all = links.filter(({ type }) => type === "wireguard");
  return [
    ...all.flatMap((link) => {
      const peers = peersOf(link);
      return [...alike(peers), ...itself(link, peers), ...contested(peers)];
    }),
    ...repeated(
      all.filter(({ fields }) => fields.listenPort !== undefined).map(listening),
      ({ link, port }) => `${link.scope} ${port}`,
    ).map(([{ path, port, link }, first]) => ({
      path,
      value: port,
      rule: `${formatPath(first.path)} takes this port of ${link.scope}`,
      fix: "write another, or leave it to the kernel",
    })),
  ];
}

interface Peer {
  path: Path;
  publicKey: string;
  allowedIps: readonly unknown[];
}

/** Items of the list that are sound so far. */
function peersOf({ fields, path }: Link): Peer[] {
  const list = Array.isArray(fields.peers) ? fields.peers : [];
  return list.flatMap((peer: unknown, index): Peer[] => {
    if (!isMap(peer) || typeof peer.publicKey !== "string") return [];
    const allowedIps = Array.isArray(peer.allowedIps) ? peer.allowedIps : [];
    return [{ path: [...path, "peers", index], publicKey: peer.publicKey, allowedIps }];
  });
}

function listening(link: Link) {
  return { link, port: link.fields.listenPort, path: [...link.path, "listenPort"] };
}

function alike(peers: readonly Peer[]): Fault[] {
  return repeated(peers, ({ publicKey }) => publicKey).map(([{ path, publicKey }, first]) => ({
    path: [...path, "publicKey"],
    value: publicKey,
    rule: `${formatPath(first.path)} is this peer already`,
    fix: "write one entry with all of it",
  }));
}

/** The kernel lets such a peer drop without a word (drivers/net/wireguard/netlink.c, set_peer). */
function itself({ fields: { privateKey } }: Link, peers: readonly Peer[]): Fault[] {
  const text = privateKey instanceof Secret ? privateKey.known : privateKey;
  if (typeof text !== "string" || !isKey(text)) return [];
  const own = publicKeyOf(text);
  return peers
    .filter(({ publicKey }) => publicKey === own)
    .map(({ path }) => ({
      path: [...path, "publicKey"],
      value: own,
      rule: "the interface's own key: nobody is a peer of itself",
      fix: "write the other end's public key",
    }));
}

/** The kernel takes a network from the peer that had it. */
function contested(peers: readonly Peer[]): Fault[] {
  const networks = peers.flatMap(({ path, allowedIps }) =>
    allowedIps.flatMap((text, index) => {
      if (typeof text !== "string" || complaint(() => parseNetwork(text))) return [];
      return [{ path: [...path, "allowedIps", index], network: formatCidr(parseNetwork(text)) }];
    }),
  );
  return repeated(networks, ({ network }) => network).map(([{ path, network }, first]) => ({
    path,
    value: network,
    rule: `${formatPath(first.path)} is this network: it can be of one peer`,
    fix: "take it from one of them, or write a part of it",
  }));
}
