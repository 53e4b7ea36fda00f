import { type Static, Type } from "typebox";
import { flag, object, record, words } from "../schema.ts";
import { MAXELEM, SET_TYPES } from "../sets/types.ts";

export const setSchema = object(
  {
    type: words(SET_TYPES, {
      description:
        "What an entry is, in ipset's words: an address (ip), a network (net), a port of a protocol (port), an " +
        "interface (iface), several of them, or, in a list:set, another set. Another type takes another set: the " +
        "rules that ask this one are taken out and put back while it is made anew.",
      examples: ["hash:net"],
    }),
    family: Type.Optional(
      words(["ipv4", "ipv6"], {
        description:
          "Which addresses it has, all of one family. Default: that of its entries; ipv4 where it has none. Not for " +
          "bitmap:port and list:set.",
        examples: ["ipv6"],
      }),
    ),
    entries: Type.Optional(
      Type.Array(
        Type.String({
          description: 'ELEMENT [nomatch] [comment "TEXT"], as ipset(8) reads it.',
          examples: ["10.0.0.0/8", "10.0.0.1,udp:53", '10.1.0.0/16 nomatch comment "the branch"'],
        }),
        {
          default: [],
          description:
            "What it has, in any order: added and deleted one by one, while rules go on asking. Of IPv4 also ranges " +
            "(10.0.0.1-10.0.0.9); where a type takes addresses alone, a network stands for all of its addresses. Ports " +
            "are numbers, of tcp where nothing is said: 80, udp:50-53, icmp:8/0, gre:0. nomatch makes a network an " +
            "exception to a larger one.",
          examples: [["10.0.0.0/8", "10.1.0.0/16 nomatch"]],
        },
      ),
    ),
    range: Type.Optional(
      Type.String({
        description:
          "Of a bitmap, which needs it: the ports, or the IPv4 addresses, that it can have, at most 65536. Default: none.",
        examples: ["0-1023", "10.0.0.0/16"],
      }),
    ),
    maxelem: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 16_777_216,
        default: MAXELEM,
        description: "How many elements a hash takes at most.",
        examples: [200_000],
      }),
    ),
    timeout: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 2_147_483,
        description:
          "Seconds after which an entry goes that others add, a program or a person. Such entries are let be. Those " +
          "that are declared stay for good. Default: none, and whatever others add is drift.",
        examples: [3600],
      }),
    ),
    counters: Type.Optional(
      flag({ default: false, description: "Whether it counts packets and bytes by entry, as `ipset list` shows." }),
    ),
  },
  {
    description:
      "A set of addresses, ports or networks that rules ask. An option that cannot change on a living set puts a new " +
      "one in its place, filled, in one step (ipset swap).",
    examples: [{ type: "hash:net", entries: ["10.0.0.0/8", "10.1.0.0/16 nomatch"] }],
  },
);

export const setsSchema = record(setSchema, {
  default: {},
  description:
    "Sets of addresses by name, made with ipset(8), which `filter` and `forward` ask with `sets`. A name has at most 31 " +
    "letters, digits, _, . and -.",
  examples: [{ blocked: { type: "hash:net", entries: ["10.0.0.0/8", "10.1.0.0/16 nomatch"] } }],
});

export type AddressSet = Static<typeof setSchema>;
export type AddressSets = Static<typeof setsSchema>;

/** Sides of a packet, one for each part of an entry. */
const FLAGS = ["src", "dst"].flatMap((one) => [
  one,
  ...["src", "dst"].flatMap((two) => [`${one},${two}`, `${one},${two},src`, `${one},${two},dst`]),
]);

/** What a rule asks of sets. */
export const setMatches = Type.Array(
  object({
    name: Type.String({ description: "The set, declared beside the rule or there already.", examples: ["blocked"] }),
    flags: words(FLAGS, {
      description:
        "For each part of an entry the side of the packet that is looked up, as iptables has it: src for the source, " +
        "its port, the interface that the packet came by; dst for the destination, its port, the one that it leaves by.",
      examples: ["src", "src,dst"],
    }),
    not: Type.Optional(flag({ default: false, description: "Only packets that are not in it." })),
  }),
  {
    minItems: 1,
    description: "Only packets that are in all of these sets, or with `not` in none. Default: any.",
    examples: [[{ name: "blocked", flags: "src" }], [{ name: "services", flags: "dst,dst", not: true }]],
  },
);

export type SetMatch = Static<typeof setMatches>[number];
