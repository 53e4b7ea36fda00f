import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Kept, keep } from "../../../../system/process.ts";
import { describeLive } from "../../../live.ts";
import { FAMILIES } from "./families.ts";
import { type Lab, labAt } from "./lab.ts";

describeLive("what stops a packet and is in no rule", () => {
  describe.each(FAMILIES)("$name", (at) => {
    let lab: Lab;
    beforeEach(async () => {
      lab = await labAt(4, at);
    });
    afterEach(() => lab.sandbox.close());

    const OUT = { from: "RED", ping: at.world, timeout: 1 };
    const NEXT = { from: "RED", ping: "BLUE", timeout: 1 };

    test("a queue that drops is queue-drop: where the packet leaves, and at the port of a bridge", async () => {
      // The queue would stop the question for the neighbour's address too, and that would be told.
      expect((await lab.verdict(OUT)).holds).toBe(true);
      await lab.sandbox.must("tc qdisc add dev eth1 root bfifo limit 1".split(" "));
      const { died } = await lab.verdict(OUT);
      expect(died?.reason).toBe("queue-drop");
      expect(died?.where).toMatch(/host: the queue of eth1 drops packets \(tc qdisc: bfifo\)$/);
      expect((await lab.verdict(NEXT)).holds).toBe(true);
      await lab.sandbox.must("tc qdisc add dev beth1 root bfifo limit 50".split(" "));
      expect((await lab.verdict(NEXT)).died).toEqual({
        reason: "queue-drop",
        where: "host: the queue of beth1 drops packets (tc qdisc: bfifo)",
      });
    });

    test("a queue that stops what is asked for a neighbour, at either end, is queue-drop too", async () => {
      await lab.sandbox.must("tc qdisc add dev beth0 root bfifo limit 1".split(" "), { scope: "BLUE" });
      // On a busy machine the kernel may not ask again while the counters are looked at: then nothing is claimed of them.
      const asked = async () => (await lab.verdict(NEXT)).died;
      const where = new RegExp(
        `^RED: ${at.blue} does not answer ${at.asks} .*: BLUE: the queue of beth0 drops packets`,
      );
      const told = { reason: "queue-drop", where: expect.stringMatching(where) };
      await expect.poll(asked, { timeout: 60_000, interval: 100 }).toMatchObject(told);
    });

    test("a queue that drops nothing is not blamed", async () => {
      await lab.sandbox.must("tc qdisc add dev eth1 root bfifo limit 100000".split(" "));
      await lab.sandbox.must([at.iptables, "-A", "INPUT", ...at.echo, "-j", "DROP"], { scope: "upstream" });
      expect((await lab.verdict(OUT)).died?.reason).toBe("no-answer");
    });

    test("a target that answers no echo request is input-drop, and names its setting", async () => {
      await lab.sandbox.must(["sysctl", "-q", "-w", `${at.deaf}=1`], { scope: "BLUE" });
      expect((await lab.verdict(NEXT)).died).toEqual({
        reason: "input-drop",
        where: `BLUE: ${at.deaf} = 1`,
      });
    });

    test("nothing that is known says so, and what was looked at", async () => {
      await lab.sandbox.must(
        [
          at.iptables,
          "-A",
          "INPUT",
          "-m",
          "length",
          "--length",
          "1:65535",
          "-m",
          "comment",
          "--comment",
          "x",
          "-j",
          "LOG",
        ],
        { scope: "BLUE" },
      );
      // A MAC address that the bridge sends to nobody.
      await lab.sandbox.ip(`address add ${at.blue}${at.prefix} dev br0\n`);
      await lab.sandbox.must([at.iptables, "-A", "INPUT", ...at.echo, "-j", "DROP"], { scope: "upstream" });
      const { died } = await lab.verdict(OUT);
      expect(died?.reason).toBe("no-answer");
      expect(died?.where).toContain(`host: the request leaves by eth1 as ${at.near} > ${at.world}, no answer comes`);
      expect(died?.looked).toMatch(
        /^routes, policy rules, neighbours, links, queues, connection tracking and rules of iptables.* of RED, host(; rules of nftables were not: nft is not on this host)?$/,
      );
    });

    test("marks that rules set are said not to be followed, where no cause is found", async () => {
      await lab.sandbox.must([
        at.iptables,
        "-t",
        "mangle",
        "-A",
        "PREROUTING",
        "-i",
        "br0",
        "-j",
        "MARK",
        "--set-mark",
        "2",
      ]);
      await lab.sandbox.must([at.iptables, "-A", "INPUT", ...at.echo, "-j", "DROP"], { scope: "upstream" });
      const { died } = await lab.verdict(OUT);
      expect(died?.reason).toBe("no-answer");
      expect(died?.looked).toMatch(/; marks that rules set, by which others route, were not: host$/);
    });

    test("an answer that is lost behind the target says that the target gave it", async () => {
      // The bridge keeps to what it was told of RED's address: frames for it come back to where they are from.
      const macOf = async (scope: string, dev: string) =>
        JSON.parse(await lab.sandbox.must(["ip", "-j", "link", "show", "dev", dev], { scope }))[0].address as string;
      const red = await macOf("RED", "reth0");
      const blue = await macOf("BLUE", "beth0");
      await lab.sandbox.ip(`neigh replace ${at.red} lladdr ${red} dev beth0 nud permanent\n`, "BLUE");
      await lab.sandbox.ip(`neigh replace ${at.blue} lladdr ${blue} dev reth0 nud permanent\n`, "RED");
      await lab.sandbox.must(["ip", "link", "set", "reth1", "type", "bridge_slave", "learning", "off"]);
      await lab.sandbox.must(`bridge fdb replace ${red} dev beth1 master static`.split(" "));
      const { died } = await lab.verdict(NEXT);
      expect(died).toMatchObject({
        reason: "no-answer",
        where: "BLUE: the request arrives and is answered, and nothing on the way back is known to stop the answer",
      });
    });

    describeServer("a server whose large answers are lost on a narrow link", async () => {
      await lab.sandbox.ip("link set beth1 mtu 600\n");
      const verdict = await lab.verdict({ from: "RED", http: "http://BLUE:8090/", timeout: 2 });
      expect(verdict.found).toBe("the connection opened, then no answer");
      expect(verdict.died?.reason).toBe("no-answer");
      expect(verdict.died?.where).toBe(
        "BLUE: the connection opens, then nothing comes; the MTU is 600 on beth1 of host and up to 1500 elsewhere on the " +
          "way: larger packets may be lost there",
      );
    });

    /** A server in BLUE whose answers are one large packet: the kernel cuts longer ones into pieces. */
    function describeServer(what: string, body: () => Promise<void>): void {
      test(what, async () => {
        const program = "require('http').createServer((_, answer) => answer.end('x'.repeat(1000))).listen(8090)";
        const server: Kept = keep(lab.sandbox.argv("BLUE", [process.execPath, "-e", program]));
        const ready = await lab.verdict({ from: "RED", http: "http://BLUE:8090/", timeout: 30 });
        expect(ready.holds).toBe(true);
        await body();
        await server.close(0);
      });
    }
  });
});
