import type { Json } from "../../../../providers/host/json.ts";
import type { Scopes } from "../world.ts";
import type { Drift, LiveSpec, Step } from "./spec.ts";

type Fields = Record<string, Json | undefined>;

const ALL: Fields = {
  delay: "40ms",
  jitter: "10ms",
  delayCorrelation: "25%",
  distribution: "normal",
  loss: "1%",
  lossCorrelation: "10%",
  duplicate: "2%",
  duplicateCorrelation: "5%",
  reorder: "25%",
  reorderCorrelation: "50%",
  gap: 5,
  corrupt: "0.0001%",
  corruptCorrelation: "6%",
  rate: "10mbit",
  packetOverhead: 20,
  cellSize: 48,
  cellOverhead: 5,
  limit: 500,
};

/** Both ends of a cable, a bridge, and an interface that has a queue from the kernel. */
function declared(fields: Fields = {}): Scopes {
  const shaping = Object.fromEntries(Object.entries({ ...ALL, ...fields }).filter(([, value]) => value !== undefined));
  const peer = { scope: "RED", name: "r0", shaping: { loss: "12.3456%" } };
  return {
    host: {
      links: {
        l0: { type: "veth", peer, shaping: shaping as Json },
        br1: { type: "bridge", shaping: { delay: "1.23457s" } },
        t0: { type: "ifb", shaping: { rate: "1500kbit", limit: 100 } },
      },
    },
    RED: {},
  };
}

/** The same interfaces, left alone. */
function bare(): Scopes {
  const host = {
    l0: { type: "veth", peer: { scope: "RED", name: "r0" } },
    br1: { type: "bridge" },
    t0: { type: "ifb" },
  };
  return { host: { links: host }, RED: {} };
}

/** What a hand changes in place: all else that tc has words for is as declared, or stays. */
function drifts(words: string, says: string): Drift {
  return { by: [`tc qdisc change dev l0 root netem ${words}`], says: [`change shaping l0 in host: ${says}`] };
}

const DELAY = "delay 40ms 10ms 25%";
const REST = "limit 500 loss 1% 10% duplicate 2% 5% rate 10mbit 20 48 5";
const REORDER = "reorder 25% 50% gap 5";

function changes(fields: Fields, does: string): Step {
  return { to: declared(fields), does: [`change shaping l0 in host: ${does}`] };
}

const SHAPED = ["l0 in host", "br1 in host", "t0 in host", "r0 in RED"];

