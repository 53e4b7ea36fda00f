import { describe, expect, test } from "vitest";
import type { PingMeasure } from "../../../../net/goal.ts";
import { readCount, readRate } from "../../../../providers/host/expect/probe/measure.ts";
import { report } from "../../../../providers/host/expect/report.ts";

/** What ping prints of as many requests, of which some were answered after these milliseconds. */
const printed = (sent: number, times: number[], more = "") =>
  [
    "PING 10.0.0.2 (10.0.0.2) 56(84) bytes of data.",
    ...times.map((time, i) => `64 bytes from 10.0.0.2: icmp_seq=${i + 1} ttl=64 time=${time} ms`),
    "64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=7000 ms (DUP!)",
    "",
    "--- 10.0.0.2 ping statistics ---",
    `${sent} packets transmitted, ${times.length} received, ${more}${100 - (100 * times.length) / sent}% packet loss, time 9 ms`,
    "rtt min/avg/max/mdev = 100.061/106.359/303.112/0.424 ms, pipe 10",
    "",
  ].join("\n");
const TIMES = [303, ...Array.from({ length: 811 }, () => 100.4)];

const read = (stdout: string, measure: Partial<PingMeasure>) =>
  readCount({ argv: [], code: 0, stdout, stderr: "" }, { count: 1000, ...measure });

describe("what ping counted", () => {
  test("holds within its bounds, and tells what was measured", () => {
    expect(read(printed(1000, TIMES), { rtt: { min: 95_000, max: 105_000 }, loss: { min: 16, max: 22 } })).toEqual({
      ...{ ran: true, answered: true },
      found: "18.8% of 1000 requests had no answer; the round-trip time was 100.4 ms, the median of 100.4 to 303 ms",
    });
  });

  test("does not hold outside of them, and tells which", () => {
    expect(read(printed(1000, TIMES), { rtt: { max: 50_000 }, loss: { max: 20 } })).toEqual({
      ...{ ran: true, answered: false, symptom: "measure" },
      found:
        "18.8% of 1000 requests had no answer; the round-trip time was 100.4 ms, the median of 100.4 to 303 ms: " +
        "not at most 50 ms",
    });
    expect(read(printed(1000, TIMES), { loss: { min: 19, max: 20.5 } })).toMatchObject({
      found: "18.8% of 1000 requests had no answer: not from 19% to 20.5%",
    });
  });

  test("is no loss where packets came twice", () => {
    expect(read(printed(100, Array(100).fill(1), "+3 duplicates, "), { loss: { max: 0 } })).toMatchObject({
      answered: true,
    });
    expect(read("100 packets transmitted, 102 received\n", { loss: { max: 0 } })).toMatchObject({ answered: true });
  });

  test("has no round-trip time where nothing was answered", () => {
    expect(read(printed(100, []), { rtt: { max: 50_000 } })).toMatchObject({
      ...{ ran: true, answered: false, symptom: "measure" },
      found: "100% of 100 requests had no answer: there is no round-trip time",
    });
  });

  test("is nothing where ping did not run", () => {
    expect(read("", { loss: { max: 0 } })).toBeUndefined();
  });
});

test("what arrived is told in Mbit/s, with the bound that it misses", () => {
  expect(readRate(9_512_345, 3, { min: 9e6, max: 10e6 })).toEqual({
    ...{ ran: true, answered: true, found: "9.51 Mbit/s arrived over 3 s" },
  });
  expect(readRate(950_000, 3, { min: 8e6 })).toMatchObject({
    ...{ answered: false, symptom: "measure", found: "0.95 Mbit/s arrived over 3 s: not at least 8 Mbit/s" },
  });
});

test("the report of a measurement says what was measured, and needs no place where anything died", () => {
  const expectation = { from: "RED", ping: { to: "BLUE", rtt: { max: "50ms" } } };
  const verdict = {
    sentence: "RED ping BLUE rtt at most 50ms",
    holds: false,
    sent: "ICMP echo requests from RED to 10.0.0.2, for up to 3 s, then 100 that are counted",
    found: "the round-trip time was 100.3 ms, the median of 100.1 to 100.9 ms: not at most 50 ms",
  };
  expect(report(expectation, verdict)).toBe(
    [
      'expectation "RED ping BLUE rtt at most 50ms" does not hold: it is not as it should be',
      `  sent:  ${verdict.sent}`,
      `  found: ${verdict.found}`,
      "  next:  expect what was measured, or change what is on the way: shaping, the load of the machine",
    ].join("\n"),
  );
});
