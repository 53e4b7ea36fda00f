import { describe, expect, test } from "vitest";
import { icmpFamilies, icmpNumber } from "../../net/icmp.ts";
import { Invalid, show } from "../../net/invalid.ts";
import { parseTarget, published } from "../../net/published.ts";
import { containerOf, containerScope, isNamespace } from "../../net/scope.ts";
import { closest, declaredInstead } from "../../net/suggest.ts";
import { settingPath } from "../../net/sysctl.ts";

describe("a published port", () => {
  test("is spelled out, the service's port like the host's where none is named", () => {
    expect(published({ port: 8080, to: "11.11.11.2" })).toEqual({
      family: "ipv4",
      protocol: "tcp",
      ports: { first: 8080, last: 8080 },
      target: { address: "11.11.11.2", ports: { first: 8080, last: 8080 } },
    });
    expect(parseTarget("[fd00::2]:80")).toEqual({ address: "fd00::2", port: "80" });
  });

  test("of a range leads to a range of the same length", () => {
    expect(() => published({ port: "8000-8010", to: "11.11.11.2:80" })).toThrow("lengths differ: 11 vs 1");
  });
});

describe("ICMP messages", () => {
  test("have a number in each family that knows them", () => {
    expect([icmpNumber("echo-request", "ipv4"), icmpNumber("echo-request", "ipv6")]).toEqual([8, 128]);
    expect(icmpNumber("packet-too-big", "ipv4")).toBeUndefined();
    expect([icmpFamilies("timestamp-reply"), icmpFamilies(42)]).toEqual([["ipv4"], ["ipv4", "ipv6"]]);
  });
});

describe("scopes", () => {
  test("are the host, a namespace, or a container's", () => {
    expect(containerOf(containerScope("web"))).toBe("web");
    expect(["host", "RED", "container:web"].map(isNamespace)).toEqual([false, true, false]);
  });
});

describe("a misspelt word", () => {
  test("is told the near one: two letters swapped, another case, one left out", () => {
    const words = ["address", "addresses", "gateway"];
    expect(["adress", "addrses", "GATEWAY"].map((word) => closest(word, words))).toEqual([
      "address",
      "address",
      "gateway",
    ]);
    expect(closest("zebra", words)).toBeUndefined();
  });

  test("that is near to nothing is told what there is, and how much more", () => {
    expect(declaredInstead("x", "bridges", [])).toBe("no bridges are declared");
    const many = Array.from({ length: 14 }, (_, i) => `bridge-${i}`);
    expect(declaredInstead("zebra", "bridges", many)).toMatch(/^declared bridges: bridge-0, .* and 2 more$/);
  });
});

test("forwarding of IPv4 is one setting under two names", () => {
  expect(settingPath("net/ipv4/conf/all/forwarding")).toBe(settingPath("net/ipv4/ip_forward"));
});

test("a value in an error is quoted, on one line, and short", () => {
  expect(show("a\nb")).toBe('"a\\nb"');
  expect(show("x".repeat(200)).length).toBeLessThanOrEqual(80);
  expect(new Invalid(7, "too small", "write 8").message).toBe("7: too small; write 8");
});
