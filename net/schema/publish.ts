import { Type } from "typebox";
import { ip, network, object, ports, protocol } from "../schema.ts";
import { comment, device } from "./firewall-fields.ts";

const targetSchema = object({
  address: ip({ description: "The service's address." }),
  port: Type.Optional(ports({ description: "The service's port or range. Default: the published one." })),
});

export const publishSchema = object(
  {
    port: ports({ description: "The port of this host, or a range as text.", examples: [8080, "8000-8010"] }),
    to: Type.Union([Type.String({ examples: ["11.11.11.2:80", "[fd00::2]:80", "11.11.11.2"] }), targetSchema], {
      description:
        "Where it leads: address and port, the same port when there is none. A range leads to a range of the same " +
        "length, first to first and so on. An IPv6 address with a port stands in brackets.",
      examples: ["11.11.11.2:80", "11.11.11.2:9000-9010", { address: "11.11.11.2", port: 80 }],
    }),
    hostIp: Type.Optional(
      ip({
        description:
          "Only on this address of the host. Default: on every one but loopback. 127.0.0.1 and ::1 are refused: the " +
          "kernel drops packets from loopback on any other interface unless route_localnet is set, and that opens " +
          "the host's own services to its neighbours (CVE-2020-8558). Use another address of the host instead.",
        examples: ["192.168.104.2"],
      }),
    ),
    protocol: Type.Optional(protocol({ description: "The protocol." })),
    hairpin: Type.Optional(
      Type.Union(
        [Type.Boolean(), network({ description: "The network that the service shares with its neighbours." })],
        {
          default: true,
          description:
            "Whether neighbours of the service reach it by the host's address too: their packets leave under the " +
            "host's, so that the answer comes back this way. Their network is that of the declared address which " +
            "contains the service; write it here where the document declares none. With bridge-nf-call-iptables = 1 " +
            "the service reaches itself this way only if its bridge port has hairpin on.",
          examples: [false, "172.17.0.0/16"],
        },
      ),
    ),
    source: Type.Optional(
      network({ description: "Only for clients in this network. Default: any.", examples: ["192.168.104.0/24"] }),
    ),
    in: Type.Optional(
      device({
        description:
          "Only for packets that come by this interface: not for the host itself, nor for neighbours. Default: any.",
        examples: ["eth1"],
      }),
    ),
    comment: Type.Optional(comment("the rules")),
  },
  {
    description:
      "Destination NAT for packets to the host's own addresses, from outside, from the host itself and from the " +
      "service's neighbours, with the rules that let them and the answers pass. Not by 127.0.0.1: see hostIp.",
    examples: [{ port: 8080, to: "11.11.11.2:80" }],
  },
);
