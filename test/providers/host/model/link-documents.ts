import fc from "fast-check";
import type { Json } from "../../../../providers/host/json.ts";
import { KEYS } from "../../../wireguard.ts";

export const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const addresses = fc
  .tuple(
    fc.shuffledSubarray<Json>([
      "10.1.1.1/24",
      "10.1.1.2/24",
      "10.1.2.1/24",
      { address: "10.1.3.1/24", scope: "link" },
      { address: "10.1.4.1/32", peer: "10.1.4.2/32" },
    ]),
    fc.constantFrom<Json[]>(
      [],
      ["fd00::1/64"],
      ["fd00::1/48"],
      ["fd00::1/64", "fd00::2/64"],
      ["fd00::2/64", "fd00::1/64"],
    ),
  )
  .map((lists) => lists.flat());

const shaping = fc.constantFrom<Json>(
  { delay: "40ms", loss: "1%" },
  { delay: "0.5s", jitter: "10ms", distribution: "normal", reorder: "25%", gap: 5, duplicate: "1%" },
  {
    rate: "10mbit",
    packetOverhead: -14,
    cellSize: 48,
    cellOverhead: 5,
    limit: 100,
    corrupt: "0.1%",
    corruptCorrelation: "50%",
  },
);

const common = {
  up: maybe(fc.boolean()),
  mtu: maybe(fc.constantFrom(1000, 1400, 9000)),
  shaping: fc.option(shaping, { nil: undefined, freq: 2 }),
};

const mac = maybe(fc.constantFrom("02:00:00:00:00:0a", "02:00:00:00:00:0b"));

const vlans = maybe(
  fc.constantFrom<Json[]>(
    [],
    [{ id: 1, pvid: true, untagged: true }],
    [{ id: 10, pvid: true, untagged: true }],
    [{ id: 1, untagged: true }, { id: 20, pvid: true }, { id: "30-40" }],
    [{ id: "30-34" }, { id: "35-40", untagged: true }, { id: 10 }],
  ),
);

export const bridge = fc.record({
  type: fc.constant("bridge"),
  ...common,
  stp: maybe(fc.boolean()),
  ageing: maybe(fc.constantFrom(60, 300)),
  vlanFiltering: maybe(fc.boolean()),
  vlans,
  mac,
  addresses,
});

const port = (name: string) =>
  fc.record({
    cost: maybe(fc.constantFrom(2, 9)),
    hairpin: maybe(fc.boolean()),
    learning: maybe(fc.boolean()),
    isolated: maybe(fc.boolean()),
    vlans,
    fdb: fc.subarray<Json>([
      { mac: macAt(name, 1) },
      { mac: macAt(name, 2), state: "permanent" },
      { mac: macAt(name, 3), vlan: 20 },
      { mac: macAt(name, 3), vlan: 10 },
    ]),
  });

/** Nobody is at two ports of one bridge. */
function macAt(name: string, number: number): string {
  return `02:00:00:00:${name.length.toString().padStart(2, "0")}:0${number}`;
}

/** A veth into a namespace; its other end on the host, a port of a bridge or not, or in the namespace beside it. */
export function veth(name: string, neighbour: string, bridges: string[]) {
  const host = fc
    .record({
      scope: fc.constant("host"),
      name: maybe(fc.constant(`far-${name}`)),
      ...common,
      mac,
      master: bridges.length > 0 ? maybe(fc.constantFrom(...bridges)) : fc.constant(undefined),
      port: maybe(port(name)),
    })
    .map((end) => (end.master === undefined ? { ...end, port: undefined } : end));
  const beside = fc.record({ scope: fc.constant(neighbour), name: fc.constant(`by-${name}`), ...common, addresses });
  return fc.record({ type: fc.constant("veth"), ...common, mac, addresses, peer: fc.oneof(host, beside) });
}