export const shaping: LiveSpec = {
  kind: "shaping",
  base: declared(),
  creates: [
    "create namespace RED",
    ...["l0 in host", "br1 in host", "t0 in host", "r0 in RED", "lo in RED"].map((link) => `create link ${link}`),
    ...SHAPED.map((link) => `create shaping ${link}`),
  ],
  drifts: {
    delay: [
      drifts(`delay 10ms 10ms 25% ${REORDER} ${REST}`, 'delay "10ms" -> "40ms"'),
      { by: ["tc qdisc del dev l0 root"], says: ["create shaping l0 in host"] },
      {
        by: ["tc qdisc del dev br1 root", "tc qdisc add dev br1 root handle 7: netem delay 10ms"],
        says: ['change shaping br1 in host: handle "7:" -> "cd:", delay "10ms" -> "1234570us"'],
      },
      {
        by: ["tc qdisc replace dev br1 root handle 7: fq_codel"],
        says: [
          'delete shaping br1 in host: qdisc "fq_codel" -> "netem", handle "7:" -> "cd:", delay "0s" -> "1234570us"',
          "create shaping br1 in host",
        ],
      },
      {
        by: ["tc qdisc change dev l0 root netem ecn loss 1% 10%"],
        says: [
          'delete shaping l0 in host: limit 1000 -> 500, delay "0s" -> "40ms", jitter "0s" -> "10ms", delayCorrelation "0%" -> "25%", ' +
            'duplicate "0%" -> "2%", duplicateCorrelation "0%" -> "5%", gap 0 -> 5, other "ecn" -> null',
          "create shaping l0 in host",
        ],
      },
    ],
    jitter: [drifts(`delay 40ms 5ms 25% ${REORDER} ${REST}`, 'jitter "5ms" -> "10ms"')],
    delayCorrelation: [drifts(`delay 40ms 10ms 5% ${REORDER} ${REST}`, 'delayCorrelation "5%" -> "25%"')],
    loss: [
      drifts(`${DELAY} ${REORDER} limit 500 loss 2% 10% duplicate 2% 5%`, 'loss "2%" -> "1%"'),
      {
        by: ["ip netns exec RED tc qdisc change dev r0 root netem loss 12%"],
        says: ['change shaping r0 in RED: loss "12%" -> "12.3456%"'],
      },
    ],
    lossCorrelation: [drifts(`${DELAY} ${REORDER} limit 500 loss 1% duplicate 2% 5%`, 'lossCorrelation "0%" -> "10%"')],
    duplicate: [drifts(`${DELAY} ${REORDER} limit 500 loss 1% 10% duplicate 3% 5%`, 'duplicate "3%" -> "2%"')],
    duplicateCorrelation: [
      drifts(`${DELAY} ${REORDER} limit 500 loss 1% 10% duplicate 2%`, 'duplicateCorrelation "0%" -> "5%"'),
    ],
    reorder: [drifts(`${DELAY} reorder 24% 50% gap 5 ${REST}`, 'reorder "24%" -> "25%"')],
    reorderCorrelation: [drifts(`${DELAY} reorder 25% 5% gap 5 ${REST}`, 'reorderCorrelation "5%" -> "50%"')],
    gap: [drifts(`${DELAY} reorder 25% 50% gap 6 ${REST}`, "gap 6 -> 5")],
    corrupt: [drifts(`${DELAY} ${REORDER} ${REST} corrupt 7% 6%`, 'corrupt "7%" -> "0.0001%"')],
    corruptCorrelation: [drifts(`${DELAY} ${REORDER} ${REST} corrupt 0.0001%`, 'corruptCorrelation "0%" -> "6%"')],
    rate: [drifts(`${DELAY} ${REORDER} ${REST.replace("10mbit", "11mbit")}`, 'rate "11mbit" -> "10mbit"')],
    packetOverhead: [drifts(`${DELAY} ${REORDER} ${REST.replace(" 20 ", " -14 ")}`, "packetOverhead -14 -> 20")],
    cellSize: [drifts(`${DELAY} ${REORDER} ${REST.replace(" 48 ", " 53 ")}`, "cellSize 53 -> 48")],
    cellOverhead: [drifts(`${DELAY} ${REORDER} ${REST.replace(" 48 5", " 48")}`, "cellOverhead 0 -> 5")],
    limit: [drifts(`${DELAY} ${REORDER} ${REST.replace("500", "501")}`, "limit 501 -> 500")],
  },
  steps: {
    delay: [
      changes({ delay: "0.5s" }, 'delay "40ms" -> "500ms"'),
      changes(
        {
          delay: undefined,
          jitter: undefined,
          delayCorrelation: undefined,
          distribution: undefined,
          ...{ reorder: undefined, reorderCorrelation: undefined, gap: undefined },
        },
        'handle "cd1:" -> "cd:", delay "40ms" -> "0s", jitter "10ms" -> "0s", delayCorrelation "25%" -> "0%", ' +
          'distribution "normal" -> "uniform", reorder "25%" -> "0%", reorderCorrelation "50%" -> "0%", gap 5 -> 0',
      ),
    ],
    jitter: [changes({ jitter: "11ms" }, 'jitter "10ms" -> "11ms"')],
    delayCorrelation: [changes({ delayCorrelation: undefined }, 'delayCorrelation "25%" -> "0%"')],
    distribution: [
      changes({ distribution: "pareto" }, 'handle "cd1:" -> "cd2:", distribution "normal" -> "pareto"'),
      changes({ distribution: "paretonormal" }, 'handle "cd1:" -> "cd3:", distribution "normal" -> "paretonormal"'),
      changes({ distribution: undefined }, 'handle "cd1:" -> "cd:", distribution "normal" -> "uniform"'),
    ],
    loss: [
      changes({ loss: undefined, lossCorrelation: undefined }, 'loss "1%" -> "0%", lossCorrelation "10%" -> "0%"'),
      changes({ loss: "33.3333%" }, 'loss "1%" -> "33.3333%"'),
    ],
    lossCorrelation: [changes({ lossCorrelation: "100%" }, 'lossCorrelation "10%" -> "100%"')],
    duplicate: [
      changes(
        { duplicate: undefined, duplicateCorrelation: undefined },
        'duplicate "2%" -> "0%", duplicateCorrelation "5%" -> "0%"',
      ),
    ],
    duplicateCorrelation: [changes({ duplicateCorrelation: "6%" }, 'duplicateCorrelation "5%" -> "6%"')],
    reorder: [
      changes(
        { reorder: undefined, reorderCorrelation: undefined, gap: undefined },
        'reorder "25%" -> "0%", reorderCorrelation "50%" -> "0%", gap 5 -> 0',
      ),
    ],
    reorderCorrelation: [changes({ reorderCorrelation: undefined }, 'reorderCorrelation "50%" -> "0%"')],
    gap: [changes({ gap: undefined }, "gap 5 -> 1")],
    corrupt: [
      changes(
        { corrupt: undefined, corruptCorrelation: undefined },
        'corrupt "0.0001%" -> "0%", corruptCorrelation "6%" -> "0%"',
      ),
    ],
    corruptCorrelation: [changes({ corruptCorrelation: undefined }, 'corruptCorrelation "6%" -> "0%"')],
    rate: [
      changes(
        { rate: undefined, packetOverhead: undefined, cellSize: undefined, cellOverhead: undefined },
        'rate "10mbit" -> null, packetOverhead 20 -> 0, cellSize 48 -> 0, cellOverhead 5 -> 0',
      ),
      changes({ rate: "1.5gbit" }, 'rate "10mbit" -> "1500mbit"'),
    ],
    packetOverhead: [changes({ packetOverhead: -14 }, "packetOverhead 20 -> -14")],
    cellSize: [changes({ cellSize: undefined, cellOverhead: undefined }, "cellSize 48 -> 0, cellOverhead 5 -> 0")],
    cellOverhead: [changes({ cellOverhead: undefined }, "cellOverhead 5 -> 0")],
    limit: [changes({ limit: 100 }, "limit 500 -> 100")],
  },
  removal: { to: bare(), does: SHAPED.map((link) => `delete shaping ${link}`) },
  foreign: {
    by: [
      "ip link add br1 type bridge",
      "ip link set br1 alias theirs up",
      "tc qdisc add dev br1 root handle 7: netem delay 5ms loss 3%",
    ],
    // Whose the bridge is that it stands on is said, and that alone.
    refusal: /^link br1 in host exists/,
    adopts: [
      "create namespace RED",
      "create link l0 in host",
      "adopt link br1 in host: keepsMac false -> true",
      "create link t0 in host",
      "create link r0 in RED",
      "create link lo in RED",
      "create shaping l0 in host",
      'adopt shaping br1 in host: handle "7:" -> "cd:", delay "5ms" -> "1234570us", loss "3%" -> "0%"',
      "create shaping t0 in host",
      "create shaping r0 in RED",
    ],
  },
};
