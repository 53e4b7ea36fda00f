import { expect, test } from "vitest";
import { driftAround } from "../../../providers/host/drift-around.ts";
import { describe as sentence } from "../../../providers/host/errors.ts";
import { keep } from "../../../system/process.ts";
import { describeWorlds } from "./describe-world.ts";
import { OWNER, type Scopes, type World } from "./world.ts";

const OTHER = "bridgework:test/dev/other";

async function leavesNothing(world: World): Promise<void> {
  expect(await world.changes()).toEqual([]);
  expect((await world.transport.list()).filter((name) => name.endsWith(".json"))).toEqual([]);
}

describeWorlds("two documents on one host", (world) => {
  const BRIDGE: Scopes = { host: { links: { br0: { type: "bridge" } } } };
  const PORT: Scopes = {
    RED: { links: { reth0: { type: "veth", peer: { scope: "host", name: "reth1", master: "br0" } } } },
  };

  test("may have a bridge and its port; each takes only its own away", async () => {
    await world.apply(BRIDGE);
    await world.apply(PORT, { owner: OTHER });
    expect(await world.plan(BRIDGE)).toEqual([]);
    expect(await world.plan(PORT, { owner: OTHER })).toEqual([]);
    await world.apply({}, { owner: OTHER });
    expect(await world.plan(BRIDGE)).toEqual([]);
    await world.apply({});
    await leavesNothing(world);
  });

  test("are told what one takes from the other, and from whom it is, before that happens", async () => {
    await world.apply({ ...BRIDGE, BLUE: {} });
    await world.apply(PORT, { owner: OTHER });
    await world.byHand(
      "ip link add tap0 type veth peer name tap1",
      "ip link set tap0 master br0",
      "ip link add hers0 type veth peer name hers1 netns BLUE",
    );
    const told: string[] = [];
    const tell = (line: string) => told.push(line);
    await world.apply({ ...BRIDGE, BLUE: {}, GREEN: {} }, { tell });
    expect(told).toEqual([]);
    const error = await world.apply({}, { tell, prove: () => Promise.reject(new Error("no")) }).catch(String);
    expect(told.toSorted()).toEqual([
      `link br0 in host goes, and interfaces of others lose their master: reth1 (${OTHER}), tap0 (nobody's)`,
      "namespace BLUE goes, and with it interfaces of others: hers1 (nobody's)",
    ]);
    expect(error).toContain("\nRolled back, what is ours is as before:\n");
    expect(error.slice(error.indexOf("\nPut back"))).toBe(
      [
        "",
        "Put back, of others:",
        `  change link reth1 in host: master null -> "br0" (${OTHER})`,
        '  change link tap0 in host: master null -> "br0" (nobody\'s)',
        "Others have lost, and have to make again themselves:",
        "  link hers1 in BLUE (nobody's), which was in namespace BLUE",
      ].join("\n"),
    );
    expect(await world.plan(PORT, { owner: OTHER })).toEqual([]);
    await world.byHand("ip link del tap0");
  });

  test("get back what they had on a bridge, as it was, when the update that takes it away fails", async () => {
    const bridge = {
      host: { links: { br0: { type: "bridge", addresses: ["11.11.11.1/24", "fd11::1/64"] } } },
    };
    const over: Scopes = {
      ...PORT,
      host: {
        routes: [{ to: "10.7.0.0/16", via: "11.11.11.9", dev: "br0" }],
        neighbours: [{ address: "11.11.11.9", dev: "br0", mac: "02:00:00:00:00:09" }],
      },
    };
    await world.apply(bridge);
    await world.apply(over, { owner: OTHER });
    await world.byHand(
      "ip link add tap0 type veth peer name tap1",
      "ip link set tap0 master br0",
      "ip link set tap0 up",
      "ip link set tap1 up",
      "ip link set tap0 type bridge_slave isolated on learning off",
      "ip route add 10.8.0.0/16 dev br0 metric 7",
      "ip -6 route add fd08::/64 via fd11::9",
      "ip addr add 11.11.12.1/24 dev br0",
    );
    const before = await world.settled();
    const error = await world.apply({}, { prove: () => Promise.reject(new Error("no")) }).catch(String);
    expect(error).toContain("\nRolled back, the host is as before:\n");
    expect(error).toContain("\nPut back, of others:\n");
    expect(error).toContain(
      'change link tap0 in host: master null -> "br0", port.learning null -> false, port.isolated null -> true',
    );
    expect(error).toContain("\n  create route 10.8.0.0/16 metric 7 in host (nobody's)");
    expect(error).toContain(`\n  create route 10.7.0.0/16 in host (${OTHER})`);
    expect(await world.changes(before)).toEqual([]);
    expect(await world.plan(over, { owner: OTHER })).toEqual([]);
    // The bridge is another one now, with the address that it keeps.
    expect(await world.plan(bridge)).toEqual(["delete address br0 11.11.12.1/24 in host"]);
    await world.byHand("ip link del tap0", "ip route del 10.8.0.0/16", "ip -6 route del fd08::/64");
    await world.apply({}, { owner: OTHER });
    await world.apply({});
    await leavesNothing(world);
  });

  test("get back what they had on a link that an update makes anew, and are told what they do not", async () => {
    const addresses = ["11.11.11.1/24"];
    const link = (type: object): Scopes => ({ host: { links: { x0: { ...type, addresses } } } });
    const over: Scopes = { host: { routes: [{ to: "10.7.0.0/16", via: "11.11.11.9", dev: "x0" }] } };
    await world.apply(link({ type: "bridge" }));
    await world.apply(over, { owner: OTHER });
    await world.byHand("ip route add 10.8.0.0/16 dev x0 metric 7", "ip link add link x0 name hers0 type macvlan");
    const told: string[] = [];
    const { notes } = await world.outcome(link({ type: "veth", peer: { scope: "host", name: "x1" } }), {
      tell: (line) => told.push(line),
    });
    expect(told).toEqual([
      "link x0 in host is made anew, and what others have on it is put back after: " +
        `route 10.7.0.0/16 in host (${OTHER}), route 10.8.0.0/16 metric 7 in host (nobody's)`,
      "link x0 in host is made anew, and with it goes what only its owners can make again: hers0 (nobody's)",
    ]);
    expect(notes).toEqual([
      `Put back, of others:\n  create route 10.7.0.0/16 in host (${OTHER})\n` +
        "  create route 10.8.0.0/16 metric 7 in host (nobody's)",
      "Others have lost, and have to make again themselves:\n  link hers0 in host (nobody's), which lay on link x0 in host",
    ]);
    expect(await world.plan(over, { owner: OTHER })).toEqual([]);
    await world.byHand("ip route del 10.8.0.0/16");
    await world.apply({}, { owner: OTHER });
    await world.apply({});
    await leavesNothing(world);
  });

  test("never own one object both: the second is refused with the name of the first, and nothing changes", async () => {
    await world.apply(PORT, { owner: OTHER }).catch(() => undefined);
    await world.apply({ host: BRIDGE.host ?? {}, ...PORT });
    const made = await world.settled();
    const mine = { RED: { links: { reth0: { type: "veth", mtu: 1300, peer: { scope: "host", name: "reth1" } } } } };
    const error = await world.apply(mine, { owner: OTHER }).catch((caught: Error) => caught);
    // Whose the namespace is, what is in it is too.
    expect(String(error)).toMatch(
      new RegExp(
        `^Refused: namespace RED exists on host "sandbox" and it belongs to ${OWNER}\\. Nothing was changed\\.[^\\n]*$`,
      ),
    );
    expect(await world.changes(made)).toEqual([]);
    await world.apply({});
    await leavesNothing(world);
  });

  test("may want the same of a setting, and the last to let go gives back what was before both", async () => {
    const forward: Scopes = { host: { sysctls: { "net.ipv4.ip_forward": "1" } } };
    await world.apply(forward);
    expect(await world.apply(forward, { owner: OTHER })).toEqual(["adopt sysctl net.ipv4.ip_forward in host"]);
    await world.apply({});
    expect(await value(world, "net.ipv4.ip_forward")).toBe("1");
    expect(await world.plan(forward, { owner: OTHER })).toEqual([]);
    await world.apply({}, { owner: OTHER });
    await leavesNothing(world);
  });

  test("cannot want different values of it, be it at first or by a later change", async () => {
    const ttl = (number: string): Scopes => ({ host: { sysctls: { "net.ipv4.ip_default_ttl": number } } });
    await world.apply(ttl("65"));
    const refusal = `sysctl net.ipv4.ip_default_ttl in host exists on host "sandbox" and it belongs to ${OWNER}`;
    await expect(world.apply(ttl("66"), { owner: OTHER })).rejects.toThrow(refusal);
    await world.apply(ttl("65"), { owner: OTHER });
    await expect(world.apply(ttl("66"), { owner: OTHER })).rejects.toThrow(refusal);
    expect(await value(world, "net.ipv4.ip_default_ttl")).toBe("65");
    await world.byHand("sysctl -q -w net.ipv4.ip_default_ttl=99");
    expect(await world.apply(ttl("65"), { owner: OTHER })).toEqual([
      'change sysctl net.ipv4.ip_default_ttl in host: value "99" -> "65"',
    ]);
    await world.apply({}, { owner: OTHER });
    await world.apply(ttl("66"));
    await world.apply({});
    await leavesNothing(world);
  });

  test("may lead routes and neighbours over each other's links", async () => {
    await world.apply({ host: { links: { br0: { type: "bridge", addresses: ["11.11.11.1/24"] } } } });
    const over: Scopes = {
      host: {
        routes: [{ to: "10.7.0.0/16", via: "11.11.11.9", dev: "br0" }],
        neighbours: [{ address: "11.11.11.9", dev: "br0", mac: "02:00:00:00:00:09" }],
      },
    };
    await world.apply(over, { owner: OTHER });
    expect(await world.plan({ host: { links: { br0: { type: "bridge", addresses: ["11.11.11.1/24"] } } } })).toEqual(
      [],
    );
    // Expectations that go by another document are told what of it drifted, by its declaration.
    const around = { host: JSON.stringify(over.host) };
    const drifted = async () => (await driftAround(world.transport, { owner: OWNER, around })).map(sentence);
    expect(await drifted()).toEqual([]);
    await world.byHand("ip route del 10.7.0.0/16");
    expect(await drifted()).toEqual(["create route 10.7.0.0/16 in host"]);
    await world.apply({}, { owner: OTHER });
    await world.apply({});
    await leavesNothing(world);
  });
});