export const tagged = (parent: string) =>
  fc.record({
    type: fc.constant("vlan"),
    parent: fc.constant(parent),
    id: fc.constantFrom(10, 11),
    protocol: maybe(fc.constantFrom("802.1Q", "802.1ad")),
    reorderHdr: maybe(fc.boolean()),
    gvrp: maybe(fc.boolean()),
    looseBinding: maybe(fc.boolean()),
    ...common,
    addresses: fc.subarray<Json>(["10.7.1.1/24", "10.7.2.1/24", "fd07::1/64"]),
  });

export const shared = (type: string, parent: string) =>
  fc
    .record({
      type: fc.constant(type),
      parent: fc.constant(parent),
      mode: maybe(fc.constantFrom("private", "bridge", "source")),
      sources: fc.subarray<Json>(["02:00:00:00:07:01", "02:00:00:00:07:02"]),
      bcqueuelen: maybe(fc.constantFrom(50, 60)),
      ...common,
      mac,
      addresses: fc.subarray<Json>(["10.8.1.1/24", "fd08::1/64"]),
    })
    .map((link) => (link.mode === "source" ? link : { ...link, sources: [] }));

export const tunnel = (parent: string) =>
  fc.record({
    type: fc.constant("vxlan"),
    id: fc.constantFrom(42, 43),
    parent: maybe(fc.constant(parent)),
    remote: maybe(fc.constantFrom("192.0.2.2", "192.0.2.3")),
    ttl: maybe(fc.constantFrom(5)),
    learning: maybe(fc.boolean()),
    fdb: fc
      .tuple(
        fc.subarray<Json>([
          { dst: "192.0.2.8" },
          { dst: "192.0.2.8", port: 8472, vni: 7 },
          { mac: "01:00:5e:00:00:05", dst: "192.0.2.8" },
          { mac: "02:00:00:00:04:04", dst: "192.0.2.8" },
        ]),
        fc.subarray<Json>(
          [
            { mac: "02:00:00:00:04:05", dst: "192.0.2.8" },
            { mac: "02:00:00:00:04:05", dst: "192.0.2.9" },
          ],
          {
            maxLength: 1,
          },
        ),
      )
      .map((lists) => lists.flat()),
    ...common,
    mac,
    addresses: fc.subarray<Json>(["10.6.1.1/24", "fd06::1/64"]),
  });

/** Some to ends of their own: under which name each is decides the draw, so that they change places. */
export const tunnels = (parent: string) =>
  fc
    .tuple(fc.shuffledSubarray([4, 5, 6]), fc.array(through(parent), { minLength: 3, maxLength: 3 }))
    .map(([ends, all]) => Object.fromEntries(ends.map((end, index) => [`through${index}`, ledTo(all[index], end)])));

function ledTo(link: { type: string } | undefined, end: number): object {
  return { ...link, remote: link?.type === "ip6tnl" ? `2001:db8::${end}` : `192.0.2.${end}` };
}

const through = (parent: string) => {
  const both = {
    parent: maybe(fc.constant(parent)),
    ...common,
    addresses: fc.subarray<Json>(["10.2.1.1/24", "fd02::1/64"]),
  };
  return fc.oneof(
    fc.record({
      type: fc.constantFrom("gre", "gretap", "ipip", "sit"),
      local: maybe(fc.constant("192.0.2.1")),
      ttl: maybe(fc.constantFrom(5)),
      ...both,
    }),
    fc.record({
      type: fc.constant("ip6tnl"),
      local: maybe(fc.constant("2001:db8::1")),
      hoplimit: maybe(fc.constantFrom(5, "inherit")),
      ...both,
    }),
  );
};

export const alone = (type: string) =>
  fc.record({
    type: fc.constant(type),
    ...common,
    mac,
    addresses: fc.subarray<Json>(["10.5.1.1/24", "fd05::1/64"]),
  });

