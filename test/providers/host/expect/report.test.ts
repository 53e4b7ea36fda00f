import { expect, test } from "vitest";
import type { Verdict } from "../../../../providers/host/expect/check.ts";
import type { Died } from "../../../../providers/host/expect/explain/explain.ts";
import { report } from "../../../../providers/host/expect/report.ts";
import type { Ref } from "../../../../providers/host/model.ts";

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

test("Docker's drop before table filter is known by its form", () => {
  const at = (where: string) => {
    const died = { reason: "forward-drop", where, next: "change that rule" } as const;
    return report({ from: "RED", ping: "172.17.0.3" }, { ...verdict, died });
  };
  const drop = (device: string) => `(-A PREROUTING -d 172.17.0.3/32 ${device} -j DROP), met by RED`;
  expect(at(`host: rule 2 of PREROUTING, table raw ${drop("! -i docker0")}`)).toMatch(
    /next: {2}reach the container by a published port; or .*trusted_host_interfaces/,
  );
  expect(at(`host: rule 2 of PREROUTING, table raw ${drop("-i br0")}`)).toMatch(/next: {2}change that rule$/);
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

test("a death that tells what to do itself is taken at its word, else its reason tells it", () => {
  const nextOf = (died: Died, drifted: Ref[] = []) =>
    /next: {2}(.*)/.exec(report({ from: "RED", ping: "BLUE" }, { ...verdict, died }, drifted))?.[1];
  const where = "RED: no route to 12.12.12.2: Invalid argument (blackhole 12.12.12.2 in table main)";
  const next = "ip -n RED route del blackhole 12.12.12.2 takes it away";
  const ruled: Died = { reason: "no-route", where, next, ruled: true };
  expect(nextOf(ruled)).toBe(next);
  expect(nextOf({ reason: "no-route", where: "RED: no route to 12.12.12.2" })).toMatch(/^declare a route to it there/);
  // Where a route stops it, an interface that drifted beside is not why.
  const [link, route] = ["link", "route"].map((kind) => ({ kind, scope: "RED", key: "eth0" }));
  expect(nextOf(ruled, [link!])).toBe(next);
  expect(nextOf(ruled, [link!, route!])).toMatch(/^pulumi up: it restores .*, route eth0 \S+ \S+ in RED$/);
});
