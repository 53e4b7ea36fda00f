import { type Static, Type } from "typebox";
import { flag, ifName, ip, object } from "../schema.ts";

export const onlink = Type.Optional(
  flag({
    description:
      "Whether the next hop is taken to be on link at `dev`, although no address there has it in its subnet.",
    default: false,
  }),
);

const nexthopSchema = object(
  {
    via: Type.Optional(
      ip({ description: "Next hop; must be on link. Default: none, the destination is on link at `dev`; IPv4 only." }),
    ),
    dev: Type.Optional(
      ifName({ description: "Interface. Default: the one whose subnet holds `via`.", examples: ["reth0"] }),
    ),
    weight: Type.Optional(
      Type.Integer({
        description: "How many flows take this one, in proportion to the others.",
        minimum: 1,
        maximum: 256,
        default: 1,
        examples: [3],
      }),
    ),
    onlink,
  },
  { description: "One of several next hops.", examples: [{ via: "11.11.11.1", weight: 3 }] },
);

export const nexthopsSchema = Type.Optional(
  Type.Array(nexthopSchema, {
    description:
      "Several next hops instead of `via` and `dev` (multipath): the kernel chooses one for each pair of addresses, or for " +
      "each flow with `net.ipv4.fib_multipath_hash_policy` = 1 (`net.ipv6...` likewise). One whose interface is down is " +
      "left out. Default: none, the route has one way.",
    minItems: 2,
    examples: [[{ via: "11.11.11.1" }, { via: "11.11.12.1", weight: 3 }]],
  }),
);

export type Nexthop = Static<typeof nexthopSchema>;
