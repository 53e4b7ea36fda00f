import { describe, expect, test } from "vitest";
import { answerTo, type Seen } from "../../net/walk/packet.ts";
import { readRules } from "../../net/walk/rules.ts";
import { countAt, walk } from "../../net/walk/walk.ts";

const SYN: Seen = {
  family: 4,
  protocol: "tcp",
  src: "11.11.11.2",
  dst: "8.8.8.8",
  dport: 80,
  state: "NEW",
  flags: ["SYN"],
  in: "br0",
  out: "eth1",
  local: ["192.168.104.2"],
};

const through = (rules: string, packet: Seen = SYN, policy = "DROP") =>
  walk(readRules(`*filter\n:FORWARD ${policy} [3:252]\n${rules}\nCOMMIT\n`), "filter", "FORWARD", packet);

/** The target that the packet meets when only this rule could accept it. */
const accepted = (match: string, packet: Seen = SYN) => {
  const { target, certain } = through(`-A FORWARD ${match} -j ACCEPT`, packet);
  return certain ? target === "ACCEPT" : undefined;
};

describe("a rule and a packet", () => {
  test.each<[string, boolean | undefined]>([
    ["-s 11.11.11.0/24", true],
    ["-s 11.11.11.3/32", false],
    ["! -s 11.11.11.0/24", false],
    ["-d 8.8.8.8/32 -p tcp", true],
    ["-p udp", false],
    ["-p 6", true],
    ["-i br+ -o eth1", true],
    ["-i docker0", false],
    ["! -o br0", true],
    ["-p tcp -m tcp --dport 80", true],
    ["-p tcp -m tcp --dport 81:90", false],
    ["-p tcp -m tcp ! --dport :79", true],
    ["-p tcp -m multiport --dports 22,79:81", true],
    ["-p tcp -m tcp --sport 1024", undefined],
    ["-m conntrack --ctstate RELATED,ESTABLISHED", false],
    ["-m conntrack ! --ctstate INVALID", true],
    ["-m state --state NEW", true],
    ["-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN", true],
    ["-m addrtype --dst-type LOCAL", false],
    ["-m addrtype ! --dst-type LOCAL", true],
    ["-m physdev --physdev-is-bridged", false],
    ['-m comment --comment "a -j DROP \\"quoted\\""', true],
    ["-m length --length 60:80", undefined],
    ["-s 10.0.0.0/8 -m length --length 60:80", false],
    ["-m set --match-set friends src -d 8.8.8.8/32", undefined],
  ])("%s", (match, expected) => {
    expect(accepted(match)).toBe(expected);
  });

  test("a packet that crosses a bridge has ports, and the bridge as both devices", () => {
    const bridged = { ...SYN, in: "br0", out: "br0", physIn: "reth1", physOut: "beth1" };
    expect(accepted("-m physdev --physdev-is-bridged", bridged)).toBe(true);
    expect(accepted("-m physdev --physdev-in reth1 --physdev-out beth+", bridged)).toBe(true);
    expect(accepted("-i br0 ! -o br0", bridged)).toBe(false);
  });

  test("the answer has all turned round, and is established", () => {
    const answer = { ...answerTo(SYN), in: "eth1", out: "br0", local: [] };
    expect(accepted("-s 8.8.8.8/32 -d 11.11.11.2/32 -p tcp -m tcp --sport 80", answer)).toBe(true);
    expect(accepted("-m conntrack --ctstate RELATED,ESTABLISHED", answer)).toBe(true);
    expect(accepted("-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN", answer)).toBe(false);
  });
});

describe("a chain", () => {
  test("without a rule that decides, its policy does", () => {
    expect(through("-A FORWARD -j LOG")).toMatchObject({ target: "DROP", spot: { chain: "FORWARD" }, certain: true });
    expect(through("").spot.rule).toBeUndefined();
  });

  test("the first rule that applies decides, wherever the jumps lead", () => {
    const rules =
      ":A - [0:0]\n:B - [0:0]\n-A FORWARD -j A\n-A FORWARD -j REJECT\n-A A -p udp -j DROP\n-A A -j B\n-A B -j ACCEPT";
    expect(through(rules)).toMatchObject({ target: "ACCEPT", spot: { chain: "B", rule: 0 } });
  });

  test("RETURN goes back behind the jump, at the top to the policy", () => {
    const rules = ":A - [0:0]\n-A FORWARD -j A\n-A FORWARD -j REJECT\n-A A -j RETURN\n-A A -j ACCEPT";
    expect(through(rules)).toMatchObject({ target: "REJECT", spot: { chain: "FORWARD", rule: 1 } });
    expect(through("-A FORWARD -j RETURN\n-A FORWARD -j ACCEPT")).toMatchObject({ target: "DROP" });
  });

  test("a goto does not come back behind itself", () => {
    const rules = ":A - [0:0]\n-A FORWARD -g A\n-A FORWARD -j ACCEPT\n-A A -p udp -j ACCEPT";
    expect(through(rules)).toMatchObject({ target: "DROP", spot: { chain: "FORWARD" } });
  });

  test("a chain that the kernel does not have accepts", () => {
    expect(walk(readRules(""), "filter", "FORWARD", SYN)).toMatchObject({ target: "ACCEPT", certain: true });
  });

  test("its counters are those of the spot", () => {
    const rules = readRules("*filter\n:FORWARD DROP [3:252]\n[7:588] -A FORWARD -p udp -j DROP\nCOMMIT\n");
    expect(countAt(rules, { table: "filter", chain: "FORWARD" })).toBe(3);
    expect(countAt(rules, { table: "filter", chain: "FORWARD", rule: 0 })).toBe(7);
  });
});
