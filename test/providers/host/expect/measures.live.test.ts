import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Expectation } from "../../../../net/schema/expectation.ts";
import { keep } from "../../../../system/process.ts";
import { describeLive } from "../../../live.ts";
import { FAMILIES } from "./families.ts";
import { type Lab, labAt } from "./lab.ts";

describeLive("expectations that measure", () => {
  describe.each(FAMILIES)("$name", (at) => {
    let lab: Lab;
    beforeAll(async () => {
      lab = await labAt(4, at);
    });
    afterAll(() => lab.sandbox.close());

    const ping = (measure: object): Expectation => ({ from: "RED", ping: { to: "BLUE", count: 20, ...measure } });
    const throughput = (rate: object, more: object = {}): Expectation => ({
      ...{ from: "RED", timeout: 2 },
      throughput: { to: "BLUE", seconds: 1, rate, ...more },
    });

    test("the round-trip time and the loss of pings", async () => {
      const fine = await lab.verdict(ping({ rtt: { max: "2s" }, loss: { max: "0%" } }));
      expect(fine).toMatchObject({
        holds: true,
        found: expect.stringMatching(/^0% of 20 requests .* ms, the median of /),
      });
      const slow = await lab.verdict(ping({ rtt: { min: "2s" } }));
      expect(slow).toMatchObject({
        holds: false,
        found: expect.stringMatching(/the median of .* ms: not at least 2000 ms$/),
      });
      expect(slow).not.toHaveProperty("died");
    });

    test("what a connection carries", async () => {
      const fine = await lab.verdict(throughput({ min: "1mbit" }));
      expect(fine).toMatchObject({ holds: true, found: expect.stringMatching(/^[\d.]+ Mbit\/s arrived over 1 s$/) });
      const slow = await lab.verdict(throughput({ min: "10tbit" }));
      expect(slow).toMatchObject({ holds: false, found: expect.stringMatching(/: not at least 10000000 Mbit\/s$/) });
    });

    test("a ping that nobody answers, and a connection that a rule stops, die where they always do", async () => {
      await lab.sandbox.must([at.iptables, "-A", "INPUT", "-p", at.icmp, "-j", "DROP"], { scope: "BLUE" });
      await lab.sandbox.must([at.iptables, "-A", "INPUT", "-p", "tcp", "--dport", "5001", "-j", "DROP"], {
        scope: "BLUE",
      });
      expect(await lab.verdict({ ...ping({ loss: { max: "0%" } }), timeout: 1 })).toMatchObject({
        ...{ holds: false, died: { reason: "input-drop" } },
      });
      expect(await lab.verdict({ ...throughput({ min: "1mbit" }), timeout: 1 })).toMatchObject({
        ...{ holds: false, died: { reason: "input-drop" } },
      });
      await lab.sandbox.must([at.iptables, "-F", "INPUT"], { scope: "BLUE" });
    });

    test("a port that somebody has already proves nothing", async () => {
      const program = "require('net').createServer().listen(5002, '::', () => console.log('listening'))";
      const server = keep(lab.sandbox.argv("BLUE", [process.execPath, "-e", program]));
      await new Promise<void>((resolve) => server.output(() => resolve()));
      expect(await lab.verdict(throughput({ min: "1mbit" }, { port: 5002 }))).toMatchObject({
        holds: false,
        found: expect.stringMatching(/^the probe could not run: BLUE cannot receive on port 5002: .*EADDRINUSE/),
      });
      await server.close(0);
    });
  });
});
