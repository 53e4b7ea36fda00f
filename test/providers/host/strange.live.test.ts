import { beforeEach, expect, test } from "vitest";
import { describeWorlds } from "./describe-world.ts";
import { differences } from "./photograph.ts";
import type { World } from "./world.ts";

/** RED behind br0: what strange things are done to. */
const SCOPES = {
  host: { links: { br0: { type: "bridge", addresses: ["11.11.11.1/24"] } } },
  RED: {
    links: {
      reth0: { type: "veth", peer: { scope: "host", name: "reth1", master: "br0" }, addresses: ["11.11.11.2/24"] },
    },
    routes: [{ to: "default", via: "11.11.11.1" }],
  },
};

/** Each test begins with the document applied. */
function describeBuilt(what: string, body: (world: World) => void): void {
  describeWorlds(what, (world) => {
    beforeEach(() => world.apply(SCOPES));
    body(world);
  });
}

async function leavesNothing(world: World): Promise<void> {
  await world.apply({});
  expect(await world.changes()).toEqual([]);
}

/** Every object of the document that stood on something that is gone. */
const ANEW = [
  "create link reth1 in host",
  "create link reth0 in RED",
  "create address reth0 11.11.11.2/24 in RED",
  "create route default in RED",
];

/** What our marks are on, and the hand that takes each off. */
const MARKED = [
  ["a link", "ip link set br0 alias", "adopt link br0 in host"],
  ["a far end", "ip link set reth1 alias", "adopt link reth1 in host"],
  ["a namespace", "ip -n RED link set lo alias", "adopt namespace RED"],
] as const;

describeBuilt("a folder of namespaces that something is mounted over", (world) => {
  test("stops every command: what is hidden is not gone", async () => {
    const before = await world.settled();
    await world.sandbox.must(["mount", "-t", "tmpfs", "over", "/run/netns"]);
    const words = "something is mounted over /run/netns and hides the namespaces RED";
    await expect(world.plan(SCOPES)).rejects.toThrow(words);
    await expect(world.apply({})).rejects.toThrow(words);
    await world.sandbox.must(["umount", "/run/netns"]);
    expect(await world.changes(before)).toEqual([]);
    expect(await world.plan(SCOPES)).toEqual([]);
    await leavesNothing(world);
  });
});

describeBuilt("a mark that somebody removed", (world) => {
  test.each(MARKED)("from %s is put back: the registry knows what is ours", async (_what, command, does) => {
    const before = await world.settled();
    for (const words of ["", "theirs"]) {
      await world.sandbox.must([...command.split(" "), words]);
      expect(await world.plan(SCOPES)).toContain(does);
      await world.apply(SCOPES);
      expect(await world.changes(before)).toEqual([]);
      expect(await world.plan(SCOPES)).toEqual([]);
    }
  });

  test.each(MARKED)("from %s stops no destroy", async (_what, command) => {
    await world.sandbox.must([...command.split(" "), ""]);
    await leavesNothing(world);
  });

  test("from what somebody else made under the name later was never there: it is refused by name", async () => {
    await world.byHand("ip link del br0", "ip link add br0 type bridge");
    await expect(world.apply(SCOPES)).rejects.toThrow(/^link br0 in host exists on host "sandbox" and it is not ours/);
  });

  test("for another document's makes it that one's", async () => {
    await world.byHand("ip link set br0 alias bridgework:shop/prod/lab");
    await expect(world.apply(SCOPES)).rejects.toThrow("it belongs to bridgework:shop/prod/lab");
  });
});

describeBuilt("a namespace", (world) => {
  test("that went away with all in it is made again", async () => {
    await world.byHand("ip netns del RED");
    await gone(world, "reth1");
    expect(await world.apply(SCOPES)).toEqual([
      "create namespace RED",
      ANEW[0],
      ANEW[1],
      "create link lo in RED",
      ANEW[2],
      ANEW[3],
    ]);
    await leavesNothing(world);
  });

  test("that a namesake replaced is refused by name, and the namesake is left alone", async () => {
    await world.byHand("ip netns del RED");
    await gone(world, "reth1");
    // The kernel gives it the number that the first one had, once that is free.
    await freed();
    await world.byHand("ip netns add RED");
    const namesake = await world.photograph();
    await expect(world.apply(SCOPES)).rejects.toThrow(/^namespace RED exists on host "sandbox" and it is not ours/);
    await world.apply({});
    expect((await world.sandbox.must(["ip", "netns"])).split("\n")).toContain("RED");
    expect(differences(namesake, await world.photograph()).filter((fact) => / RED:/.test(fact))).toEqual([]);
  });

  test("of which only the file is left is made again", async () => {
    await world.byHand("umount /run/netns/RED");
    await gone(world, "reth1");
    expect(await world.apply(SCOPES)).toContain("create namespace RED");
    expect(await world.plan(SCOPES)).toEqual([]);
    await leavesNothing(world);
  });

  test("that a process is still in gives its name free, and its far ends go", async () => {
    const held = world.sandbox.run(["ip", "netns", "exec", "RED", "sleep", "3"]);
    await world.apply({});
    expect(await world.changes()).toEqual([]);
    await world.apply(SCOPES);
    expect(await world.plan(SCOPES)).toEqual([]);
    await held;
    expect(await world.plan(SCOPES)).toEqual([]);
    await leavesNothing(world);
  });
});

