import { expect, test } from "vitest";
import { Secret } from "../../../net/secret.ts";
import { wireguards } from "../../../validation/rules/wireguards.ts";
import { KEYS } from "../../wireguard.ts";
import { type Declared, faultsOf, linksOf } from "./link-facts.ts";

const faults = (declared: Record<string, Declared>) => faultsOf(wireguards, linksOf(declared, "wireguard"));

test("interfaces with a key and peers of their own beside each other are no fault", () => {
  const peers = [
    { publicKey: KEYS.peer, allowedIps: ["10.0.2.0/24"] },
    { publicKey: KEYS.otherPublic, allowedIps: ["10.0.0.0/8"] },
  ];
  const wg0 = { privateKey: KEYS.own, listenPort: 51820, peers };
  expect(faults({ wg0, wg1: { ...wg0, listenPort: 51821 }, wg2: { privateKey: new Secret() } })).toEqual([]);
});

test("a peer is there once, and each network is one peer's", () => {
  const peers = [
    { publicKey: KEYS.peer, allowedIps: ["10.0.2.0/24", "fd00:0::/64"] },
    { publicKey: KEYS.peer },
    { publicKey: KEYS.otherPublic, allowedIps: ["fd00::/64", "10.0.3.0/24"] },
  ];
  expect(faults({ wg0: { privateKey: KEYS.own, peers } })).toEqual([
    `links.wg0.peers[1].publicKey: "${KEYS.peer}": links.wg0.peers[0] is this peer already. Write one entry with all of it.`,
    'links.wg0.peers[2].allowedIps[0]: "fd00::/64": links.wg0.peers[0].allowedIps[1] is this network: it can be of one peer. Take it from one of them, or write a part of it.',
  ]);
});

test("nobody is a peer of itself, and no secret is in what says so", () => {
  const own = `links.wg0.peers[0].publicKey: "${KEYS.ownPublic}": the interface's own key: nobody is a peer of itself. Write the other end's public key.`;
  const peers = [{ publicKey: KEYS.ownPublic }];
  expect(faults({ wg0: { privateKey: KEYS.own, peers } })).toEqual([own]);
  expect(faults({ wg0: { privateKey: new Secret(KEYS.own), peers } })).toEqual([own]);
  expect(faults({ wg0: { privateKey: new Secret(), peers } })).toEqual([]);
});

test("a port of a scope is one interface's", () => {
  const wg0 = { privateKey: KEYS.own, listenPort: 51820 };
  expect(faults({ wg0, wg1: { ...wg0, privateKey: KEYS.other } })).toEqual([
    "links.wg1.listenPort: 51820: links.wg0.listenPort takes this port of RED. Write another, or leave it to the kernel.",
  ]);
});
