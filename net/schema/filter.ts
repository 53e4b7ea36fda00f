import { Type } from "typebox";
import { ICMP_TYPES, type IcmpName } from "../icmp.ts";
import { network, object, words } from "../schema.ts";
import { comment, device, portList } from "./firewall-fields.ts";
import { setMatches } from "./set.ts";

const matches = {
  source: Type.Optional(network({ description: "Only packets from this network. Default: any." })),
  destination: Type.Optional(network({ description: "Only packets to this network. Default: any." })),
  in: Type.Optional(
    device({
      description: "Only packets that came by this interface; not for chain output. Default: any.",
      examples: ["eth1"],
    }),
  ),
  out: Type.Optional(
    device({
      description: "Only packets that leave by this interface; not for chain input. Default: any.",
      examples: ["br0"],
    }),
  ),
  protocol: Type.Optional(
    words(["tcp", "udp", "sctp", "icmp", "gre", "esp", "ah"], {
      description: "Only packets of this protocol; icmp means ICMPv6 in IPv6. Default: any.",
      examples: ["tcp"],
    }),
  ),
  ports: Type.Optional(portList("Only packets to these ports.")),
  sets: Type.Optional(setMatches),
  state: Type.Optional(
    Type.Array(
      words(["new", "established", "related", "invalid", "untracked"], {
        description: "A state of the packet's connection.",
        examples: ["new"],
      }),
      {
        minItems: 1,
        description:
          "Only packets of connections in one of these states: established has seen packets both ways, related " +
          "belongs to another connection (an ICMP error, FTP data). Default: any.",
        examples: [["established", "related"]],
      },
    ),
  ),
  family: Type.Optional(
    words(["ipv4", "ipv6"], {
      description: "Only this family. Default: that of the addresses and the sets; both for a rule without them.",
      examples: ["ipv4"],
    }),
  ),
  comment: Type.Optional(comment("the rule")),
};

const VERDICTS = ["accept", "drop", "reject", "log"] as const;

/** The short form of filter: chain forward, verdict accept. */
export const forwardSchema = object(
  {
    ...matches,
    verdict: Type.Optional(
      words(VERDICTS, { default: "accept", description: "What happens to the packet.", examples: ["drop"] }),
    ),
  },
  {
    description: "A rule of FORWARD, one direction: answers need an entry of their own, or state established.",
    examples: [{ source: "11.11.11.0/24" }, { destination: "11.11.11.0/24", state: ["established", "related"] }],
  },
);

export const filterSchema = object(
  {
    chain: words(["input", "forward", "output"], {
      description: "Packets to this host, through it, or from it.",
      examples: ["input"],
    }),
    ...matches,
    sourcePorts: Type.Optional(portList("Only packets from these ports.")),
    icmpType: Type.Optional(
      Type.Union(
        [
          words(Object.keys(ICMP_TYPES) as IcmpName[], { description: "A message by name.", examples: ["redirect"] }),
          Type.Integer({ minimum: 0, maximum: 254 }),
        ],
        {
          description: "Only this ICMP message, by name or number; with protocol icmp. Default: any.",
          examples: ["echo-request", 8],
        },
      ),
    ),
    verdict: words(VERDICTS, {
      description: "accept, drop; reject: drop and tell the sender; log: write to the kernel's log and go on.",
      examples: ["drop"],
    }),
    rejectWith: Type.Optional(
      words(["port-unreachable", "host-unreachable", "no-route", "admin-prohibited", "tcp-reset"], {
        default: "port-unreachable",
        description: "With verdict reject: what the sender is told. tcp-reset takes protocol tcp.",
        examples: ["tcp-reset"],
      }),
    ),
    logPrefix: Type.Optional(
      Type.String({
        description:
          "With verdict log: what each line begins with. At most 29 printable ASCII characters. Default: none.",
        examples: ["dropped: "],
      }),
    ),
  },
  {
    description: "A rule of the filter table.",
    examples: [{ chain: "input", protocol: "tcp", ports: 22, verdict: "accept" }],
  },
);
