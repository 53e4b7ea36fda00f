import { expect, test } from "vitest";
import { describeWorld } from "../describe-world.ts";
import { differences } from "../photograph.ts";
import type { Scopes } from "../world.ts";

/** What people get wrong, and the kernel's own word for it. The rest of the document is fine, and is rolled back. */
const FAULTS: { fault: string; scopes: Scopes; object: string; words: RegExp; by?: string[]; undo?: string[] }[] = [
  {
    fault: "a next hop that is on no link",
    scopes: { RED: { routes: [{ to: "10.9.0.0/16", via: "10.1.1.1" }] } },
    object: "create route 10.9.0.0/16 in RED",
    words: /Nexthop has invalid gateway|Network is unreachable/,
  },
  {
    fault: "a name that another interface has as its second one",
    by: ["ip link property add dev theirs0 altname reth1"],
    undo: ["ip link property del dev theirs0 altname reth1"],
    scopes: { RED: { links: { reth0: { type: "veth", peer: { scope: "host", name: "reth1" } } } } },
    object: "create link reth1 in host",
    words: /File exists/,
  },
  {
    fault: "a master that is no bridge",
    scopes: { RED: {}, host: { links: { br0: { type: "bridge", master: "theirs2" } } } },
    object: "create link br0 in host",
    words: /Operation not supported|does not allow|Invalid argument/,
  },
  {
    fault: "an MTU beyond what the driver takes",
    scopes: { RED: {}, host: { links: { br0: { type: "bridge", mtu: 65536 } } } },
    object: "create link br0 in host",
    words: /mtu greater than device maximum|Invalid/,
  },
  {
    fault: "a setting that the kernel does not have",
    scopes: { RED: { sysctls: { "net.ipv4.nosuch": "1" } } },
    object: "create sysctl net.ipv4.nosuch in RED",
    words: /No such file or directory/,
  },
  {
    fault: "a value that a setting does not take",
    scopes: { RED: {}, host: { sysctls: { "net.ipv4.ip_forward": "perhaps" } } },
    object: 'adopt sysctl net.ipv4.ip_forward in host: value "0" -> "perhaps"',
    words: /Invalid argument/,
  },
  {
    fault: "a neighbour on an interface that is not there",
    scopes: { RED: { neighbours: [{ address: "10.1.1.1", dev: "nosuch0", mac: "02:00:00:00:00:01" }] } },
    object: "create neighbour nosuch0 10.1.1.1 in RED",
    words: /Cannot find device/,
  },
  {
    fault: "IPv6 on a link whose packets are too small for it",
    scopes: { host: { links: { br0: { type: "bridge", mtu: 1000, addresses: ["fd00::1/64"] } } } },
    object: "create address br0 fd00::1/64 in host",
    words: /Invalid argument|No buffer space|IPv6/i,
  },
  {
    fault: "a source that is nobody's address",
    scopes: { RED: { routes: [{ to: "10.9.0.0/16", dev: "lo", source: "10.3.3.3" }] } },
    object: "create route 10.9.0.0/16 in RED",
    words: /Invalid prefsrc address|Invalid argument/,
  },
];

describeWorld("what the kernel refuses", (world) => {
  test.each(FAULTS)("$fault: named with the kernel's words, and the host is as before", async (entry) => {
    await world.byHand(...(entry.by ?? []));
    const error = await world.apply(entry.scopes).catch((caught: Error) => caught);
    await world.byHand(...(entry.undo ?? []));
    expect(error).toBeInstanceOf(Error);
    const { message } = error as Error;
    expect(message).toContain(`${entry.object} failed: `);
    expect(message).toMatch(entry.words);
    expect(await world.changes()).toEqual([]);
    expect(await world.transport.list()).toEqual([]);
  });
});