describeWorlds("two updates at once", (world) => {
  test("take turns: the second waits, and is told for whom", async () => {
    const first = await world.transport.lock("bridgework:shop/dev/lab", () => undefined);
    const told: string[] = [];
    const order: string[] = [];
    const second = world.transport
      .lock("another", (holder) => told.push(holder))
      .then((lock) => {
        order.push("second");
        return lock;
      });
    await new Promise((resolve) => setTimeout(resolve, 500));
    order.push("first lets go");
    await first.release();
    await (await second).release();
    expect(order).toEqual(["first lets go", "second"]);
    expect(told).toEqual([`bridgework:shop/dev/lab (pid ${process.pid})`]);
  });

  test("of eight documents end as one after the other would", async () => {
    const owners = Array.from({ length: 8 }, (_, index) => `${OWNER}-${index}`);
    const scopes = (index: number): Scopes => ({
      [`N${index}`]: {
        links: { eth0: { type: "veth", peer: { scope: "host", name: `far${index}`, master: "theirs0" } } },
      },
      host: { sysctls: { "net.ipv4.ip_forward": "1" } },
    });
    await Promise.all(owners.map((owner, index) => turn(world, () => world.apply(scopes(index), { owner }))));
    for (const [index, owner] of owners.entries()) expect(await world.plan(scopes(index), { owner })).toEqual([]);
    await Promise.all(owners.map((owner) => turn(world, () => world.apply({}, { owner }))));
    await leavesNothing(world);
  });

  test("do not wait for one that was killed", async () => {
    await world.sandbox.must(["mkdir", "-p", "/run/bridgework"]);
    const holder = keep(world.sandbox.argv("host", ["flock", "--exclusive", "/run/bridgework/lock", "cat"]));
    await new Promise<void>((resolve) => {
      holder.output(() => resolve());
      holder.write("locked\n");
    });
    await holder.close(0);
    const lock = await world.transport.lock("another", () => undefined);
    await lock.release();
  });
});

async function turn(world: World, action: () => Promise<unknown>): Promise<void> {
  const lock = await world.transport.lock("a test", () => undefined);
  await action().finally(() => lock.release());
}

async function value(world: World, key: string): Promise<string> {
  return (await world.sandbox.must(["sysctl", "-n", key])).trim();
}