describeBuilt("an interface", (world) => {
  test("that was renamed is known by its mark, and the pair is made anew under its names", async () => {
    await world.byHand("ip link set reth1 down", "ip link set reth1 name other1");
    const falling = ANEW.map((line) => (/link /.test(line) ? line : `${line}, which falls with link reth0 in RED`));
    expect(await world.plan(SCOPES)).toEqual([
      'delete link reth0 in RED: peer "host/other1" -> "host/reth1"',
      ...falling,
    ]);
    await world.apply(SCOPES);
    expect((await world.photograph()).indexes).not.toHaveProperty(["host/other1"]);
    await leavesNothing(world);
  });

  test("that was renamed, with a stranger under its old name, is refused by the stranger's", async () => {
    await world.byHand("ip link set br0 name br9", "ip link add br0 type bridge");
    await expect(world.apply(SCOPES)).rejects.toThrow('link br0 in host exists on host "sandbox" and it is not ours');
  });

  test("that was moved to a namespace of somebody else's is fetched back by making the pair anew", async () => {
    await world.byHand("ip -n RED link set reth0 netns THEIRS");
    await world.apply(SCOPES);
    expect((await world.photograph()).indexes).not.toHaveProperty(["THEIRS/reth0"]);
    expect(await world.plan(SCOPES)).toEqual([]);
    await leavesNothing(world);
  });

  test("that was moved into another of our namespaces is, too", async () => {
    const scopes = { ...SCOPES, BLUE: {} };
    await world.apply(scopes);
    await world.byHand("ip link set reth1 netns BLUE");
    await world.apply(scopes);
    const { indexes } = await world.photograph();
    expect(indexes).toHaveProperty(["host/reth1"]);
    expect(indexes).not.toHaveProperty(["BLUE/reth1"]);
    await leavesNothing(world);
  });

  test("with a name that no tool can write is nobody's business", async () => {
    await world.sandbox.must(["ip", "link", "add", 'x"y', "type", "bridge"]);
    expect(await world.plan(SCOPES)).toEqual([]);
    await world.sandbox.must(["ip", "link", "del", 'x"y']);
    await leavesNothing(world);
  });
});

/** A namespace that is gone is taken apart by and by, and its inode's number free after that. */
async function freed(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1000));
}

/** A namespace's last reference went: its ends of pairs follow a moment later. */
async function gone(world: World, name: string): Promise<void> {
  for (let round = 0; round < 100; round++) {
    if ((await world.sandbox.run(["ip", "link", "show", name])).code !== 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${name} is still there`);
}

describeBuilt("what a hand did to addresses and routes", (world) => {
  test("comes back with everything else when the update that mends it fails", async () => {
    const scopes = { ...SCOPES, host: { ...SCOPES.host, routes: [{ to: "10.20.0.0/16", via: "11.11.11.3" }] } };
    await world.apply(scopes);
    await world.byHand(
      "ip route prepend 10.20.0.0/16 via 11.11.11.2",
      "ip -n RED route del default",
      "ip -n RED route del 11.11.11.0/24 dev reth0",
      "ip addr change 11.11.11.1/24 dev br0 preferred_lft 0",
    );
    const spoilt = await world.settled();
    const prove = () => Promise.reject(new Error("no answer"));
    await expect(world.apply(scopes, { prove })).rejects.toThrow(/no answer\nRolled back, the host is as before/);
    expect(await world.changes(spoilt)).toEqual([]);
    await world.apply(scopes);
    expect(await world.plan(scopes)).toEqual([]);
    await leavesNothing(world);
  });
});
