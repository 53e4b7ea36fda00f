import { expect, test } from "vitest";
import { NotProved } from "../../../providers/host/expect/prove.ts";
import { describeWorlds } from "./describe-world.ts";
import { differences } from "./photograph.ts";
import type { Scopes } from "./world.ts";

const bridges = (...more: string[]) => Object.fromEntries(["br0", ...more].map((name) => [name, { type: "bridge" }]));
const DECLARED: Scopes = {
  RED: { links: { reth0: { type: "veth", peer: { scope: "host", name: "reth1", master: "br0" } } } },
  host: { links: bridges(), sysctls: { "net.ipv4.ip_forward": "1" } },
};
/** Repaired, and a bridge and a setting more. */
const GROWN: Scopes = {
  RED: { ...DECLARED.RED, sysctls: { "net.ipv4.ip_forward": "1" } },
  host: { links: bridges("br1"), sysctls: { "net.ipv4.ip_forward": "1" } },
};

const failing = (...sentences: string[]) => {
  const failed = sentences.map((sentence) => ({ sentence, report: `${sentence} does not hold` }));
  return () => Promise.reject(new NotProved(failed));
};
const holding =
  (...sentences: string[]) =>
  async () =>
    new Set(sentences);

describeWorlds("drift, and an expectation that does not hold", (world) => {
  const drifted = async () => {
    await world.apply(DECLARED);
    const made = await world.settled();
    await world.byHand("ip link set reth1 master theirs0", "sysctl -q -w net.ipv4.ip_forward=0");
    await world.byHand("ip netns exec RED ip addr add 10.9.9.9/24 dev reth0");
    return made;
  };
  const wish = { recorded: DECLARED, prove: failing("RED ping BLUE") };

  test("the repair stays where it did not hold before either, and the error says so", async () => {
    const made = await drifted();
    const update = world.apply(DECLARED, { ...wish, holding: holding("another") });
    await expect(update).rejects.toThrow(
      /^RED ping BLUE does not hold\nRepaired and kept, since it did not hold before either:\n {2}change link reth1 in host: master "theirs0" -> "br0"\n {2}change sysctl/,
    );
    expect(await world.changes(made)).toEqual([]);
    expect(await world.plan(DECLARED)).toEqual([]);
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });

  test("what the update makes besides goes again", async () => {
    const made = await drifted();
    const error = await world.apply(GROWN, { ...wish, holding: holding() }).catch((caught: Error) => caught.message);
    expect(error).toContain('\n  change link reth1 in host: master "theirs0" -> "br0"\n');
    expect(error).toContain("\nRolled back, all else is as before:\n");
    expect(error).toContain("\n  delete link br1 in host");
    expect(await world.changes(made)).toEqual([]);
    expect(await world.plan(DECLARED)).toEqual([]);
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });

  test("the repair is undone where it held before", async () => {
    await drifted();
    const found = await world.settled();
    const update = world.apply(DECLARED, { ...wish, holding: holding("RED ping BLUE") });
    await expect(update).rejects.toThrow(/\nRolled back, the host is as before:\n/);
    expect(differences(found, await world.settled(found))).toEqual([]);
    await world.apply(DECLARED);
    expect(await world.plan(DECLARED)).toEqual([]);
  });

  test("nothing is tried before an update that has nothing to repair", async () => {
    await world.apply(DECLARED);
    const asked = () => Promise.reject(new Error("nobody has to know"));
    await world.apply(GROWN, { recorded: DECLARED, holding: asked });
    expect(await world.plan(GROWN)).toEqual([]);
  });
});
