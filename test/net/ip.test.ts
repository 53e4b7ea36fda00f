import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { complaint } from "../../net/invalid.ts";
import {
  type Cidr,
  contains,
  formatCidr,
  formatIp,
  isReservedIn,
  last,
  network,
  overlap,
  parseCidr,
  parseIp,
  parseNetwork,
  parseRange,
  width,
} from "../../net/ip.ts";

const family = fc.constantFrom<4 | 6>(4, 6);
const ip = family.chain((family) =>
  fc.record({ family: fc.constant(family), value: fc.bigInt({ min: 0n, max: (1n << BigInt(width(family))) - 1n }) }),
);
const cidr = ip.chain((one) => fc.integer({ min: 0, max: width(one.family) }).map((prefix) => ({ ...one, prefix })));

describe("an address", () => {
  test("has one spelling, which leads back to it", () => {
    fc.assert(fc.property(ip, (one) => void expect(parseIp(formatIp(one))).toEqual(one)));
  });

  test.each([
    ["2001:db8:0:0:0:0:0:1", "2001:db8::1"],
    ["2001:0DB8::0001", "2001:db8::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["1:0:2:0:0:0:3:4", "1:0:2::3:4"],
    ["0:0:0:0:0:0:0:0", "::"],
    ["1:2:3:4:5:6:7:0", "1:2:3:4:5:6:7:0"],
    ["fe80:0:0:0:0:0:0:0", "fe80::"],
  ])("%s is written %s (RFC 5952)", (text, canonical) => {
    expect(formatIp(parseIp(text))).toBe(canonical);
  });

  test.each([
    "010.0.0.1",
    "10.1",
    "0x0a.0.0.1",
    "256.0.0.1",
    "10.0.0.1.2",
    "10.0.0.1 ",
    "",
    "::ffff:10.0.0.1",
    "fe80::1%eth0",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "12345::",
    "::g",
  ])("%j is none: tools read it in different ways, or not at all", (text) => {
    expect(complaint(() => parseIp(text))).toBeDefined();
  });
});

describe("an address with its prefix length", () => {
  test("leads back to itself", () => {
    fc.assert(fc.property(cidr, (one) => void expect(parseCidr(formatCidr(one))).toEqual(one)));
  });

  test.each(["10.0.0.1", "10.0.0.1/024", "10.0.0.1/33", "10.0.0.1/-1", "10.0.0.1/8/8", "fd00::1/129", "fd00::1/"])(
    "%j is none",
    (text) => {
      expect(complaint(() => parseCidr(text))).toBeDefined();
    },
  );

  test("may be missing where a tool prints a single address", () => {
    expect(formatCidr(parseRange("10.0.0.1"))).toBe("10.0.0.1/32");
    expect(formatCidr(parseRange("fd00::1"))).toBe("fd00::1/128");
    expect(formatCidr(parseRange("10.0.0.0/8"))).toBe("10.0.0.0/8");
  });

  test("with host bits is no network, and the error has the right one", () => {
    expect(complaint(() => parseNetwork("10.1.2.3/8"))?.fix).toBe("write 10.0.0.0/8");
    expect(parseNetwork("10.0.0.0/8")).toEqual(parseCidr("10.0.0.0/8"));
  });
});

describe("networks", () => {
  test("contain their first and last address and all between, and no other", () => {
    fc.assert(
      fc.property(cidr, cidr, (outer, inner) => {
        const inside =
          outer.family === inner.family && network({ ...inner, prefix: outer.prefix }).value === network(outer).value;
        expect(contains(outer, inner)).toBe(inside);
        expect([contains(outer, network(outer)), contains(outer, last(outer))]).toEqual([true, true]);
      }),
    );
  });

  test("overlap where one holds the other, whoever is asked first", () => {
    fc.assert(fc.property(cidr, cidr, (a, b) => void expect(overlap(a, b)).toBe(overlap(b, a))));
    const pairs: [string, string, boolean][] = [
      ["10.0.0.0/8", "10.1.0.0/16", true],
      ["10.0.0.0/16", "10.1.0.0/16", false],
      ["10.0.0.0/8", "fd00::/8", false],
      ["0.0.0.0/0", "192.168.0.0/16", true],
    ];
    for (const [a, b, expected] of pairs) expect([a, b, overlap(parseCidr(a), parseCidr(b))]).toEqual([a, b, expected]);
  });

  test.each([
    ["10.0.0.0/24", "10.0.0.0", true],
    ["10.0.0.0/24", "10.0.0.255", true],
    ["10.0.0.0/24", "10.0.0.1", false],
    ["10.0.0.0/31", "10.0.0.0", false],
    ["10.0.0.1/32", "10.0.0.1", false],
    ["fd00::/64", "fd00::", true],
    ["fd00::/64", "fd00::ffff:ffff:ffff:ffff", false],
  ])("of %s, %s is no machine's address: %s", (subnet, address, reserved) => {
    expect(isReservedIn(parseCidr(subnet) as Cidr, parseIp(address))).toBe(reserved);
  });
});
