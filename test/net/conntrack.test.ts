import { describe, expect, test } from "vitest";
import { readFlows, sayFlow } from "../../net/conntrack.ts";

const ONE_WAY = "src=192.0.2.9 dst=192.0.2.1 sport=4000 dport=53";
const BACK = "src=10.0.0.2 dst=192.0.2.9 sport=53 dport=4000";

describe("flows as conntrack(8) lists them", () => {
  test("are read both ways, and told with whom they were led to", () => {
    const [flow] = readFlows(`ipv4     2 udp      17 29 ${ONE_WAY} ${BACK} mark=0 use=1\n`);
    expect(flow).toMatchObject({
      family: "ipv4",
      protocol: "udp",
      original: { dport: 53 },
      reply: { src: "10.0.0.2" },
    });
    expect(flow && sayFlow(flow)).toBe("udp 192.0.2.9:4000 -> 192.0.2.1:53, led to 10.0.0.2:53");
  });

  test.each([
    ["a UDP flow", `udp 17 29 ${ONE_WAY} ${BACK} [ASSURED]`, false],
    ["an unanswered UDP flow", `udp 17 29 ${ONE_WAY} [UNREPLIED] ${BACK}`, false],
    ["an open connection", `tcp 6 431999 ESTABLISHED ${ONE_WAY} ${BACK} [ASSURED]`, false],
    ["a connection of which one side still sends", `tcp 6 60 CLOSE_WAIT ${ONE_WAY} ${BACK}`, false],
    ["a closed connection", `tcp 6 119 TIME_WAIT ${ONE_WAY} ${BACK} [ASSURED]`, true],
    [
      "a ping",
      "icmp 1 29 src=10.0.0.1 dst=10.0.0.2 type=8 code=0 id=7 src=10.0.0.2 dst=10.0.0.1 type=0 code=0 id=7",
      true,
    ],
  ])("say whether more of them is to come: %s", (_, line, over) => {
    expect(readFlows(`ipv4     2 ${line} mark=0 use=1\n`)).toEqual([expect.objectContaining({ over })]);
  });

  test("of another zone, and lines that are none, are left out", () => {
    expect(readFlows(`ipv4 2 udp 17 29 ${ONE_WAY} ${BACK} mark=0 zone=7 use=1\nconntrack v1.4.7\n`)).toEqual([]);
  });
});