/** A bond with members that are nothing else. */
export const bonded = fc
  .record({
    bond: fc.record({
      type: fc.constant("bond"),
      mode: maybe(fc.constantFrom("balance-rr", "active-backup")),
      miimon: maybe(fc.constantFrom(100, 200)),
      updelay: maybe(fc.constantFrom(200, 400)),
      primary: maybe(fc.constant("member0")),
      ...common,
      mac,
      addresses: fc.subarray<Json>(["10.9.1.1/24", "fd09::1/64"]),
    }),
    members: fc.array(fc.record({ type: fc.constant("dummy"), up: maybe(fc.boolean()), mac }), { maxLength: 2 }),
    isLed: fc.boolean(),
  })
  .map(({ bond, members, isLed }) => {
    const of = members.map(
      (member, index) => [`member${index}`, isLed ? { ...member, master: "bond" } : member] as const,
    );
    const prefers = isLed && members.length > 0 && bond.mode === "active-backup";
    const { primary, updelay } = bond;
    const sane = { ...bond, primary: prefers ? primary : undefined, updelay: bond.miimon ? updelay : undefined };
    return { ...Object.fromEntries(of), bond: sane };
  });

/** A tunnel with peers of whom some have a network that the other would have. */
export const encrypted = fc.record({
  type: fc.constant("wireguard"),
  privateKey: fc.constantFrom(KEYS.own, KEYS.other),
  listenPort: maybe(fc.constantFrom(51820, 51821)),
  fwmark: maybe(fc.constantFrom(7)),
  peers: fc
    .tuple(fc.subarray([KEYS.peer, KEYS.peerToo]), fc.boolean(), maybe(fc.constantFrom(KEYS.preshared)))
    .map(([keys, isFirst, presharedKey]) =>
      keys.map((publicKey, index) => ({
        ...{ publicKey, allowedIps: (index === 0) === isFirst ? ["10.0.2.0/24"] : ["fd00:2::/64"] },
        ...(presharedKey && { presharedKey, keepalive: 25, endpoint: "192.0.2.2:51820" }),
      })),
    ),
  ...common,
  addresses: fc.subarray<Json>(["10.7.1.1/24", "fd07::1/64"]),
});

/** One that is there without anybody of ours. */
export const used = fc.record({
  type: fc.constant("existing"),
  mtu: maybe(fc.constantFrom(1400, 9000)),
  up: maybe(fc.constant(true)),
  addresses: fc.subarray<Json>(["10.6.1.1/24", "fd06::1/64"]),
});

/** The same, as a port of the first or the second bridge. */
export const lent = fc.record({
  type: fc.constant("existing"),
  second: fc.boolean(),
  port: maybe(port("their3")),
  up: maybe(fc.constant(true)),
});

/** The same, of the host, which goes elsewhere. */
export const taken = fc.record({
  type: fc.constant("existing"),
  from: fc.constant("host/their5"),
  mtu: maybe(fc.constantFrom(1400, 9000)),
  mac,
  up: maybe(fc.boolean()),
  addresses: fc.subarray<Json>(["10.7.1.1/24"]),
});

export const vrf = fc.record({
  type: fc.constant("vrf"),
  table: fc.constantFrom(100, 102),
  up: maybe(fc.boolean()),
  mtu: maybe(fc.constantFrom(1400, 9000)),
  mac,
  addresses: fc.subarray<Json>(["10.8.1.1/24", "fd08::1/128"]),
});

export const program = fc.record({
  type: fc.constantFrom("tun", "tap"),
  owner: maybe(fc.constantFrom("qemu", "nobody")),
  multiQueue: maybe(fc.boolean()),
  ...common,
  addresses: fc.subarray<Json>(["10.4.1.1/24", "fd04::1/64"]),
});

export const flat = (parent: string) =>
  fc.record({
    type: fc.constant("ipvlan"),
    parent: fc.constant(parent),
    mode: maybe(fc.constantFrom("l2", "l3s")),
    flag: maybe(fc.constantFrom("private", "vepa")),
    ...common,
    addresses: fc.subarray<Json>(["10.3.1.1/24", "fd03::1/64"]),
  });
