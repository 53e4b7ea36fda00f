import { describe, expect, test } from "vitest";
import { readFlows, sayFlow } from "../../../../net/conntrack.ts";
import { selectors } from "../../../../providers/host/kinds/firewall/flows/selectors.ts";
import { away, blue, CLIENT, flow, PUBLISHED, plain, red } from "./flow.ts";

test("flows of a zone of somebody's own, and lines of another sort, are left out", () => {
  expect(readFlows(`${plain} zone=7\nconntrack v1.4.7: 1 flow entries have been shown.\n`)).toEqual([]);
  expect(readFlows(`${plain} zone=0 use=2`)).toHaveLength(1);
});

test("a flow reads as one", () => {
  const [first, ping] = readFlows(
    `${red}\nipv4 2 icmp 1 29 src=1.1.1.1 dst=2.2.2.2 type=8 code=0 id=7 src=2.2.2.2 dst=1.1.1.1 type=0 code=0 id=7`,
  );
  expect(first && sayFlow(first)).toBe("udp 192.168.104.3:4000 -> 192.168.104.2:5353, led to 11.11.11.2:53");
  expect(ping && sayFlow(ping)).toBe("icmp 1.1.1.1 -> 2.2.2.2");
});

describe("what conntrack(8) is told to delete", () => {
  const words = (ending: string[], others: string[]) => {
    const flows = readFlows([...ending, ...others].join("\n"));
    return selectors(flows.slice(0, ending.length), flows).map((list) => list.join(" "));
  };
  const many = ["4000", "4001", "4002"].map((port) =>
    flow("udp", `192.168.104.3:${port}`, PUBLISHED, ["11.11.11.2:53", `192.168.104.3:${port}`]),
  );

  test("is one service where all of its flows go", () => {
    expect(words(many, [blue, away])).toEqual([
      "-f ipv4 -p udp -d 192.168.104.2 -r 11.11.11.2 --orig-port-dst 5353 --reply-port-src 53",
    ]);
  });

  test("is one client where all of its flows go", () => {
    const others = flow("udp", "11.11.11.9:4000", "8.8.8.8:53");
    expect(words([away, flow("udp", "11.11.11.2:4001", "9.9.9.9:53")], [others])).toEqual([
      "-f ipv4 -p udp -s 11.11.11.2 -q 11.11.11.2",
      "-f ipv4 -p udp -d 9.9.9.9 -r 9.9.9.9 --orig-port-dst 53 --reply-port-src 53",
    ]);
  });

  test("is the flow itself where others are like it", () => {
    const [one = "", ...rest] = many;
    const client = flow("udp", CLIENT, "192.168.104.2:99");
    expect(words([one], [...rest, client])).toEqual([
      "-f ipv4 -p udp -s 192.168.104.3 -d 192.168.104.2 -r 11.11.11.2 -q 192.168.104.3 --orig-port-src 4000 --orig-port-dst 5353 --reply-port-src 53 --reply-port-dst 4000",
    ]);
  });
});
