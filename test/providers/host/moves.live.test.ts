import { afterAll, beforeAll, expect, test } from "vitest";
import { driftLines } from "../../../providers/host/drift-words.ts";
import { moves } from "../../../providers/host/preflight/moves.ts";
import { formatFault } from "../../../validation/fault.ts";
import { describeLive } from "../../live.ts";
import { type Scopes, World } from "./world.ts";

const taking = (from: string, name = "eth5"): Scopes => ({
  host: { links: {} },
  RED: { links: { [name]: { type: "existing", from } } },
});

describeLive("what a preview knows of an interface that is to be moved", () => {
  const world = new World();
  beforeAll(() => world.open());
  afterAll(() => world.close());

  const told = async (scopes: Scopes) => {
    const { operations, dumps } = await world.seen(scopes);
    return moves(operations, dumps.get("host")).map(formatFault);
  };
  const said = (from: string, words: string) => [`namespaces.RED.links.eth5.from: "${from}": ${words}.`];

  test.each([
    ["host/no-such", "the host has no interface no-such. Write the name of one that `ip link` lists"],
    ["host/lo", "the kernel moves no lo to another namespace. Move another, or declare one there"],
    ["host/theirs0", "the kernel moves no bridge to another namespace. Move another, or declare one there"],
    ["host/theirs1", "the host uses it: it is a port or a member of theirs0. End that first, or move another"],
  ])("%s stays where it is", async (from, words) => {
    expect(await told(taking(from))).toEqual(said(from, words));
  });

  test("one that has an address stays, and one that nobody uses goes", async () => {
    expect(await told(taking("host/theirs3"))).toEqual([]);
    await world.byHand("ip addr add 192.0.2.1/24 dev theirs3");
    const words = "the host uses it: it has the address 192.0.2.1/24. End that first, or move another";
    expect(await told(taking("host/theirs3"))).toEqual(said("host/theirs3", words));
    await world.byHand("ip addr del 192.0.2.1/24 dev theirs3");
  });

  test("one that is there under a name does not become another, and goes back when its name is given to a cable", async () => {
    await world.apply(taking("host/theirs3"));
    const words = "eth5 is host/theirs3 now, and one interface does not become another. Give it another name";
    expect(await told(taking("host/theirs2"))).toEqual(said("host/theirs2", words));
    const cable = {
      host: { links: {} },
      RED: { links: { eth5: { type: "veth", peer: { scope: "host", name: "far" } } } },
    };
    await world.apply(cable as Scopes);
    expect(await world.plan(cable as Scopes)).toEqual([]);
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });

  const addressed: Scopes = {
    host: { links: {} },
    RED: { links: { eth5: { type: "existing", from: "host/theirs3", addresses: ["10.9.0.1/24"] } } },
  };

  test("one that a hand gave another name is known by its number, and comes to be as it was declared", async () => {
    await world.apply(addressed);
    await world.sandbox.must(["ip", "link", "set", "eth5", "down"], { scope: "RED" });
    await world.sandbox.must(["ip", "link", "set", "eth5", "name", "eth6"], { scope: "RED" });
    expect(await told(addressed)).toEqual([]);
    const { operations } = await world.seen(addressed);
    expect(driftLines(operations)[0]).toMatch(/^drift: moved eth5 in RED: RED\/eth6 is what it is called now/);
    await world.apply(addressed);
    expect(await world.plan(addressed)).toEqual([]);
  });

  test("and is on the host again, as it was, when it is declared no more", async () => {
    await world.sandbox.must(["ip", "link", "set", "eth5", "down"], { scope: "RED" });
    await world.sandbox.must(["ip", "link", "set", "eth5", "name", "eth6"], { scope: "RED" });
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });

  test("one that nobody can prove is on the host again, and as it was", async () => {
    const failing = async () => {
      throw new Error("it does not hold");
    };
    await expect(world.apply(taking("host/theirs3"), { prove: failing })).rejects.toThrow("it does not hold");
    expect(await world.changes()).toEqual([]);
  });
});
