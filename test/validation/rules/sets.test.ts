import { describe, expect, test } from "vitest";
import { faultsOf } from "../../../providers/host/faults.ts";
import { formatFault } from "../../../validation/fault.ts";

type Fields = Record<string, unknown>;

const faults = (sets: Fields, filter: Fields[] = []) =>
  faultsOf({
    ...{ host: "local", expect: {}, known: [], addressOf: () => undefined },
    scopes: {
      host: { firewall: { sets, filter: filter.map((rule) => ({ chain: "forward", verdict: "drop", ...rule })) } },
    },
  }).map(formatFault);

const nets = { type: "hash:net", entries: ["10.0.0.0/8"] };
const six = { type: "hash:net", entries: ["fd00::/64"] };
const pairs = { type: "hash:ip,port", entries: ["10.0.0.1,80"] };
const asks = (name: string, flags = "src", more: Fields = {}) => ({ sets: [{ name, flags }], ...more });

describe("a set", () => {
  test("of every type is sound", () => {
    const sets = {
      nets,
      six,
      pairs,
      list: { type: "list:set", entries: ["nets", "pairs", "somebodys"] },
      ports: { type: "bitmap:port", range: "0-1023", entries: ["80"] },
      bits: { type: "bitmap:ip", range: "10.0.0.0/16", entries: ["10.0.0.1"] },
      empty: { type: "hash:ip,port,net" },
    };
    expect(faults(sets, [asks("nets"), asks("six"), asks("list", "src,dst"), asks("ports", "dst")])).toEqual([]);
  });

  test.each<[string, Fields, string[]]>([
    [
      "an entry that is malformed",
      { a: { ...nets, entries: ["10.0.0.0/33"] } },
      ['firewall.sets.a.entries[0]: "10.0.0.0/33": the prefix is a decimal number from 0 to 32. As in 10.0.0.0/24.'],
    ],
    [
      "an entry twice",
      { a: { ...nets, entries: ["10.0.0.0/8", "10.0.0.0/8 nomatch"] } },
      [
        'firewall.sets.a.entries[1]: "10.0.0.0/8 nomatch": 10.0.0.0/8, which it stands for, is in entries[0] already. Leave one of them out.',
      ],
    ],
    [
      "an entry that another has in its range",
      { a: { type: "hash:ip", entries: ["10.0.0.0/30", "10.0.0.2"] } },
      ['firewall.sets.a.entries[1]: "10.0.0.2": the same in entries[0] already. Leave one of them out.'],
    ],
    [
      "an entry of the other family",
      { a: { ...nets, entries: ["10.0.0.0/8", "fd00::/64"] } },
      ['firewall.sets.a.entries[1]: "fd00::/64": of IPv6, in a set of IPv4. Make a set for each family.'],
    ],
    [
      "a family that its entries are not of",
      { a: { ...nets, family: "ipv6" } },
      ['firewall.sets.a.entries[0]: "10.0.0.0/8": of IPv4, in a set of IPv6. Make a set for each family.'],
    ],
    [
      "more than it takes",
      { a: { type: "hash:ip", maxelem: 2, entries: ["10.0.0.1", "10.0.0.2-10.0.0.3"] } },
      ["firewall.sets.a.entries: 2: they stand for 3 elements, and the set takes 2. Raise maxelem, or narrow them."],
    ],
    [
      "a bitmap without a range",
      { a: { type: "bitmap:port" } },
      ["firewall.sets.a.range: bitmap:port needs its range. Write it, as in 0-1023."],
    ],
    [
      "a range that is none",
      { a: { type: "bitmap:port", range: "9-1" } },
      ['firewall.sets.a.range: "9-1": the range runs backwards. Write 1-9.'],
    ],
    [
      "options that its type has not",
      { a: { ...pairs, range: "1-2" }, b: { type: "list:set", family: "ipv4", maxelem: 4 } },
      [
        'firewall.sets.a.range: "1-2": only a bitmap has a range. Leave it out.',
        'firewall.sets.b.family: "ipv4": list:set has addresses of no family. Leave it out.',
        "firewall.sets.b.maxelem: 4: list:set takes as many as it has room for. Leave it out.",
      ],
    ],
    [
      "a name that tools take for something else",
      { "-x": nets, "BW-1": nets },
      [
        'firewall.sets["-x"]: "-x": a set\'s name is 1 to 31 letters, digits, "_", "." and "-", and does not begin with "-", "." or "BW-". Rename it.',
        'firewall.sets.BW-1: "BW-1": a set\'s name is 1 to 31 letters, digits, "_", "." and "-", and does not begin with "-", "." or "BW-". Rename it.',
      ],
    ],
    [
      "itself, or another list",
      { a: { type: "list:set", entries: ["a", "b"] }, b: { type: "list:set" } },
      [
        'firewall.sets.a.entries[0]: "a": a list of sets cannot have itself. Write the sets that it is to have.',
        'firewall.sets.a.entries[1]: "b": a list of sets has no other list. Write the sets that it is to have.',
      ],
    ],
    [
      "a type that there is not",
      { a: { type: "hash:ports" } },
      [expect.stringMatching(/^firewall\.sets\.a\.type: "hash:ports": .*hash:ip/) as unknown as string],
    ],
  ])("with %s is a fault each", (_, sets, expected) => {
    expect(faults(sets)).toEqual(expected);
  });
});

describe("a rule that asks a set", () => {
  test.each<[string, Fields, string[]]>([
    [
      "too few sides",
      asks("pairs"),
      [
        'firewall.filter[0].sets[0].flags: "src": an entry of pairs has 2 parts, and one side is said. Write a side for each, as in src,dst.',
      ],
    ],
    [
      "too many sides",
      asks("nets", "src,dst"),
      [
        'firewall.filter[0].sets[0].flags: "src,dst": an entry of nets has 1 part, and 2 sides are said. Write src or dst.',
      ],
    ],
    [
      "sides that are none",
      asks("nets", "source"),
      [expect.stringMatching(/^firewall\.filter\[0\]\.sets\[0\]\.flags: "source"/) as unknown as string],
    ],
    [
      "addresses of the other family",
      asks("six", "dst", { source: "10.0.0.0/8" }),
      [
        'firewall.filter[0].sets[0].name: "six": the set is of ipv6, and the rule of ipv4. Make a set and a rule for each family.',
      ],
    ],
    [
      "the other family",
      asks("nets", "dst", { family: "ipv6" }),
      [
        'firewall.filter[0].sets[0].name: "nets": the set is of ipv4, and the rule of ipv6. Make a set and a rule for each family.',
      ],
    ],
    [
      "sets of both families",
      {
        sets: [
          { name: "nets", flags: "src" },
          { name: "six", flags: "dst" },
        ],
      },
      [
        'firewall.filter[0].sets[1].name: "six": the set is of ipv6, and the rule of ipv4. Make a set and a rule for each family.',
      ],
    ],
    [
      "an interface that it cannot come by",
      asks("faces", "src,src", { chain: "output" }),
      ['firewall.filter[0].sets[0].flags: "src,src": nothing enters in chain output. Take the other side.'],
    ],
    [
      "a message of the other family",
      asks("nets", "src", { protocol: "icmp", icmpType: "packet-too-big" }),
      [
        'firewall.filter[0].icmpType: "packet-too-big": ipv4 has no such message. Take a set of ipv6, or another message.',
      ],
    ],
  ])("with %s is a fault", (_, rule, expected) => {
    const faces = { type: "hash:net,iface", entries: ["10.0.0.0/8,eth0"] };
    expect(faults({ nets, six, pairs, faces }, [rule])).toEqual(expected);
  });
});
