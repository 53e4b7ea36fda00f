import { type Static, Type } from "typebox";
import { flag, ifName, network, object, ports, words } from "../schema.ts";
import { table } from "./table.ts";

/** A rule of `ip rule`, by its words there. */
export const ruleSchema = object(
  {
    priority: Type.Optional(
      Type.Integer({
        description:
          "Its place: the lowest is asked first, the kernel's own are 0, 32766 and 32767. No two rules of a family share " +
          "one. Default: what `ip rule add` chooses where nobody else has rules, one below the lowest so far of its " +
          "family, 32765 for the first.",
        minimum: 0,
        maximum: 4294967295,
        examples: [100],
      }),
    ),
    family: Type.Optional(
      words(["ipv4", "ipv6"], {
        description: "For a rule without `from` and `to`, which could be either.",
        default: "ipv4",
        examples: ["ipv6"],
      }),
    ),
    not: Type.Optional(
      flag({ description: "For packets that do not match, instead of those that do.", default: false }),
    ),
    from: Type.Optional(network({ description: "Packets from this network, or this address. Default: from all." })),
    to: Type.Optional(network({ description: "Packets to this network, or this address. Default: to all." })),
    iif: Type.Optional(
      ifName({
        description: "Packets that came by this interface; `lo` means those of the scope itself. Default: any.",
        examples: ["reth0"],
      }),
    ),
    oif: Type.Optional(
      ifName({
        description: "Packets of sockets that are bound to this interface. Default: any.",
        examples: ["reth0"],
      }),
    ),
    fwmark: Type.Optional(
      Type.Union([Type.Integer({ minimum: 1, maximum: 4294967295 }), Type.String()], {
        description:
          "Packets with this mark, or with these bits of it: MARK/MASK. `firewall` sets none: a tunnel does (its `fwmark`), a program (SO_MARK), or a rule of yours in iptables -t mangle, which stays. Default: any.",
        examples: ["0x1/0xff", 7],
      }),
    ),
    tos: Type.Optional(
      Type.Union([Type.Integer({ minimum: 4, maximum: 252 }), Type.String()], {
        description:
          "Packets with this byte of DSCP (`tos`, `dsfield`), whose two lowest bits are 0; IPv4 knows those up to 0x1c. " +
          "Default: any.",
        examples: ["0x10", 8],
      }),
    ),
    ipproto: Type.Optional(
      Type.Union(
        [
          words(["icmp", "tcp", "udp", "ipv6-icmp", "sctp", "gre", "esp", "ah"], {
            description: "A protocol by name.",
          }),
          Type.Integer({ minimum: 1, maximum: 255 }),
        ],
        { description: "Packets of this protocol, by name or number. Default: any.", examples: ["tcp", 89] },
      ),
    ),
    sport: Type.Optional(ports({ description: "Packets from this port, or a range as text. Default: any." })),
    dport: Type.Optional(ports({ description: "Packets to this port, or a range as text. Default: any." })),
    uidrange: Type.Optional(
      Type.String({
        description: "Packets of sockets that belong to these users of the scope itself: FIRST-LAST. Default: any.",
        examples: ["1000-1999"],
      }),
    ),
    type: Type.Optional(
      words(["unicast", "blackhole", "unreachable", "prohibit"], {
        description:
          "What happens to a packet: a table is asked (`ip rule` shows it as lookup), or it is dropped in silence, " +
          "refused with ICMP net unreachable, or with communication prohibited.",
        default: "unicast",
        examples: ["blackhole"],
      }),
    ),
    table: Type.Optional(
      table({ description: "The routing table that is asked; with no other type.", default: "main" }),
    ),
    goto: Type.Optional(
      Type.Integer({
        description:
          "Instead of a table: rules are asked on from this priority, which is a higher one, and which a rule of this family " +
          "has. Default: none.",
        minimum: 1,
        maximum: 4294967295,
        examples: [200],
      }),
    ),
    suppressPrefixlength: Type.Optional(
      Type.Integer({
        description:
          "The table's answer counts only with a prefix longer than this; 0 lets its default route not count. Default: " +
          "every answer.",
        minimum: 0,
        maximum: 128,
        examples: [0],
      }),
    ),
  },
  {
    description: "A rule of policy routing: which table is asked for which packets.",
    examples: [{ from: "10.20.0.0/16", table: 100 }],
  },
);

export const rulesSchema = Type.Array(ruleSchema, {
  description: "Rules of policy routing (`ip rule`): which table is asked for which packets.",
  default: [],
  examples: [[{ priority: 100, from: "10.20.0.0/16", table: 100 }]],
});

export type Rule = Static<typeof ruleSchema>;
