import { afterEach, describe, expect, test } from "vitest";
import { describeLive, testBridgeFilter } from "../../../live.ts";
import { FAMILIES, IPV4 } from "./families.ts";
import { type Lab, labAt, set } from "./lab.ts";

describeLive("expectations in five stages", () => {
  describe.each(FAMILIES)("$name", (at) => {
    let lab: Lab | undefined;
    afterEach(async () => {
      await lab?.sandbox.close();
      lab = undefined;
    });

    /** A short time also for what shall work: these tests are full of what does not. */
    const ping = (from: string, target: string) => ({ from, ping: target, timeout: 1 });

    test("stage 0: RED and BLUE reach each other, the host has no route to RED", async () => {
      lab = await labAt(0, at);
      const reasons = await lab.reasons(ping("RED", "BLUE"), ping("BLUE", "RED"), ping("host", "RED"));
      expect(reasons).toEqual(["works", "works", "no-route"]);
    });

    test("stage 0: a default route of the host does not count as a route to RED", async () => {
      lab = await labAt(0, at);
      await lab.sandbox.ip(`route add default via ${at.far}\n`);
      const { died } = await lab.verdict(ping("host", "RED"));
      expect(died?.reason).toBe("no-route");
      // In IPv6 the upstream says so itself.
      expect(died?.where).toContain(
        at === IPV4 ? `leads to ${at.far} by eth1` : `${at.far} says: Destination unreachable`,
      );
    });

    test("stage 1: RED has no route to the uplink, and the kernel's words say so", async () => {
      lab = await labAt(1, at);
      const reasons = await lab.reasons(ping("host", "RED"), ping("RED", at.bridge), ping("RED", at.near));
      expect(reasons).toEqual(["works", "works", "no-route"]);
      const { found, died } = await lab.verdict(ping("RED", at.near));
      expect(found).toContain("Network is unreachable");
      expect(died?.where).toBe(`RED: no route to ${at.near}: Network is unreachable`);
    });

    test("stage 2: the request leaves untranslated and no answer comes", async () => {
      lab = await labAt(2, at);
      const reasons = await lab.reasons(ping("RED", at.near), ping("RED", at.world), ping("BLUE", at.world));
      expect(reasons).toEqual(["works", "no-answer", "no-answer"]);
      const { died } = await lab.verdict(ping("RED", at.world));
      expect(died?.where).toContain(`nothing translates the source, so ${at.world} needs a route back to ${at.red}`);
    });

    test("stage 3: the answer comes and dies by the policy of FORWARD", async () => {
      lab = await labAt(3, at);
      expect(await lab.reasons(ping("RED", at.world), ping("BLUE", at.world))).toEqual([
        "answer-dropped",
        "answer-dropped",
      ]);
      const { died } = await lab.verdict(ping("RED", at.world));
      expect(died?.where).toContain("host: policy DROP of FORWARD, table filter");
      expect(died?.where).toContain(`the answer ${at.world} > ${at.red} in eth1 out br0`);
    });

    test("stage 3 with an upstream that does not answer is no-answer: the counter of the policy does not move", async () => {
      lab = await labAt(3, at);
      await lab.sandbox.must([at.iptables, "-A", "INPUT", ...at.echo, "-j", "DROP"], { scope: "upstream" });
      expect(await lab.reasons(ping("RED", at.world))).toEqual(["no-answer"]);
    });

    test("stage 4 works, and without ip_forward it does not, because of ip_forward", async () => {
      lab = await labAt(4, at);
      expect(await lab.reasons(ping("RED", at.world), ping("BLUE", at.world))).toEqual(["works", "works"]);
      await set(lab.sandbox, at.forwarding, "0");
      const { died } = await lab.verdict(ping("RED", at.world));
      expect(died).toEqual({ reason: "ip-forward", where: `host: ${at.forwarding} = 0` });
    });

    testBridgeFilter("with bridge filtering FORWARD stops even neighbours on one bridge", async () => {
      lab = await labAt(0, at);
      await lab.sandbox.must([at.iptables, "-F", "FORWARD"]);
      expect(await lab.reasons(ping("RED", "BLUE"))).toEqual(["works"]);
      await set(lab.sandbox, at.bridgeFilter, "1");
      const { died } = await lab.verdict(ping("RED", "BLUE"));
      expect(died?.reason).toBe("forward-drop");
      expect(died?.where).toContain(at.bridgeFilter.replace("net.bridge.", "; "));
    });

    testBridgeFilter(
      "by a router on the same bridge nothing is translated, and the first flow alone decides nothing",
      async () => {
        lab = await labAt(4, at);
        await set(lab.sandbox, at.bridgeFilter, "1");
        await lab.sandbox.must(["sysctl", "-q", "-w", `${at.forwarding}=1`], { scope: "BLUE" });
        await lab.sandbox.ip(`route replace default via ${at.blue}\n`, "RED");
        // BLUE redirects RED to the host at the first packet; from the second flow on all is well. In IPv6 nobody listens to a
        // redirect by a router whose address of the link alone is not the one that is used.
        if (at === IPV4) {
          const failing = await lab.verdict({ ...ping("RED", at.world), fails: true });
          expect(failing).toMatchObject({ holds: false, found: expect.stringContaining(`64 bytes from ${at.world}`) });
          const off = ["all", "beth0"].map((name) => `net.ipv4.conf.${name}.send_redirects=0`);
          await lab.sandbox.must(["sysctl", "-q", "-w", ...off], { scope: "BLUE" });
          await lab.sandbox.ip("route flush cache\n", "RED");
        }
        const { died } = await lab.verdict(ping("RED", at.world));
        expect(died).toEqual({
          reason: "no-nat",
          where:
            `host: ${at.red} > ${at.world} stays untranslated, though a rule of nat POSTROUTING matches: connection tracking knows ` +
            `the flow from its way over br0 before, where none did (${at.bridgeFilter} = 1)`,
        });
      },
    );
  });
});
