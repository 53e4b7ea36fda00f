import { expect, test } from "vitest";
import type { Shaping } from "../../../net/schema/shaping.ts";
import { shapings } from "../../../validation/rules/shapings.ts";
import { faultsOf, linksOf } from "./link-facts.ts";

const faults = (shaping: Shaping) => faultsOf(shapings, linksOf({ l0: { shaping } }, "veth"));

test.each<Shaping>([
  { delay: "40ms" },
  { rate: "10mbit", limit: 10 },
  { delay: "274s", jitter: "2s", distribution: "normal", delayCorrelation: "25%", reorder: "25%", gap: 5 },
  { loss: "1%", lossCorrelation: "0%" },
  { duplicate: "0.0001%" },
  { corrupt: "100%" },
])("%o is no fault", (shaping) => {
  expect(faults(shaping)).toEqual([]);
});

test("it does something to packets", () => {
  const rule = "it does nothing to packets. Say delay, loss, duplicate, corrupt or rate, or leave it out.";
  expect(faults({})).toEqual([`links.l0.shaping: {}: ${rule}`]);
  expect(faults({ delay: "0ms", loss: "0%" })).toEqual([`links.l0.shaping: {"delay":"0ms","loss":"0%"}: ${rule}`]);
});

test.each<[Shaping, string, string]>([
  [{ loss: "1%", jitter: "1ms" }, "jitter", "delay"],
  [{ delay: "1ms", jitter: "0ms", distribution: "normal" }, "distribution", "jitter"],
  [{ delay: "1ms", delayCorrelation: "1%" }, "delayCorrelation", "jitter"],
  [{ delay: "1ms", lossCorrelation: "1%" }, "lossCorrelation", "loss"],
  [{ delay: "1ms", duplicateCorrelation: "1%" }, "duplicateCorrelation", "duplicate"],
  [{ delay: "1ms", corruptCorrelation: "1%" }, "corruptCorrelation", "corrupt"],
  [{ loss: "1%", reorder: "1%" }, "reorder", "delay"],
  [{ delay: "1ms", reorderCorrelation: "1%" }, "reorderCorrelation", "reorder"],
  [{ delay: "1ms", reorder: "0%", gap: 5 }, "gap", "reorder"],
  [{ loss: "1%", limit: 5 }, "limit", "delay or rate"],
  [{ loss: "1%", packetOverhead: 20 }, "packetOverhead", "rate"],
  [{ loss: "1%", cellSize: 48 }, "cellSize", "rate"],
  [{ rate: "5kbit", cellOverhead: 5 }, "cellOverhead", "cellSize"],
])("%o: what would have no effect is refused", (shaping, field, need) => {
  const value = JSON.stringify(shaping[field as keyof Shaping]);
  const fix = `Say ${need} too, or leave it out.`;
  expect(faults(shaping)).toEqual([`links.l0.shaping.${field}: ${value}: it does nothing without ${need}. ${fix}`]);
});

test("times are no longer than tc and the kernel keep them", () => {
  expect(faults({ delay: "275s", jitter: "2001ms" })).toEqual([
    'links.l0.shaping.delay: "275s": tc and the kernel keep a delay of at most 274s. Write 274s or less.',
    'links.l0.shaping.jitter: "2001ms": tc and the kernel keep a jitter of at most 2s. Write 2s or less.',
  ]);
});
