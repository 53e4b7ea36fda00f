import fc from "fast-check";
import { expect, test } from "vitest";
import { describeLive } from "../../../live.ts";
import { firewall } from "./arbitrary.ts";
import { FirewallLab } from "./lab.ts";

describeLive("a firewall", () => {
  test("iptables prints every rule that can be declared as one that we know again", async () => {
    const lab = await FirewallLab.open();
    try {
      await fc.assert(
        fc.asyncProperty(firewall, async (declared) => {
          await lab.apply(declared);
          expect(await lab.plan(declared)).toEqual([]);
          expect(await lab.live(declared)).toEqual(declared);
        }),
        { numRuns: 40 },
      );
      await lab.apply({});
      expect(await lab.save()).toBe("");
    } finally {
      await lab.close();
    }
  });
});
