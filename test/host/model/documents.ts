import fc from "fast-check";
import type { Json } from "../../../providers/host/json.ts";
import type { Scopes } from "../world.ts";

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const addresses = fc.subarray<Json>([
  "10.1.1.1/24",
  "10.1.1.2/24",
  "10.1.2.1/24",
  { address: "10.1.3.1/24", scope: "link" },
  { address: "10.1.4.1/32", peer: "10.1.4.2/32" },
  "fd00::1/64",
]);

const common = { up: maybe(fc.boolean()), mtu: maybe(fc.constantFrom(1400, 9000)) };

const bridge = fc.record({
  type: fc.constant("bridge"),
  ...common,
  stp: maybe(fc.boolean()),
  ageing: maybe(fc.constantFrom(60, 300)),
  addresses,
});

const mac = maybe(fc.constantFrom("02:00:00:00:00:0a", "02:00:00:00:00:0b"));

/** A veth into a namespace; its other end on the host, a port of a bridge or not, or in the namespace beside it. */
function veth(name: string, neighbour: string, bridges: string[]) {
  const host = fc.record({
    scope: fc.constant("host"),
    name: maybe(fc.constant(`far-${name}`)),
    ...common,
    mac,
    master: bridges.length > 0 ? maybe(fc.constantFrom(...bridges)) : fc.constant(undefined),
  });
  const beside = fc.record({ scope: fc.constant(neighbour), name: fc.constant(`by-${name}`), ...common, addresses });
  return fc.record({ type: fc.constant("veth"), ...common, mac, addresses, peer: fc.oneof(host, beside) });
}

const neighbours = (dev: string) =>
  fc.subarray<Json>([
    { address: "10.1.1.9", dev, mac: "02:00:00:00:00:09" },
    { address: "fd00::9", dev, mac: "02:00:00:00:00:09" },
  ]);

/** Routes of one device, or of none; each destination once, so that no two are the same. */
const routes = (dev: string) =>
  fc
    .tuple(
      maybe(
        fc.record({
          to: fc.constant("default"),
          dev: fc.constant(dev),
          via: fc.constantFrom("10.1.1.254", "10.1.1.253"),
          table: maybe(fc.constantFrom(100)),
        }),
      ),
      maybe(
        fc.record({
          to: fc.constant("fd99::/32"),
          dev: fc.constant(dev),
          via: fc.constant("fd00::fe"),
          metric: maybe(fc.constantFrom(5)),
        }),
      ),
      maybe(
        fc.record({
          to: fc.constant("10.9.0.0/16"),
          type: fc.constantFrom("blackhole", "unreachable"),
          metric: maybe(fc.constantFrom(7)),
        }),
      ),
    )
    .map((entries) => entries.filter((entry) => entry !== undefined));

function namespace(name: string, neighbour: string, bridges: string[]) {
  const links = fc.record({ eth0: veth(name, neighbour, bridges) });
  const bare = fc.constant({});
  const full = fc.record({ links, routes: routes("eth0"), neighbours: neighbours("eth0"), sysctls: settings("eth0") });
  return fc.oneof({ weight: 1, arbitrary: bare }, { weight: 4, arbitrary: full });
}

const settings = (dev: string) =>
  fc.record({
    "net.ipv4.ip_default_ttl": maybe(fc.constantFrom("65", "66")),
    [`net/ipv4/conf/${dev}/rp_filter`]: maybe(fc.constantFrom("1", "2")),
  });

const NAMESPACES = ["RED", "BLUE", "GREEN"];

/** Documents that the kernel takes: a subset of bridges and namespaces, each with whatever it can have. */
export const documents: fc.Arbitrary<Scopes> = fc
  .record({ bridges: fc.subarray(["br0", "br1"]), names: fc.subarray(NAMESPACES) })
  .chain(({ bridges, names }) =>
    fc.record({
      host: fc.record({
        links: fc.record(Object.fromEntries(bridges.map((name) => [name, bridge]))),
        ...(bridges.length > 0 ? { routes: routes(bridges[0] ?? ""), neighbours: neighbours(bridges[0] ?? "") } : {}),
      }),
      ...Object.fromEntries(
        names.map((name, index) => [name, namespace(name, names[(index + 1) % names.length] ?? name, bridges)]),
      ),
    }),
  )
  .map((scopes) => JSON.parse(JSON.stringify(scopes)) as Scopes)
  .map(sane);

/** What no kernel holds together: routes and IPv6 on a link that is down. */
function sane(scopes: Scopes): Scopes {
  for (const scope of Object.values(scopes)) {
    const links = Object.values((scope.links ?? {}) as Record<string, Record<string, Json>>);
    for (const link of links) {
      for (const end of [link, (link.peer ?? {}) as Record<string, Json>]) {
        if (end.up !== false) continue;
        end.addresses = ((end.addresses ?? []) as Json[]).filter((each) => !String(each).includes(":"));
        scope.routes = ((scope.routes ?? []) as Record<string, Json>[]).filter(({ dev }) => dev === undefined);
      }
    }
  }
  return scopes;
}