describeWorld("a proof that fails", (world) => {
  test("rolls everything back, and its words are the error", async () => {
    const prove = () => Promise.reject(new Error("RED does not reach BLUE"));
    await expect(world.apply({ RED: {} }, { prove })).rejects.toThrow(
      /^RED does not reach BLUE\nRolled back, the host is as before:\n {2}delete namespace RED/,
    );
    expect(await world.changes()).toEqual([]);
  });

  test("takes a change of what was there before back as well", async () => {
    const bridge = (mtu: number) => ({ host: { links: { br0: { type: "bridge", mtu } }, sysctls: forwarding(mtu) } });
    const forwarding = (mtu: number) => ({ "net.ipv4.ip_forward": mtu === 1400 ? "1" : "0" });
    await world.apply(bridge(1400));
    const made = await world.settled();
    const prove = () => Promise.reject(new Error("no"));
    await expect(world.apply(bridge(1300), { prove })).rejects.toThrow("mtu 1300 -> 1400");
    expect(await world.changes(made)).toEqual([]);
    expect(await world.plan(bridge(1400))).toEqual([]);
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});

/** Ways to one destination: each takes the place of another, and says nothing of what only that one has. */
const FOUR = [{ via: "10.1.1.3" }, { type: "unreachable" }, { dev: "br0" }, { via: "192.168.77.9" }];
const SIX = [{ type: "blackhole" }, { via: "fd00::3" }, { type: "unreachable" }, { dev: "br0" }];
const WAYS = FOUR.map((way, index) => [
  { to: "10.20.0.0/16", ...way },
  { to: "fd20::/32", ...SIX[index] },
]);

describeWorld("a proof that fails after a route was led another way", (world) => {
  const bridge = { br0: { type: "bridge", addresses: ["10.1.1.1/24", "fd00::1/64"] } };
  const document = (...routes: Record<string, string>[]): Scopes => ({ host: { links: bridge, routes } });
  const prove = () => Promise.reject(new Error("no"));
  const rolledBack = /^no\nRolled back, the host is as before/;

  test("leads it back, whatever way it was", async () => {
    await world.apply(document());
    await world.settled();
    for (const [index, way] of WAYS.entries()) {
      await world.apply(document(...way));
      const made = await world.photograph();
      const other = WAYS[(index + 1) % WAYS.length] ?? [];
      await expect(world.apply(document(...other), { prove })).rejects.toThrow(rolledBack);
      expect(differences(made, await world.photograph())).toEqual([]);
    }
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });

  test("leads it back to where a hand had led it", async () => {
    const declared = document({ to: "10.20.0.0/16", type: "blackhole" });
    await world.apply(declared);
    await world.byHand("ip route replace 10.20.0.0/16 via 10.1.1.3");
    const found = await world.settled();
    await expect(world.apply(declared, { prove })).rejects.toThrow(rolledBack);
    expect(await world.changes(found)).toEqual([]);
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});

describeWorld("a program that is not there", (world) => {
  /** The sandbox's PATH is this machine's, so the answer is the one that nsenter gives, to the letter. */
  const without = (program: string): typeof world.transport => ({
    ...world.transport,
    run: (scope, argv, options) =>
      world.transport.run(
        scope,
        argv[0] === program
          ? ["env", "-i", "PATH=/nowhere", "/usr/bin/nsenter", "--net=/proc/self/ns/net", "--", ...argv]
          : argv,
        options,
      ),
  });

  test("is one sentence with the package to install, before anything is changed", async () => {
    await expect(world.apply({ RED: {} }, { transport: without("ip") })).rejects.toThrow(
      'host: cannot be read: the program "ip" is not on this host. On Debian and Ubuntu: apt-get install iproute2',
    );
  });

  test("is the same when it is missed half-way, and what was done is rolled back", async () => {
    const scopes = { RED: {}, host: { sysctls: { "net.ipv4.ip_forward": "1" } } };
    await expect(world.apply(scopes, { transport: without("sysctl") })).rejects.toThrow("apt-get install procps");
    expect(await world.changes()).toEqual([]);
  });
});
