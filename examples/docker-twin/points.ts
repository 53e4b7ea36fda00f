// What is compared, point by point. Pure.
import { formatCidr, network, parseCidr } from "../../net/ip.ts";
import { fates, type Known, rulesOf } from "./forwarding.ts";
import type { Member, Network } from "./network.ts";

/** One point: what each network says there, and whether that is the same. */
export interface Point {
  subject: string;
  point: string;
  docker: string;
  hand: string;
  equal: boolean;
}

type Question = readonly [subject: string, point: string, answer: (network: Network) => string];

/** Answers say BRIDGE, SUBNET, GATEWAY, FIRST and SECOND for what every network calls by a name of its own. */
const QUESTIONS: readonly Question[] = [
  ["bridge", "kind and state", ({ link }) => `${link.type}, ${link.state}`],
  ["bridge", "spanning tree", ({ bridge }) => (bridge.stp ? "on" : "off")],
  ["bridge", "MTU", ({ link }) => String(link.mtu)],
  ["bridge", "its address is the members' gateway", (all) => yes(gateways(all).every((via) => via === address(all)))],
  ["bridge", "subnet", subnetOf],
  ["bridge", "name", ({ bridge }) => bridge.name],
  ["ports", "a veth for each member, forwarding", (all) => yes(all.members.every((member) => hasPort(all, member)))],
  [
    "ports",
    "names",
    ({ bridge }) => bridge.ports.map(({ name }) => name.replace(/^veth[0-9a-f]{7}$/, "veth*")).join(" "),
  ],
  ["members", "kind, state and MTU", each(({ link }) => `${link.type}, ${link.state}, ${link.mtu}`)],
  ["members", "interface", each(({ link }) => link.name)],
  ["members", "MAC address", each(macWords)],
  ["neighbours", "each member knows the other by ARP", (all) => yes(all.members.every((one) => knowsOther(all, one)))],
  ["neighbours", "the bridge knows each member's port", (all) => yes(all.members.every((one) => isLearned(all, one)))],
  [
    "routes",
    "of the host",
    (all) => all.routes.map(({ destination, source }) => `${destination} dev BRIDGE src ${source}`).join("; "),
  ],
  [
    "routes",
    "of the members",
    each(({ routes }) => routes.map(({ destination, via }) => destination + (via ? ` via ${via}` : "")).join("; ")),
  ],
  [
    "NAT",
    "rules",
    (all) =>
      rulesOf(known(all), "nat", "MASQUERADE")
        .map(({ rule }) => rule)
        .join("; "),
  ],
  ["forwarding", "from members to elsewhere", (all) => fates(known(all)).out],
  ["forwarding", "between members, where the bridge asks iptables", (all) => fates(known(all)).between],
  ["forwarding", "from elsewhere to members", (all) => fates(known(all)).into],
  [
    "forwarding",
    "rules",
    (all) =>
      rulesOf(known(all), "filter", "ACCEPT")
        .map(({ rule }) => rule)
        .join("; "),
  ],
];

export function compare(docker: Network, hand: Network): Point[] {
  return QUESTIONS.map(([subject, point, answer]) => {
    const [left, right] = [generic(answer(docker), docker), generic(answer(hand), hand)];
    return { subject, point, docker: left, hand: right, equal: left === right };
  });
}

/** What is about this network only, in words for every network. Its subnet and its bridge's name are said where asked. */
function generic(text: string, all: Network): string {
  if (text === all.bridge.name || text === subnetOf(all)) return text;
  const words: [string, string][] = [
    [subnetOf(all), "SUBNET"],
    [address(all), "GATEWAY"],
    [all.bridge.name, "BRIDGE"],
  ];
  const plain = text.replace(/ ?-m comment --comment ("[^"]*"|\S+)/g, "");
  return words.reduce((said, [name, word]) => said.replaceAll(name, word), plain);
}

function each(answer: (member: Member) => string): (network: Network) => string {
  return ({ members }) => {
    const answers = members.map(answer);
    return [...new Set(answers)].join("; ");
  };
}

function yes(holds: boolean): string {
  return holds ? "yes" : "no";
}

function known(all: Network): Known {
  return { bridge: all.bridge.name, subnet: subnetOf(all), chains: all.chains };
}

function ipv4(addresses: readonly string[]): string {
  return addresses.find((one) => !one.includes(":")) ?? "none";
}

function address({ bridge }: Network): string {
  return ipv4(bridge.addresses).split("/")[0] ?? "";
}

function subnetOf({ bridge }: Network): string {
  return formatCidr(network(parseCidr(ipv4(bridge.addresses))));
}

function gateways({ members }: Network): (string | null | undefined)[] {
  return members.map(({ routes }) => routes.find(({ destination }) => destination === "default")?.via);
}

function hasPort({ bridge }: Network, { where, link }: Member): boolean {
  const port = bridge.ports.find(({ peer }) => peer?.in === where && peer.interface === link.name);
  return port?.state === "forwarding";
}

/** Older engines make a container's MAC address out of its IPv4 address. */
function macWords({ link }: Member): string {
  const bytes = ipv4(link.addresses)
    .split("/")[0]
    ?.split(".")
    .map((byte) => Number(byte).toString(16).padStart(2, "0"));
  return link.mac === `02:42:${bytes?.join(":")}` ? "02:42 and the IPv4 address" : "of its own, random";
}

function knowsOther({ members }: Network, one: Member): boolean {
  const others = members.filter((member) => member !== one);
  return others.every(({ link }) => {
    const ip = ipv4(link.addresses).split("/")[0];
    return one.neighbours.some((entry) => entry.address === ip && entry.mac === link.mac);
  });
}

function isLearned({ macs }: Network, { link }: Member): boolean {
  return macs.some(({ mac, kind, owner }) => mac === link.mac && kind === "learned" && owner?.interface === link.name);
}
