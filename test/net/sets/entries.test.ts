import { describe, expect, test } from "vitest";
import { Invalid } from "../../../net/invalid.ts";
import { readSets } from "../../../net/ipset-save.ts";
import type { Shape } from "../../../net/sets/element.ts";
import { entriesOf, entryText } from "../../../net/sets/entry.ts";
import { contentsOf } from "../../../net/sets/saved.ts";
import { rangeOf } from "../../../net/sets/shape.ts";

const entries = (type: Shape["type"], text: string, family: 4 | 6 = 4, range?: string) =>
  entriesOf(text, { type, family, ...(range !== undefined && { range }) }, 1000).map(entryText);

const fault = (type: Shape["type"], text: string, family: 4 | 6 = 4, range?: string) => {
  try {
    return entries(type, text, family, range).join(" ");
  } catch (error) {
    if (error instanceof Invalid) return `${error.rule}; ${error.fix}`;
    throw error;
  }
};

describe("an entry of a set", () => {
  test.each<[Shape["type"], string, string[]]>([
    ["hash:ip", "10.0.0.1", ["10.0.0.1"]],
    ["hash:ip", "10.0.0.254-10.0.1.1", ["10.0.0.254", "10.0.0.255", "10.0.1.0", "10.0.1.1"]],
    ["hash:ip", "10.0.0.4/30", ["10.0.0.4", "10.0.0.5", "10.0.0.6", "10.0.0.7"]],
    ["hash:net", "10.0.0.1/32", ["10.0.0.1"]],
    ["hash:net", "10.0.0.1-10.0.0.6", ["10.0.0.1", "10.0.0.2/31", "10.0.0.4/31", "10.0.0.6"]],
    ["hash:net", '10.1.0.0/16 nomatch comment "why not"', ['10.1.0.0/16 nomatch comment "why not"']],
    ["hash:ip,port", "10.0.0.1,80-81", ["10.0.0.1,tcp:80", "10.0.0.1,tcp:81"]],
    ["hash:ip,port", "10.0.0.1,ICMP:Ping", ["10.0.0.1,icmp:8/0"]],
    ["hash:ip,port", "10.0.0.1,icmp:3/13", ["10.0.0.1,icmp:3/13"]],
    ["hash:ip,port", "10.0.0.1,47:0", ["10.0.0.1,gre:0"]],
    ["hash:net,port", "10.0.0.0/31,udp:53", ["10.0.0.0/31,udp:53"]],
    ["hash:ip,port,ip", "10.0.0.1,80,10.0.0.8-10.0.0.9", ["10.0.0.1,tcp:80,10.0.0.8", "10.0.0.1,tcp:80,10.0.0.9"]],
    ["hash:ip,port,net", "10.0.0.1,80,10.0.0.8/32", ["10.0.0.1,tcp:80,10.0.0.8"]],
    ["hash:net,iface", "0.0.0.0/0,physdev:eth1", ["0.0.0.0/0,physdev:eth1"]],
    ["list:set", "another", ["another"]],
  ])("of %s, %s, is what the kernel has of it", (type, text, expected) => {
    expect(entries(type, text)).toEqual(expected);
  });

  test("of IPv6 has one spelling", () => {
    expect(entries("hash:net", "FD00:0:0:1::/64", 6)).toEqual(["fd00:0:0:1::/64"]);
    expect(entries("hash:ip,port", "fd00:0::1,icmpv6:echo-request", 6)).toEqual(["fd00::1,icmpv6:128/0"]);
  });

  test.each<[Shape["type"], string, string]>([
    ["hash:ip", "10.0.0.1,80", "an entry of hash:ip has an address alone; write it as in 10.0.0.1"],
    [
      "hash:ip,port",
      "10.0.0.1",
      "an entry of hash:ip,port has an address, then a port; write it as in 10.0.0.1,tcp:80",
    ],
    ["hash:ip", "10.0.0.9-10.0.0.1", "the range runs backwards; write 10.0.0.1-10.0.0.9"],
    ["hash:ip", "10.0.0.0/8", "it stands for 16777216 elements, and the set takes 1000; raise maxelem, or narrow it"],
    ["hash:ip", "0.0.0.0", "0.0.0.0 means no address, and no hash takes it; leave it out"],
    ["hash:ip", "fd00::1", "of IPv6, in a set of IPv4; make a set for each family"],
    ["hash:ip", "10.0.0.1 nomatch", "hash:ip has no networks, and so no exceptions; leave nomatch out"],
    ["hash:ip", "010.0.0.1", "leading zeros mean octal to some tools; write each number without leading zeros"],
    ["hash:net", "10.0.0.1/8", "a network has no host bits; write 10.0.0.0/8"],
    ["hash:net", "0.0.0.0/0", "hash:net takes no network of all addresses; write 0.0.0.0/1 and 128.0.0.0/1"],
    [
      "hash:net",
      "10.0.0.0/8 timeout 60",
      'an entry is ELEMENT [nomatch] [comment "TEXT"]; what goes by itself is not declared: give the set a timeout, and let those add it that know how long',
    ],
    [
      "hash:ip,port",
      "10.0.0.1,http",
      "a port is a number: what a service's name means hangs on the host; write 80, 8000-8010, udp:53, icmp:8/0 or gre:0",
    ],
    ["hash:ip,port", "10.0.0.1,icmpv6:128/0", "a set of IPv4 has icmp; write icmp:128/0"],
    ["hash:ip,port", "10.0.0.1,gre:5", "gre has no ports; write gre:0"],
    ["hash:ip,port", "10.0.0.1,nosuch:0", "nosuch is no protocol that is known here; write its number, as in 47:0"],
    [
      "list:set",
      "two words",
      'an entry is ELEMENT [nomatch] [comment "TEXT"]; write 10.0.0.0/8, or 10.1.0.0/16 nomatch comment "why"',
    ],
  ])("of %s cannot be %s", (type, text, expected) => {
    expect(fault(type, text)).toBe(expected);
  });

  test("of a bitmap lies in its range", () => {
    expect(entries("bitmap:port", "80-81", 4, "0-1023")).toEqual(["80", "81"]);
    expect(fault("bitmap:port", "1024", 4, "0-1023")).toContain("outside the set's range, 0-1023");
    expect(fault("bitmap:ip", "10.0.1.0", 4, "10.0.0.0/24")).toContain("outside the set's range");
    expect(rangeOf("bitmap:ip", "10.0.0.0/24")).toBe("10.0.0.0-10.0.0.255");
    expect(() => rangeOf("bitmap:ip", "10.0.0.0/8")).toThrow("a bitmap has at most 65536 addresses");
  });
});

test("what `ipset save` prints is read, without what counts and runs down", () => {
  const [one] = readSets(
    "create a hash:net family inet hashsize 64 maxelem 9 timeout 60 counters comment bucketsize 12 initval 0x1\n" +
      'add a 10.1.0.0/16 timeout 0 nomatch packets 1 bytes 60 comment "two words"\n' +
      "add a 10.0.0.0/8 timeout 0 packets 0 bytes 0\nadd a 192.0.2.1 timeout 59 packets 0 bytes 0\n",
  );
  expect(one).toMatchObject({
    name: "a",
    type: "hash:net",
    options: { family: "inet", timeout: "60", counters: true },
  });
  expect(one && contentsOf(one)).toEqual({
    entries: ["10.0.0.0/8", '10.1.0.0/16 nomatch comment "two words"'],
    passing: ["192.0.2.1 timeout 59"],
  });
});
