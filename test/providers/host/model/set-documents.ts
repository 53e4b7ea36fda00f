import fc from "fast-check";
import type { Json } from "../../../../providers/host/json.ts";
import { maybe } from "./link-documents.ts";

const addresses = fc.record({
  type: fc.constantFrom("hash:ip", "hash:net"),
  family: maybe(fc.constantFrom("ipv4")),
  entries: fc.subarray(["10.1.1.9", "10.1.1.10", "10.1.1.12-10.1.1.13"]),
  maxelem: maybe(fc.constantFrom(4, 5)),
  timeout: maybe(fc.constantFrom(60, 600)),
  counters: maybe(fc.boolean()),
});

const pairs = fc.oneof(
  fc.record({
    type: fc.constant("hash:ip,port"),
    entries: fc.subarray(["10.1.1.9,80", "10.1.1.9-10.1.1.10,udp:53", '10.1.1.9,icmp:8/0 comment "two words"']),
  }),
  fc.record({
    type: fc.constant("hash:ip,port"),
    entries: fc.subarray(["fd00::9,80", "fd00::a,icmpv6:128/0"]),
    family: fc.constant("ipv6"),
  }),
  fc.record({
    type: fc.constant("bitmap:port"),
    range: fc.constantFrom("0-1023", "80-90"),
    entries: fc.subarray(["80", "85-86"]),
  }),
);

/** Sets of every form, and a list of those that there are. */
export const sets: fc.Arbitrary<Record<string, Json>> = fc
  .record({ addresses: maybe(addresses), pairs: maybe(pairs), all: fc.boolean() })
  .map(({ all, ...members }) => {
    const there = Object.entries(members).filter(([, set]) => set !== undefined);
    const list = { type: "list:set", entries: there.map(([name]) => name) };
    return JSON.parse(JSON.stringify({ ...Object.fromEntries(there), ...(all && { all: list }) }));
  });
