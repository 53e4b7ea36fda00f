import { expect, test } from "vitest";
import type { Verdict } from "../../../../providers/host/expect/check.ts";
import { report } from "../../../../providers/host/expect/report.ts";

const verdict: Verdict = {
  sentence: "RED ping 8.8.8.8",
  holds: false,
  sent: "ICMP echo requests from RED to 8.8.8.8, for up to 3 s",
  found: "no answer",
  died: { reason: "ip-forward", where: "host: net.ipv4.ip_forward = 0" },
};

test("a report says what was sent, what came back, where it died and what to do", () => {
  expect(report({ from: "RED", ping: "8.8.8.8" }, verdict)).toBe(
    [
      'expectation "RED ping 8.8.8.8" does not hold: it should work',
      "  sent:  ICMP echo requests from RED to 8.8.8.8, for up to 3 s",
      "  found: no answer",
      "  died:  ip-forward: host: net.ipv4.ip_forward = 0",
      '  next:  declare sysctls: { "net.ipv4.ip_forward": "1" } there (IPv6: "net.ipv6.conf.all.forwarding")',
    ].join("\n"),
  );
});

test("where no cause was found a report says what was looked at", () => {
  const died = { reason: "no-answer", where: "host: no answer comes", looked: "routes of RED, host" } as const;
  expect(report({ from: "RED", ping: "8.8.8.8" }, { ...verdict, died })).toContain(
    "  died:  no-answer: host: no answer comes\n  looked: routes of RED, host\n  next:  ",
  );
});

test("a failure for another reason says which and which not", () => {
  const text = report({ from: "RED", ping: "8.8.8.8", fails: true, because: "answer-dropped" }, verdict);
  expect(text).toContain("it fails as it should, but because of ip-forward, not answer-dropped");
  expect(text).toContain("next:  expect because: ip-forward, or change what stops the packet");
});

test("what works and should not says so, and a probe that could not run says that it proved nothing", () => {
  const { died: _, ...works } = { ...verdict, found: "64 bytes from 8.8.8.8" };
  expect(report({ from: "RED", ping: "8.8.8.8", fails: true }, works)).toContain("does not hold: it should fail");
  const broken = { ...works, found: "the probe could not run: nsenter: cannot open /run/netns/RED" };
  expect(report({ from: "RED", ping: "8.8.8.8", fails: true }, broken)).toContain("it proved nothing");
});

test("a drop before table filter is not answered with firewall.forward, and Docker's is known by its form", () => {
  const at = (where: string) =>
    report({ from: "RED", ping: "172.17.0.3" }, { ...verdict, died: { reason: "forward-drop", where } });
  const drop = (device: string) => `(-A PREROUTING -d 172.17.0.3/32 ${device} -j DROP), met by RED`;
  expect(at(`host: rule 2 of PREROUTING, table raw ${drop("! -i docker0")}`)).toMatch(
    /next: {2}reach the container by a published port; or .*trusted_host_interfaces/,
  );
  expect(at(`host: rule 2 of PREROUTING, table raw ${drop("-i br0")}`)).toMatch(/next: {2}change that rule/);
  expect(at("host: policy DROP of FORWARD, table filter, met by RED")).toMatch(/next: {2}accept the request/);
});

test("what keeps Docker's networks apart is not to be accepted, and a network of both ends is named", () => {
  const at = (rule: string, shared: string[] = []) => {
    const died = {
      reason: "forward-drop",
      where: `host: rule 1 of DOCKER, table filter (${rule}), met by w1`,
    } as const;
    return /next: +(.*)/.exec(report({ from: "RED", ping: "172.31.0.2" }, { ...verdict, died }, [], shared))?.[1];
  };
  const apart = "Docker keeps its networks apart: ";
  const attach = `${apart}attach both ends to one network, or reach it by a published port`;
  expect(at("-A DOCKER-ISOLATION-STAGE-2 -o br-1 -j DROP")).toBe(attach);
  expect(at("-A DOCKER ! -i br-1 -o br-1 -j DROP")).toBe(attach);
  expect(at("-A DOCKER-ISOLATION-STAGE-2 -o br-1 -j DROP", ["lan"])).toBe(
    `${apart}send to its address on lan, which both are on`,
  );
  expect(at("-A DOCKER-ISOLATION-STAGE-1 ! -s 172.31.0.0/16 -o br-1 -j DROP")).toMatch(/^an internal network/);
});

