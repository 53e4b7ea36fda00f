import { afterEach, expect, test } from "vitest";
import { describeLive, testBridgeFilter } from "../../../live.ts";
import { type Lab, labAt, set } from "./lab.ts";

describeLive("expectations in five stages", () => {
  let lab: Lab | undefined;
  afterEach(async () => {
    await lab?.sandbox.close();
    lab = undefined;
  });

  /** A short time also for what shall work: these tests are full of what does not. */
  const ping = (from: string, target: string) => ({ from, ping: target, timeout: 1 });

  test("stage 0: RED and BLUE reach each other, the host has no route to RED", async () => {
    lab = await labAt(0);
    const reasons = await lab.reasons(ping("RED", "BLUE"), ping("BLUE", "RED"), ping("host", "RED"));
    expect(reasons).toEqual(["works", "works", "no-route"]);
  });

  test("stage 0: a default route of the host does not count as a route to RED", async () => {
    lab = await labAt(0);
    await lab.sandbox.ip("route add default via 192.168.104.1\n");
    const { died } = await lab.verdict(ping("host", "RED"));
    expect(died?.reason).toBe("no-route");
    expect(died?.where).toContain("leads to 192.168.104.1 by eth1");
  });

  test("stage 1: RED has no route to the uplink, and the kernel's words say so", async () => {
    lab = await labAt(1);
    const reasons = await lab.reasons(ping("host", "RED"), ping("RED", "11.11.11.1"), ping("RED", "192.168.104.2"));
    expect(reasons).toEqual(["works", "works", "no-route"]);
    const { found, died } = await lab.verdict(ping("RED", "192.168.104.2"));
    expect(found).toContain("Network is unreachable");
    expect(died?.where).toBe("RED: no route to 192.168.104.2: Network is unreachable");
  });

  test("stage 2: the request leaves untranslated and no answer comes", async () => {
    lab = await labAt(2);
    const reasons = await lab.reasons(ping("RED", "192.168.104.2"), ping("RED", "8.8.8.8"), ping("BLUE", "8.8.8.8"));
    expect(reasons).toEqual(["works", "no-answer", "no-answer"]);
    const { died } = await lab.verdict(ping("RED", "8.8.8.8"));
    expect(died?.where).toContain("nothing translates the source, so 8.8.8.8 needs a route back to 11.11.11.2");
  });

  test("stage 3: the answer comes and dies by the policy of FORWARD", async () => {
    lab = await labAt(3);
    expect(await lab.reasons(ping("RED", "8.8.8.8"), ping("BLUE", "8.8.8.8"))).toEqual([
      "answer-dropped",
      "answer-dropped",
    ]);
    const { died } = await lab.verdict(ping("RED", "8.8.8.8"));
    expect(died?.where).toContain("host: policy DROP of FORWARD, table filter");
    expect(died?.where).toContain("the answer 8.8.8.8 > 11.11.11.2 in eth1 out br0");
  });

  test("stage 3 with an upstream that does not answer is no-answer: the counter of the policy does not move", async () => {
    lab = await labAt(3);
    await lab.sandbox.must(["iptables", "-A", "INPUT", "-j", "DROP"], { scope: "upstream" });
    expect(await lab.reasons(ping("RED", "8.8.8.8"))).toEqual(["no-answer"]);
  });

  test("stage 4 works, and without ip_forward it does not, because of ip_forward", async () => {
    lab = await labAt(4);
    expect(await lab.reasons(ping("RED", "8.8.8.8"), ping("BLUE", "8.8.8.8"))).toEqual(["works", "works"]);
    await set(lab.sandbox, "net/ipv4/ip_forward", "0");
    const { died } = await lab.verdict(ping("RED", "8.8.8.8"));
    expect(died).toEqual({ reason: "ip-forward", where: "host: net.ipv4.ip_forward = 0" });
  });

  testBridgeFilter("with bridge-nf-call-iptables FORWARD stops even neighbours on one bridge", async () => {
    lab = await labAt(0);
    await lab.sandbox.must(["iptables", "-F", "FORWARD"]);
    expect(await lab.reasons(ping("RED", "BLUE"))).toEqual(["works"]);
    await set(lab.sandbox, "net/bridge/bridge-nf-call-iptables", "1");
    const { died } = await lab.verdict(ping("RED", "BLUE"));
    expect(died?.reason).toBe("forward-drop");
    expect(died?.where).toContain("bridge-nf-call-iptables = 1");
  });

  testBridgeFilter(
    "by a router on the same bridge nothing is translated, and the first flow alone decides nothing",
    async () => {
      lab = await labAt(4);
      await set(lab.sandbox, "net/bridge/bridge-nf-call-iptables", "1");
      await lab.sandbox.must(["sysctl", "-q", "-w", "net.ipv4.ip_forward=1"], { scope: "BLUE" });
      await lab.sandbox.ip("route replace default via 11.11.11.3\n", "RED");
      // BLUE redirects RED to the host at the first packet; from the second flow on all is well.
      const failing = await lab.verdict({ ...ping("RED", "8.8.8.8"), fails: true });
      expect(failing).toMatchObject({ holds: false, found: expect.stringContaining("64 bytes from 8.8.8.8") });
      const off = ["all", "beth0"].map((name) => `net.ipv4.conf.${name}.send_redirects=0`);
      await lab.sandbox.must(["sysctl", "-q", "-w", ...off], { scope: "BLUE" });
      await lab.sandbox.ip("route flush cache\n", "RED");
      const { died } = await lab.verdict(ping("RED", "8.8.8.8"));
      expect(died).toEqual({
        reason: "no-nat",
        where:
          "host: 11.11.11.2 > 8.8.8.8 stays untranslated, though a rule of nat POSTROUTING matches: connection tracking knows " +
          "the flow from its way over br0 before, where none did (net.bridge.bridge-nf-call-iptables = 1)",
      });
    },
  );
});
