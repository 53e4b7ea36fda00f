import { type Static, Type } from "typebox";
import { network, object } from "../schema.ts";
import { filterSchema, forwardSchema } from "./filter.ts";
import { comment, device } from "./firewall-fields.ts";
import { publishSchema } from "./publish.ts";
import { setsSchema } from "./set.ts";

const masqueradeSchema = object(
  {
    source: network({
      description: "Packets from this network leave under the address of the interface that they leave by.",
    }),
    out: Type.Optional(
      device({ description: "Only packets that leave by this interface. Default: any.", examples: ["eth1"] }),
    ),
    notOut: Type.Optional(
      device({
        description:
          "Only packets that leave by any other interface. Name the network's own bridge here: with " +
          "bridge-nf-call-iptables = 1 packets between its ports pass this rule too. Default: none.",
        examples: ["br0"],
      }),
    ),
    destination: Type.Optional(
      network({ description: "Only packets to this network. Default: any.", examples: ["192.168.104.0/24"] }),
    ),
    notDestination: Type.Optional(
      network({ description: "Only packets to any other network. Default: none.", examples: ["10.0.0.0/8"] }),
    ),
    comment: Type.Optional(comment("the rule")),
  },
  {
    description: "Source NAT, a rule of nat POSTROUTING. out and notOut exclude each other, so do the destinations.",
    examples: [{ source: "11.11.11.0/24", notOut: "br0" }],
  },
);

/** What a scope declares under `firewall`. An entry with addresses is of their family, IPv4 or IPv6. */
export const firewallSchema = object(
  {
    masquerade: Type.Optional(
      Type.Array(masqueradeSchema, {
        default: [],
        description: "Networks that leave under the host's own address.",
        examples: [[{ source: "11.11.11.0/24", notOut: "br0" }]],
      }),
    ),
    forward: Type.Optional(
      Type.Array(forwardSchema, {
        default: [],
        description: "What may pass through, whatever the policy of FORWARD and Docker's rules say. After filter.",
        examples: [[{ source: "11.11.11.0/24" }, { destination: "11.11.11.0/24" }]],
      }),
    ),
    publish: Type.Optional(
      Type.Array(publishSchema, {
        default: [],
        description: "Ports of this host that lead to a service behind it.",
        examples: [[{ port: 8080, to: "11.11.11.2:80" }]],
      }),
    ),
    filter: Type.Optional(
      Type.Array(filterSchema, {
        default: [],
        description: "Rules of INPUT, FORWARD and OUTPUT, in this order.",
        examples: [[{ chain: "input", protocol: "tcp", ports: 22, verdict: "accept" }]],
      }),
    ),
    sets: Type.Optional(setsSchema),
  },
  {
    default: {},
    description:
      "Rules of iptables and ip6tables, in chains of our own, and the sets that they ask. What others have there is " +
      "never touched.",
    examples: [{ masquerade: [{ source: "11.11.11.0/24", notOut: "br0" }], forward: [{ source: "11.11.11.0/24" }] }],
  },
);

export type Masquerade = Static<typeof masqueradeSchema>;
export type Forward = Static<typeof forwardSchema>;
export type Publish = Static<typeof publishSchema>;
export type Filter = Static<typeof filterSchema>;
export type Firewall = Static<typeof firewallSchema>;
