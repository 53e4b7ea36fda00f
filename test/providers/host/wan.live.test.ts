import { expect, test } from "vitest";
import { kernelWithQueue } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { Example } from "./example.ts";

const OTHER = "JFqiLxR/9z6DuD1LRg9/YGFzJkQsbiNwjq5bPLdBAXA=";

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

  test("are told why the encrypted line carries nothing, and it is as before", async () => {
    const peer = "02mcckD0HltBqM9k2ixqz0eu1wEvnNz1G0CZkeKHlS4=";
    await lab.world.byHand(`ip netns exec NORTH wg set wg0 peer ${peer} allowed-ips 10.255.0.2/32`);
    expect(await lab.dead()).toEqual(["no-peer: NORTH: no peer of wg0 has 10.2.0.2 in its allowedIps"]);
    await lab.repairs(
      `change peer ${peer} of wg0 in NORTH: allowedIps ["10.255.0.2/32"] -> ["10.2.0.0/24","10.255.0.2/32"]`,
    );
    await lab.world.byHand(`ip netns exec SOUTH wg set wg0 peer ${OTHER} allowed-ips 10.255.0.1/32`);
    expect(await lab.dead()).toEqual([
      `no-peer: SOUTH: wg0 takes nothing with source 10.1.0.3 from peer ${OTHER}: no peer has it in allowedIps`,
    ]);
    await lab.repairs(
      `change peer ${OTHER} of wg0 in SOUTH: allowedIps ["10.255.0.1/32"] -> ["10.1.0.0/24","10.255.0.1/32"]`,
    );
  });

  lab.leavesNothing();
});
