import { describe, expect, test } from "vitest";
import { shapingSchema } from "../../../../net/schema/shaping.ts";
import { driftLines } from "../../../../providers/host/drift-words.ts";
import type { Json } from "../../../../providers/host/json.ts";
import { declaredNetem } from "../../../../providers/host/kinds/netem.ts";
import { shaping } from "../../../../providers/host/kinds/shaping.ts";
import { differences } from "../../../../providers/host/plan.ts";
import { declaredIn, observedIn, planned } from "./case.ts";
import type { Fields } from "./subject.ts";

/** A property that is declared otherwise than in the case "no-op", with what the plan says and which words tc gets. */
interface Case {
  field: string;
  value: Json;
  says: string;
  words: string;
  /** How the kernel shows another value than the declared one, and what the plan says then. */
  shown: Fields;
  drift: string;
}

/** The rate of the case "no-op", and what packets count besides. */
function counted(fields: Fields): Fields {
  return { rate: { rate: 1250000, packetoverhead: 20, cellsize: 48, celloverhead: 5, ...fields } };
}

const CASES: Case[] = [
  {
    ...{ field: "delay", value: "0.5s", says: 'delay "40ms" -> "500ms"', words: " delay 500ms 10ms 25%" },
    ...{ shown: { delay: { delay: 0.01, jitter: 0.01, correlation: 0.25 } }, drift: 'delay "10ms" -> "40ms"' },
  },
  {
    ...{ field: "jitter", value: "1ms", says: 'jitter "10ms" -> "1ms"', words: " delay 40ms 1ms 25%" },
    ...{ shown: { delay: { delay: 0.04, jitter: 0.02, correlation: 0.25 } }, drift: 'jitter "20ms" -> "10ms"' },
  },
  {
    ...{ field: "delayCorrelation", value: "5%", says: 'delayCorrelation "25%" -> "5%"', words: " delay 40ms 10ms 5%" },
    ...{ shown: { delay: { delay: 0.04, jitter: 0.01, correlation: 0 } }, drift: 'delayCorrelation "0%" -> "25%"' },
  },
  {
    field: "distribution",
    value: "pareto",
    says: 'handle "cd1:" -> "cd2:", distribution "normal" -> "pareto"',
    words: "handle cd2: netem limit 500 delay 40ms 10ms 25% distribution pareto",
    ...{ shown: {}, drift: "" },
  },
  {
    ...{ field: "loss", value: "1.5%", says: 'loss "1%" -> "1.5%"', words: " loss random 1.5% 10%" },
    ...{ shown: { "loss-random": { loss: 0.02, correlation: 0.1 } }, drift: 'loss "2%" -> "1%"' },
  },
  {
    ...{ field: "lossCorrelation", value: null, says: 'lossCorrelation "10%" -> "0%"', words: " loss random 1% 0%" },
    ...{ shown: { "loss-random": { loss: 0.01, correlation: 0.2 } }, drift: 'lossCorrelation "20%" -> "10%"' },
  },
  {
    ...{ field: "duplicate", value: "3%", says: 'duplicate "2%" -> "3%"', words: " duplicate 3% 5%" },
    ...{ shown: { duplicate: { duplicate: 0.01, correlation: 0.05 } }, drift: 'duplicate "1%" -> "2%"' },
  },
  {
    ...{
      field: "duplicateCorrelation",
      value: null,
      says: 'duplicateCorrelation "5%" -> "0%"',
      words: " duplicate 2% 0%",
    },
    ...{ shown: { duplicate: { duplicate: 0.02, correlation: 1 } }, drift: 'duplicateCorrelation "100%" -> "5%"' },
  },
  {
    ...{ field: "corrupt", value: "33.3333%", says: 'corrupt "0.0001%" -> "33.3333%"', words: " corrupt 33.3333% 6%" },
    ...{ shown: { corrupt: { corrupt: 0.333333, correlation: 0.06 } }, drift: 'corrupt "33.3333%" -> "0.0001%"' },
  },
  {
    ...{
      field: "corruptCorrelation",
      value: null,
      says: 'corruptCorrelation "6%" -> "0%"',
      words: " corrupt 0.0001% 0%",
    },
    ...{ shown: { corrupt: { corrupt: 1.00001e-6, correlation: 0 } }, drift: 'corruptCorrelation "0%" -> "6%"' },
  },
  {
    ...{ field: "reorder", value: "26%", says: 'reorder "25%" -> "26%"', words: " reorder 26% 50% gap 5" },
    ...{ shown: { reorder: { reorder: 0.24, correlation: 0.5 } }, drift: 'reorder "24%" -> "25%"' },
  },
  {
    ...{
      field: "reorderCorrelation",
      value: null,
      says: 'reorderCorrelation "50%" -> "0%"',
      words: " reorder 25% 0% gap 5",
    },
    ...{ shown: { reorder: { reorder: 0.25, correlation: 0 } }, drift: 'reorderCorrelation "0%" -> "50%"' },
  },
  {
    ...{ field: "gap", value: null, says: "gap 5 -> 1", words: " reorder 25% 50% gap 1" },
    ...{ shown: { gap: 1 }, drift: "gap 1 -> 5" },
  },
  {
    ...{ field: "rate", value: "1500kbit", says: 'rate "10mbit" -> "1500kbit"', words: " rate 1500kbit 20 48 5" },
    ...{ shown: counted({ rate: 187500 }), drift: 'rate "1500kbit" -> "10mbit"' },
  },
  {
    ...{ field: "packetOverhead", value: -14, says: "packetOverhead 20 -> -14", words: " rate 10mbit -14 48 5" },
    ...{ shown: counted({ packetoverhead: 0 }), drift: "packetOverhead 0 -> 20" },
  },
  {
    ...{ field: "cellSize", value: 100, says: "cellSize 48 -> 100", words: " rate 10mbit 20 100 5" },
    ...{ shown: counted({ cellsize: 0 }), drift: "cellSize 0 -> 48" },
  },
  {
    ...{ field: "cellOverhead", value: null, says: "cellOverhead 5 -> 0", words: " rate 10mbit 20 48 0" },
    ...{ shown: counted({ celloverhead: -5 }), drift: "cellOverhead -5 -> 5" },
  },
  {
    ...{ field: "limit", value: null, says: "limit 500 -> 1000", words: " netem limit 1000 " },
    ...{ shown: { limit: 1 }, drift: "limit 1 -> 500" },
  },
];

