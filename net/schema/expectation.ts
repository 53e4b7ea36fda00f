import { type Static, Type } from "typebox";
import { pingSchema, throughputSchema } from "./measure.ts";

/**
 * Why a packet got no answer. Each is told only where the host shows it; what cannot be told is `no-answer`.
 *
 * @example { from: "RED", ping: "8.8.8.8", fails: true, because: "answer-dropped" }
 */
export const REASONS = {
  "no-route": "a machine on the way has no route to the destination",
  "no-arp": "the next hop answers no ARP request (IPv6: no neighbour solicitation)",
  "link-down":
    "a link on the way is down or has no carrier, or its port of a bridge does not forward (spanning tree protocol)",
  "no-peer":
    "a tunnel on the way has no other end that takes the packet (another key, id, port or type, or it is down), or no peer for it (wireguard), or that answers no handshake, or does not take its source",
  "wrong-neighbour":
    "another interface than the declared one answers for the next hop's address (it is there twice, or a permanent neighbour entry is wrong)",
  "table-full": "a table of a machine on the way is full (connection tracking)",
  "queue-drop": "a queueing discipline of a machine on the way drops it (tc), or a filter on one",
  "no-answer": "the request left, nothing came back",
  "no-return-route": "the destination has no route back to the source",
  "no-nat":
    "the host's rules of nat do not count for the flow: connection tracking has seen it before, on a bridge (net.bridge.bridge-nf-call-iptables = 1)",
  "ip-forward": "a machine on the way does not forward packets (net.ipv4.ip_forward = 0)",
  "rp-filter": "a machine on the way takes the source for forged (net.ipv4.conf.*.rp_filter)",
  "forward-drop": "a rule or the policy of a machine on the way drops the request",
  "input-drop": "a rule or the policy of the destination drops the request",
  "output-drop": "a rule or the policy of the source drops the request",
  "answer-dropped": "the request arrives, a rule or a policy drops the answer",
  rejected: "a firewall rejects the request (REJECT, ICMP administratively prohibited)",
  refused: "nothing listens on the port (TCP reset, ICMP port unreachable)",
  "ttl-exceeded": "the packet was forwarded until its time to live ran out: a routing loop, or a small ttl of a tunnel",
  "name-not-found": "the name server knows no such name",
  "http-status": "the web server answered with another status",
  "wrong-answer": "an answer came, with other contents",
} as const;

export type Reason = keyof typeof REASONS;

const target = (what: string, example: string) =>
  Type.Optional(Type.String({ description: `${what} Default: not tried.`, examples: [example] }));

/** What `http` takes besides a plain URL. */
const httpSchema = Type.Object(
  {
    url: Type.String({ description: "The address to GET, http or https.", examples: ["http://BLUE:8080/health"] }),
    status: Type.Optional(
      Type.Integer({
        minimum: 100,
        maximum: 599,
        description: "The status that must come. Default: any below 400 will do; redirects are not followed.",
        examples: [204],
      }),
    ),
    body: Type.Optional(
      Type.String({ description: "Text that the body must contain. Default: any.", examples: ["Welcome to nginx"] }),
    ),
  },
  { additionalProperties: false },
);

/** What `dns` takes besides `NAME` or `NAME@SERVER`. */
const dnsSchema = Type.Object(
  {
    name: Type.String({ description: "The name to look up, as it is: no search domain is added.", examples: ["c1"] }),
    server: Type.Optional(
      Type.String({
        description: "The name server's address. Default: those of the scope's resolv.conf.",
        examples: ["127.0.0.11"],
      }),
    ),
    address: Type.Optional(
      Type.String({ description: "An address that the answer must contain. Default: any.", examples: ["172.30.0.10"] }),
    ),
  },
  { additionalProperties: false },
);

/** One expectation as people write it: who tries, what is tried, and whether it shall work. */
export const expectationSchema = Type.Object(
  {
    from: Type.String({
      description: 'Where the packets start: "host", a namespace, or a container ("container:NAME" or its name).',
      examples: ["RED"],
    }),
    ping: Type.Optional(
      Type.Union([Type.String({ description: "An address or a name.", examples: ["BLUE"] }), pingSchema], {
        description:
          "An address, or the name of a namespace or a container, which means an address of it, of IPv4 where both ends have any: one in a subnet that both ends are in, else a static one, else its first. An ICMP echo must be answered. Or such a target with the round-trip time and the loss that must be measured. Default: not tried.",
        examples: ["BLUE", { to: "BLUE", rtt: { min: "75ms", max: "90ms" }, loss: { max: "3%" } }],
      }),
    ),
    tcp: target("ADDRESS:PORT or NAME:PORT: a TCP connection must open.", "BLUE:80"),
    http: Type.Optional(
      Type.Union([Type.String({ description: "The URL to GET.", examples: ["http://127.0.0.1:18080"] }), httpSchema], {
        description: "A URL to GET, or a URL with the status and text that must come. Default: not tried.",
        examples: ["http://127.0.0.1:18080", { url: "http://BLUE:8080/health", status: 204 }],
      }),
    ),
    dns: Type.Optional(
      Type.Union([Type.String({ description: "NAME or NAME@SERVER.", examples: ["c1@127.0.0.11"] }), dnsSchema], {
        description: "A name that must have an A or AAAA record: NAME or NAME@SERVER. Default: not tried.",
        examples: ["c1@127.0.0.11", { name: "c1", address: "172.30.0.10" }],
      }),
    ),
    throughput: Type.Optional({
      ...throughputSchema,
      description:
        "What a TCP connection carries that sends for some seconds, alone: no other expectation is tried meanwhile. Default: not tried.",
      examples: [{ to: "BLUE", rate: { min: "8mbit", max: "10mbit" } }],
    }),
    fails: Type.Optional(
      Type.Boolean({ default: false, description: "True where it must not work.", examples: [true] }),
    ),
    because: Type.Optional(
      Type.Enum(Object.keys(REASONS) as Reason[], {
        description: `With fails: the reason that must be the one. Default: any. ${Object.entries(REASONS)
          .map(([reason, meaning]) => `${reason}: ${meaning}`)
          .join("; ")}.`,
        examples: ["no-route"],
      }),
    ),
    timeout: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 60,
        description: "Seconds. Default: 3, tried again until they are over; with fails: 1, tried as two flows.",
        examples: [10],
      }),
    ),
  },
  {
    additionalProperties: false,
    description: "What real packets must show: exactly one of ping, tcp, http, dns and throughput.",
    examples: [{ from: "RED", ping: "BLUE" }],
  },
);

export type Expectation = Static<typeof expectationSchema>;

/** Seconds that a probe may take. One that shall fail gets less: it takes all of its time whenever all is well. */
export function patience(expectation: Expectation): number {
  return expectation.timeout ?? (expectation.fails ? 1 : 3);
}
