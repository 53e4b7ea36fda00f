import { expect, test } from "vitest";
import { type KnownSets, lookUp } from "../../../net/sets/lookup.ts";

const packet = { src: "10.1.2.3", dst: "10.9.0.1", protocol: "tcp", sport: 4000, dport: 80, in: "eth0", out: "eth1" };
const set = (type: string, ...entries: string[]): KnownSets =>
  new Map([["one", { type, family: type === "bitmap:port" ? undefined : "ipv4", entries }]]);
const found = (sets: KnownSets, flags: string, of: object = {}) => {
  const entry = lookUp(sets, "one", flags, { ...packet, ...of });
  return entry ? entry.entry : entry;
};

test.each<[string, string[], string, string | false | undefined]>([
  ["hash:ip", ["10.1.2.3"], "src", "10.1.2.3"],
  ["hash:ip", ["10.1.2.3"], "dst", false],
  ["hash:net", ["10.0.0.0/8", "10.1.0.0/16 nomatch", "10.1.2.0/24"], "src", "10.1.2.0/24"],
  ["hash:net", ["10.0.0.0/8", "10.1.0.0/16 nomatch"], "src", false],
  ["hash:net", ["10.0.0.0/8", "10.1.0.0/16 nomatch"], "dst", "10.0.0.0/8"],
  ["hash:ip,port", ["10.1.2.3,tcp:80"], "src,dst", "10.1.2.3,tcp:80"],
  ["hash:ip,port", ["10.1.2.3,tcp:80"], "src,src", false],
  ["hash:ip,port", ["10.1.2.3,udp:80"], "src,dst", false],
  ["hash:ip,port", ["10.1.2.3,tcp:80"], "src", false],
  ["hash:ip,port,net", ["10.1.2.3,tcp:80,10.9.0.0/16"], "src,dst,dst", "10.1.2.3,tcp:80,10.9.0.0/16"],
  ["hash:net,iface", ["10.0.0.0/8,eth0"], "src,src", "10.0.0.0/8,eth0"],
  ["hash:net,iface", ["10.0.0.0/8,eth0"], "src,dst", false],
  ["hash:net,iface", ["10.0.0.0/8,physdev:eth0"], "src,src", undefined],
  ["bitmap:port", ["80"], "dst", "80"],
  ["hash:mac", ["02:00:00:00:00:01"], "src", undefined],
])("a %s of %j asked for %s", (type, entries, flags, expected) => {
  expect(found(set(type, ...entries), flags)).toBe(expected);
});

test("what is not known of a packet, or of a set, is not told", () => {
  expect(found(set("hash:ip,port", "10.1.2.3,tcp:4000"), "src,src", { sport: undefined })).toBeUndefined();
  expect(found(set("hash:ip", "10.1.2.3"), "src", { src: "" })).toBeUndefined();
  expect(found(set("hash:ip,port", "10.1.2.3,icmp:3/1"), "src,dst", { protocol: "icmp", icmpType: 3 })).toBeUndefined();
  expect(found(set("hash:ip,port", "10.1.2.3,icmp:8/0"), "src,dst", { protocol: "icmp", icmpType: 8 })).toBe(
    "10.1.2.3,icmp:8/0",
  );
  expect(lookUp(new Map(), "one", "src", packet)).toBeUndefined();
});

test("a list has what one of its members has, and says which", () => {
  const sets: KnownSets = new Map([
    ["all", { type: "list:set", family: undefined, entries: ["six", "one"] }],
    ["six", { type: "hash:net", family: "ipv6", entries: ["fd00::/8"] }],
    ...set("hash:ip", "10.1.2.3"),
  ]);
  expect(lookUp(sets, "all", "src", packet)).toEqual({ set: "one", entry: "10.1.2.3" });
  expect(lookUp(sets, "all", "dst", packet)).toBe(false);
});
