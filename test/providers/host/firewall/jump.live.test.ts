import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeLive } from "../../../live.ts";
import { FAMILIES, FirewallLab, names, to } from "./lab.ts";

describeLive("the jump to a chain of ours", () => {
  let lab: FirewallLab;
  beforeEach(async () => {
    lab = await FirewallLab.open();
  });
  afterEach(() => lab.close());

  describe.each(FAMILIES)("$name", (at) => {
    const DECLARED = { forward: [{ source: at.network }, { destination: at.network }] };
    const CHANGE = `change jump ${at.family} filter forward`;

    /** The rules of a built-in chain in short: `BW` for our jump. */
    async function chain(name: string, table = "filter"): Promise<string[]> {
      const saved = await lab.sandbox.must([`${at.iptables}-save`, "-t", table]);
      const rules = saved.split("\n").filter((line) => line.startsWith(`-A ${name} `));
      return rules.map((line) => (line.includes("-j BW-") ? "BW" : line.slice(`-A ${name} `.length)));
    }

    test("a stranger's rule that decides before us moves the jump ahead of it, and stays", async () => {
      await lab.apply(DECLARED);
      await lab.hand(`${at.iptables} -I FORWARD -s ${at.network} -j DROP`);
      expect((await lab.live(DECLARED))[`${at.family} filter forward jump`]).toEqual({
        at: ["FORWARD 2"],
        behind: [`-A FORWARD -s ${at.network} -j DROP`],
      });
      expect(await lab.pings("RED", at.uplink)).toBe(true);
      expect(names(await lab.plan(DECLARED))).toEqual([CHANGE]);
      await lab.apply(DECLARED);
      expect(await chain("FORWARD")).toEqual(["BW", `-s ${at.network} -j DROP`]);
    });

    test("rules that only count, log or mark may stand before us, and so may an empty chain", async () => {
      await lab.apply(DECLARED);
      for (const rule of [
        "-N IDLE",
        "-A IDLE -j RETURN",
        "-I FORWARD -j IDLE",
        "-I FORWARD -j LOG",
        `-I FORWARD -s ${at.elsewhere}`,
      ])
        await lab.hand(`${at.iptables} ${rule}`);
      expect(await lab.plan(DECLARED)).toEqual([]);
    });

    test("a chain before us that may decide is a stranger in the way", async () => {
      await lab.apply(DECLARED);
      for (const rule of ["-N BUSY", `-A BUSY -s ${at.elsewhere} -j DROP`, "-I FORWARD -j BUSY"])
        await lab.hand(`${at.iptables} ${rule}`);
      expect(names(await lab.plan(DECLARED))).toEqual([CHANGE]);
    });

    test("a missing jump comes back, a second one goes", async () => {
      await lab.apply(DECLARED);
      const clean = await lab.save();
      const own = /-j (BW-\S+-FWD)/.exec(clean)?.[1];
      await lab.hand(`${at.iptables} -I FORWARD -j ${own}`);
      expect(names(await lab.plan(DECLARED))).toEqual([CHANGE]);
      await lab.apply(DECLARED);
      expect(await lab.save()).toBe(clean);
      await lab.hand(`${at.iptables} -D FORWARD 1`);
      expect((await lab.live(DECLARED))[`${at.family} filter forward jump`]).toBe("missing");
      await lab.apply(DECLARED);
      expect(await lab.save()).toBe(clean);
    });

    test("two documents do not push each other from their places", async () => {
      const other = "bridgework:test/dev/other";
      await lab.apply(DECLARED);
      await lab.apply({ filter: [{ chain: "forward", source: at.elsewhere, verdict: "drop" }] }, { owner: other });
      expect(await lab.plan(DECLARED)).toEqual([]);
      expect(await lab.plan({ filter: [{ chain: "forward", source: at.elsewhere, verdict: "drop" }] }, other)).toEqual(
        [],
      );
      expect(await chain("FORWARD")).toEqual(["BW", "BW"]);
    });

    test("when Docker comes, and comes again, the jump is asked before Docker's own rules", async () => {
      await lab.closed();
      await lab.apply(DECLARED);
      await docker();
      expect(await chain("FORWARD")).toEqual(["-j DOCKER-USER", "-j DOCKER-ISOLATION-STAGE-1", "BW"]);
      expect(names(await lab.plan(DECLARED))).toEqual([CHANGE]);
      await lab.apply(DECLARED);
      expect(await chain("DOCKER-USER")).toEqual(["BW", "-j RETURN"]);
      expect(await chain("FORWARD")).toEqual(["-j DOCKER-USER", "-j DOCKER-ISOLATION-STAGE-1"]);
      await lab.hand(`${at.iptables} -D FORWARD -j DOCKER-USER`);
      await lab.hand(`${at.iptables} -I FORWARD -j DOCKER-USER`);
      expect(await lab.plan(DECLARED)).toEqual([]);
      await lab.hand(`${at.iptables} -I FORWARD -s ${at.elsewhere} -j DROP`);
      expect(names(await lab.plan(DECLARED))).toEqual([CHANGE]);
      await lab.apply(DECLARED);
      expect((await chain("FORWARD"))[0]).toBe("BW");
      await lab.hand(`${at.iptables} -D FORWARD -s ${at.elsewhere} -j DROP`);
      const strangers = async () => (await lab.save()).split("\n").filter((line) => !line.includes("BW-"));
      const before = await strangers();
      await lab.apply({});
      expect(await strangers()).toEqual(before);
      expect(await lab.save()).not.toContain("BW-");
    });

    /** As Docker Engine 20.10 leaves it when it starts. */
    async function docker(): Promise<void> {
      for (const rule of [
        "-N DOCKER-USER",
        "-A DOCKER-USER -j RETURN",
        "-N DOCKER-ISOLATION-STAGE-1",
        "-A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DROP",
        "-I FORWARD -j DOCKER-ISOLATION-STAGE-1",
        "-I FORWARD -j DOCKER-USER",
      ])
        await lab.hand(`${at.iptables} ${rule}`);
    }

    test("a port that somebody else publishes stays theirs", async () => {
      await lab.serve("RED", "tcp", "80");
      await lab.serve("BLUE", "tcp", "80");
      await lab.hand(
        `${at.iptables} -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination ${to(at.blue, 80)}`,
      );
      await lab.apply({
        publish: [
          { port: 8080, to: to(at.red, 80) },
          { port: 8081, to: to(at.red, 80) },
        ],
      });
      expect(await chain("PREROUTING", "nat")).toEqual([expect.stringContaining(to(at.blue, 80)), "BW"]);
      expect(await lab.ask("OUT", "tcp", at.uplink, 8081)).toBe(`80 ${at.out}`);
      const served = await lab.sandbox.must([`${at.iptables}-save`, "-c", "-t", "nat"]);
      const theirs = served.split("\n").filter((line) => line.includes("-A PREROUTING") && !line.includes("BW-"));
      expect(theirs).toEqual([expect.stringMatching(/^\[0:0\] /)]);
    });

    test("a rule of nat PREROUTING that decides for every packet is in the way", async () => {
      const publish = { publish: [{ port: 8080, to: to(at.red, 80) }] };
      await lab.apply(publish);
      await lab.hand(`${at.iptables} -t nat -I PREROUTING -j ACCEPT`);
      expect(names(await lab.plan(publish))).toEqual([`change jump ${at.family} nat prerouting`]);
      await lab.apply(publish);
      expect(await chain("PREROUTING", "nat")).toEqual(["BW", "-j ACCEPT"]);
    });

    test("an update that fails after the jump moved puts it back where it was", async () => {
      await lab.apply(DECLARED);
      await lab.hand(`${at.iptables} -I FORWARD -s ${at.elsewhere} -j DROP`);
      const before = await lab.save();
      const broken = { ...DECLARED, masquerade: [{ source: at.network, out: "a-name-that-is-too-long" }] };
      await expect(lab.apply(broken)).rejects.toThrow(`${at.family} nat postrouting`);
      expect(await lab.save()).toBe(before);
    });
  });
});