/** The plan of the case "no-op" with other fields, and another look of the kernel's queue. */
function plan(fields: Fields, shown: Fields = {}): string[] {
  const [declared, observed] = [declaredIn("shaping", "no-op"), observedIn("shaping", "no-op")];
  const links = declared.scopes.host?.links as { br0: { shaping: Fields } };
  const said = Object.entries({ ...links.br0.shaping, ...fields }).filter(([, value]) => value !== null);
  links.br0.shaping = Object.fromEntries(said);
  const queue = observed.dumps.host?.queues?.find(({ dev }) => dev === "br0") as { options: Fields };
  queue.options = { ...queue.options, ...shown };
  return planned(declared, observed).trim().split("\n").filter(Boolean);
}

test("every property of shaping has its case", () => {
  expect(CASES.map(({ field }) => field).toSorted()).toEqual(Object.keys(shapingSchema.properties).toSorted());
});

test.each(CASES)("$field changes in place, and all else is said with it", ({ field, value, says, words }) => {
  const [sentence, process, ...lines] = plan({ [field]: value });
  const line = lines.at(-1);
  expect(sentence).toBe(`change shaping br0 in host: ${says}`);
  expect(process).toBe("host: tc -batch -");
  expect(line).toContain("qdisc replace dev br0 root handle cd");
  expect(line).toContain(words);
  // The kernel takes no netem in the place of another one.
  expect(lines.slice(0, -1)).toEqual(field === "distribution" ? ["qdisc del dev br0 root"] : []);
});

test.each(CASES.filter(({ drift }) => drift !== ""))("another $field on the host is named, and mended", (entry) => {
  const [sentence, , line] = plan({}, entry.shown);
  expect(sentence).toBe(`change shaping br0 in host: ${entry.drift}`);
  expect(line).toMatch(/^qdisc replace dev br0 root handle cd1: netem limit 500 delay 40ms 10ms 25% /);
});

describe("what is the same", () => {
  test.each([
    { delay: "40000us" },
    { delay: "0.04s" },
    { jitter: "10000us" },
    { loss: "1.0%" },
    { rate: "10000kbit" },
    { rate: "0.01gbit" },
  ])("%o is no change", (fields) => {
    expect(plan(fields as Fields)).toEqual([]);
  });

  test("a time that tc rounds down to its own steps is no drift", () => {
    expect(plan({ delay: "1.23457s" }, { delay: { delay: 1.23457, jitter: 0.009999, correlation: 0.25 } })).toEqual([]);
    expect(plan({ delay: "7us", jitter: "1us" }, { delay: { delay: 6e-6, jitter: 0, correlation: 0.25 } })).toEqual([]);
  });
});

test("what is declared at both ends of a cable is two queues, each in its scope", () => {
  const end = { delay: "20ms" };
  const peer = { scope: "host", name: "far0", shaping: { loss: "1%" } };
  const links = { eth0: { type: "veth", shaping: end, peer } };
  const lines = planned({ scopes: { RED: { links } } }, { dumps: { host: { links: [] } } }).split("\n");
  expect(lines.filter((line) => line.includes("shaping"))).toEqual([
    "create shaping far0 in host",
    "create shaping eth0 in RED",
  ]);
  expect(lines.filter((line) => line.startsWith("qdisc"))).toEqual([
    expect.stringMatching(/^qdisc replace dev (eth0|far0) root handle cd: netem/),
    expect.stringMatching(/^qdisc replace dev (eth0|far0) root handle cd: netem/),
  ]);
});

test("a container that started again gets its interface anew, and what that one is shaped by", () => {
  const peer = { scope: "host", name: "far0", shaping: { loss: "1%" } };
  const eth5 = { type: "veth", shaping: { delay: "20ms" }, peer };
  const scope = "container:web";
  const claim = (at: string, key: string, inode: string) => {
    return { [`shaping ${at} ${key}`]: { ref: { kind: "shaping", scope: at, key }, inode, identity: "7" } };
  };
  const claims = { ...claim(scope, "eth5", "11"), ...claim("host", "far0", "1") };
  const dumps = { host: { inode: "1", links: [] }, [scope]: { inode: "12", netns: "/proc/9/ns/net", links: [] } };
  const registers = [{ owner: "bridgework:test/dev/lab", claims }];
  const said = planned({ scopes: { [scope]: { links: { eth5 } } } }, { dumps, registers }).split("\n");
  expect(said.filter((line) => /^(create|change|delete)/.test(line))).toEqual([
    "create link far0 in host",
    "create link eth5 in container:web",
    "create shaping far0 in host",
    "create shaping eth5 in container:web",
  ]);
});

test("drift is said in the units of the declaration", () => {
  const want = declaredNetem({ delay: "40ms", loss: "1%" });
  const item = { kind: "shaping", scope: "RED", key: "eth0" };
  const changes = differences(shaping, want, { ...want, delay: "10ms", loss: "0%" });
  expect(driftLines([{ verb: "change", ...item, changes }])).toEqual([
    'drift: shaping eth0 in RED: delay is "10ms", not "40ms", loss is "0%", not "1%"',
  ]);
});
