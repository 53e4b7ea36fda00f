import { expect, test } from "vitest";
import type { Json } from "../../../providers/host/json.ts";
import type { Transport } from "../../../providers/host/transport/transport.ts";
import { describeWorld } from "./describe-world.ts";
import type { Scopes, World } from "./world.ts";

const [OLD, NEW] = ["02:00:00:00:00:01", "02:00:00:00:00:02"];
const hop = (address: string, dev = "br0", mac = "02:00:00:00:00:50") => ({ address, dev, mac });

function bridge(link: Record<string, Json>, rest: Record<string, Json> = {}): Scopes {
  return { host: { links: { br0: { type: "bridge", ...link } }, ...rest } };
}

function red(addresses: string[], rest: Record<string, Json>): Scopes {
  const peer = { scope: "host", name: "reth1" };
  return { RED: { links: { reth0: { type: "veth", peer, addresses } }, ...rest } };
}

/**
 * Two documents. Steps from one to the other make the kernel drop what goes, and what stays: a new MAC flushes
 * neighbours, an MTU too small for IPv6 and IPv6 switched off take addresses, routes, neighbours and settings along.
 * And to the kernel an IPv6 address with another length of prefix is the same one.
 */
const FROM: Scopes = {
  host: {
    links: {
      br0: { type: "bridge", mac: OLD, addresses: ["10.99.0.1/24"] },
      br1: { type: "bridge", mtu: 1500, addresses: ["10.98.0.1/24", "fd98::1/64"] },
      br2: { type: "bridge", addresses: ["fd97::1/64"] },
    },
    routes: [
      { to: "10.50.0.0/16", via: "10.98.0.9" },
      { to: "fd50::/32", via: "fd98::9" },
    ],
    neighbours: [hop("10.99.0.50"), hop("10.99.0.51"), hop("fd99::51"), hop("fd98::50", "br1")],
    sysctls: { "net.ipv6.conf.br1.accept_ra": "0" },
  },
  ...red(["10.97.0.30/24", "fd96::30/64"], {
    routes: [
      { to: "default", via: "10.97.0.1" },
      { to: "default", via: "fd96::1" },
    ],
  }),
};

const TO: Scopes = {
  host: {
    links: {
      br0: { type: "bridge", mac: NEW, addresses: ["10.99.0.1/24"] },
      br1: { type: "bridge", mtu: 1000, addresses: ["10.98.0.1/24"] },
      br2: { type: "bridge", addresses: ["fd97::1/48"] },
    },
    routes: [{ to: "10.50.0.0/16", via: "10.98.0.9" }],
    neighbours: [hop("10.99.0.51"), hop("fd99::51")],
  },
  ...red(["10.97.0.30/24"], {
    routes: [{ to: "default", via: "10.97.0.1" }],
    sysctls: { "net.ipv6.conf.all.disable_ipv6": "1" },
  }),
};

describeWorld("a step that makes the kernel drop something by itself", (world) => {
  test("is no obstacle: one update is enough, there and back", async () => {
    for (const scopes of [FROM, TO, FROM, TO]) {
      await world.apply(scopes);
      expect(await world.plan(scopes)).toEqual([]);
    }
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });

  test("gives a foreign bridge back with the neighbour that it had", async () => {
    await world.byHand(
      "ip link add fbr address 02:00:00:00:00:0f type bridge",
      "ip link set fbr up",
      "ip addr add 10.99.0.1/24 dev fbr",
      "ip neigh add 10.99.0.50 lladdr 02:00:00:00:00:50 dev fbr nud permanent",
    );
    const theirs = await world.settled();
    const neighbours = [hop("10.99.0.50", "fbr", "02:00:00:00:00:51")];
    const scopes = { host: { links: { fbr: { type: "bridge", mac: NEW } }, neighbours } };
    await world.apply(scopes, { adopt: true });
    expect(await world.plan(scopes)).toEqual([]);
    await world.apply({});
    expect(await world.changes(theirs)).toEqual([]);
    await world.byHand("ip link del fbr");
  });
});

/** Somebody takes things away by hand at the moment at which we begin. */
function whileWeBegin(world: World, ...hands: string[]): Transport {
  let left = hands;
  return {
    ...world.transport,
    run: async (scope, argv, options) => {
      const [due, begins] = [left, argv.join(" ") === "ip -batch -"];
      if (begins) left = [];
      if (begins) await world.byHand(...due);
      return world.transport.run(scope, argv, options);
    },
  };
}

describeWorld("what somebody took away a moment earlier", (world) => {
  const full: Scopes = {
    ...bridge(
      { addresses: ["10.99.0.1/24", "fd99::1/64"] },
      {
        routes: [
          { to: "10.50.0.0/16", via: "10.99.0.9" },
          { to: "10.51.0.0/16", via: "10.99.0.9" },
          { to: "fd50::/32", via: "fd99::9", table: 50 },
        ],
        neighbours: [hop("10.99.0.50"), hop("fd99::50")],
      },
    ),
    ...red([], {}),
  };

  test("needs no deletion: what comes after it in the same process is deleted all the same", async () => {
    await world.apply(full);
    const hands = [
      "ip route del 10.50.0.0/16",
      "ip route del fd50::/32 table 50",
      "ip neigh del 10.99.0.50 dev br0",
      "ip addr del fd99::1/64 dev br0",
      "ip link del reth1",
      "ip netns del RED",
    ];
    await world.apply(bridge({}), { transport: whileWeBegin(world, ...hands) });
    expect(await world.plan(bridge({}))).toEqual([]);
    await world.apply({}, { transport: whileWeBegin(world, "ip link del br0") });
    expect(await world.changes()).toEqual([]);
  });

  test("fails an update that would change it, by the line that needs it", async () => {
    await world.apply(bridge({}));
    const transport = whileWeBegin(world, "ip link del br0");
    await expect(world.apply(bridge({ mtu: 1400 }), { transport })).rejects.toThrow(
      /^change link br0 in host: .*Cannot find device "br0"\n {2}\(line: link set dev br0 mtu 1400\)/,
    );
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});
