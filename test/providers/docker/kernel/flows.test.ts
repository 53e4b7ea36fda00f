import { expect, test } from "vitest";
import { readFlows, sayFlow } from "../../../../net/conntrack.ts";
import { staleFlows } from "../../../../providers/docker/kernel/flows.ts";

/** One flow, as conntrack(8) lists it. */
function listed(from: string, to: string, port: number, answers: string, protocol = "udp 17"): string {
  const way = (src: string, dst: string, sport: number, dport: number) =>
    `src=${src} dst=${dst} sport=${sport} dport=${dport}`;
  return `ipv4 2 ${protocol} 29 ${way(from, to, 4000, port)} ${way(answers, from, port, 4000)} mark=0 use=1`;
}

test("of all flows those to a published port of the host end that nobody of the container answers", () => {
  const text = [
    listed("192.0.2.9", "192.0.2.1", 5353, "192.0.2.1"),
    listed("192.0.2.9", "192.0.2.1", 5353, "10.82.0.99"),
    listed("192.0.2.9", "192.0.2.1", 5353, "10.82.0.10"),
    listed("192.0.2.9", "192.0.2.1", 5354, "192.0.2.1"),
    listed("192.0.2.9", "198.51.100.7", 5353, "198.51.100.7"),
    listed("192.0.2.1", "192.0.2.1", 5353, "192.0.2.1"),
    listed("192.0.2.9", "192.0.2.1", 5353, "192.0.2.1", "tcp 6"),
  ].join("\n");
  const stale = staleFlows(readFlows(text), new Set([5353]), ["10.82.0.10"], ["127.0.0.1", "192.0.2.1"]);
  expect(stale.map(sayFlow)).toEqual([
    "udp 192.0.2.9:4000 -> 192.0.2.1:5353",
    "udp 192.0.2.9:4000 -> 192.0.2.1:5353, led to 10.82.0.99:5353",
  ]);
});
