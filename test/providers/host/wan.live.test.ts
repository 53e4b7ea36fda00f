import { expect, test } from "vitest";
import { kernelWithQueue } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { Example } from "./example.ts";

const kernel = await kernelWithQueue("netem");

liveUnless(kernel.lacks)("two sites with two lines between them", () => {
  const lab = new Example("wan", kernel);
  lab.declare();

  test("are told of the line that somebody made worse, by what is declared and by what is measured, and are as before", async () => {
    await lab.world.byHand("ip netns exec NORTH tc qdisc change dev radio root netem delay 300ms loss 1%");
    expect(await lab.broken()).toEqual([
      expect.stringMatching(/the round-trip time was 3\d\d\.?\d* ms, the median of .* ms: not from 75 ms to 100 ms$/),
    ]);
    await lab.repairs('change shaping radio in NORTH: delay "300ms" -> "40ms", jitter "0s" -> "2ms"');
  });

  lab.leavesNothing();
});