test("what is declared and drifted is restored by up, and not to be declared again", () => {
  const forward = { kind: "sysctl", scope: "host", key: "net.ipv4.ip_forward" };
  const at = (...drifted: { kind: string; scope: string; key: string }[]) =>
    /next: +(.*)/.exec(report({ from: "RED", ping: "8.8.8.8" }, verdict, drifted))?.[1];
  expect(at({ kind: "link", scope: "host", key: "br0" }, forward)).toBe(
    "pulumi up: it restores what is declared and drifted there, sysctl net.ipv4.ip_forward in host",
  );
  expect(at({ ...forward, scope: "RED" })).toMatch(/^declare sysctls/);
});

test("a route or rule that stops packets is to be taken away, where another route does not help", () => {
  const nextOf = (where: string) =>
    /next: {2}(.*)/.exec(
      report({ from: "RED", ping: "BLUE" }, { ...verdict, died: { reason: "no-route", where } }),
    )?.[1];
  const BY = "by rule 100: from 11.11.11.2 to 8.8.8.0/24 lookup 77";
  expect([
    nextOf("RED: no route to 12.12.12.2: Invalid argument (blackhole 12.12.12.2 in table main)"),
    nextOf(`host: no route to 8.8.8.8: Invalid argument (blackhole default in table 77, ${BY})`),
    nextOf("RED: no route to fd00::2: Permission denied (rule 100: from all to fd00::2 prohibit)"),
    nextOf("RED: no route to fd00::2: Network is unreachable (net.ipv6.conf.all.disable_ipv6 = 1)"),
  ]).toEqual([
    "ip -n RED route del blackhole 12.12.12.2 takes it away",
    "ip route del blackhole default table 77 takes it away",
    "ip -n RED -6 rule del pref 100 takes it away",
    expect.stringMatching(/^declare a route to it there/),
  ]);
});

test.for([
  ["no-peer", "RED: no peer of wg0 has 10.7.0.2 in its allowedIps", "give the peer that network in allowedIps"],
  ["no-peer", "RED: over sends it to 192.0.2.2: BLUE: over is down", "let both ends of the tunnel be of one type, up"],
  ["no-route", "RED: gre1 sends it to 192.0.2.2: RED: no interface has 192.0.2.1, its source", "declare that address"],
  [
    "no-route",
    "RED: the route to 192.0.2.2 leads into gre1, whose outer packet it is",
    "declare a route to the other end",
  ],
  ["ttl-exceeded", "RED: gre1 sends it to 192.0.2.2: ROUTER: the ttl of 1 ends here", "give the tunnel a larger ttl"],
  ["ttl-exceeded", "RED: 10.0.0.1 > 10.0.0.2 comes by again and again", "look for the two machines"],
  ["no-arp", "RED: asks: host: port p1 of br0 does not carry VLAN 10 (its VLANs: 1)", "declare that VLAN in vlans"],
  [
    "no-arp",
    "RED: asks: BLUE: frames come to eth0 of VLAN 10, and t takes those of VLAN 11",
    "write one id at both ends",
  ],
  [
    "forward-drop",
    "host: masquerade drops 10.0.0.2 > 8.8.8.8: no interface there has an address",
    "give the interface",
  ],
  [
    "answer-dropped",
    "RED: peer k of wg0 at 192.0.2.2:5 has never answered a handshake: host: rule 1",
    "accept the answer too",
  ],
] as const)("what to do about a packet that died in a tunnel, a VLAN or nat: %s, %s", ([reason, where, advice]) => {
  const text = report({ from: "RED", ping: "10.7.0.2" }, { ...verdict, died: { reason, where } });
  expect(text).toContain(`  next:  ${advice}`);
});

test("a route that stops a tunnel's packets is to be taken away where it is", () => {
  const where =
    "RED: over sends it to 192.0.2.2: ROUTER: no route to 192.0.2.2: Invalid argument (blackhole 192.0.2.0/24 in table main)";
  const text = report({ from: "RED", ping: "10.7.0.2" }, { ...verdict, died: { reason: "no-route", where } });
  expect(text).toContain("next:  ip -n ROUTER route del blackhole 192.0.2.0/24 takes it away");
});
