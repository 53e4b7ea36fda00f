// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { PingArgs } from "./ping.ts";
import type { HttpArgs } from "./http.ts";
import type { DnsArgs } from "./dns.ts";
import type { ThroughputArgs } from "./throughput.ts";

/**
 * What real packets must show: exactly one of ping, tcp, http, dns and throughput.
 *
 * @example { from: "RED", ping: "BLUE" }
 */
export interface ExpectationArgs {
  /**
   * Where the packets start: "host", a namespace, or a container ("container:NAME" or its name).
   *
   * @example "RED"
   */
  from: pulumi.Input<string>;
  /**
   * An address, or the name of a namespace or a container, which means an address of it, of IPv4 where both ends have
   * any: one in a subnet that both ends are in, else a static one, else its first. An ICMP echo must be answered. Or
   * such a target with the round-trip time and the loss that must be measured. Default: not tried.
   *
   * @example "BLUE"
   * @example { to: "BLUE", rtt: { min: "75ms", max: "90ms" }, loss: { max: "3%" } }
   */
  ping?: pulumi.Input<string | PingArgs> | undefined;
  /**
   * ADDRESS:PORT or NAME:PORT: a TCP connection must open. Default: not tried.
   *
   * @example "BLUE:80"
   */
  tcp?: pulumi.Input<string> | undefined;
  /**
   * A URL to GET, or a URL with the status and text that must come. Default: not tried.
   *
   * @example "http://127.0.0.1:18080"
   * @example { url: "http://BLUE:8080/health", status: 204 }
   */
  http?: pulumi.Input<string | HttpArgs> | undefined;
  /**
   * A name that must have an A or AAAA record: NAME or NAME@SERVER. Default: not tried.
   *
   * @example "c1@127.0.0.11"
   * @example { name: "c1", address: "172.30.0.10" }
   */
  dns?: pulumi.Input<string | DnsArgs> | undefined;
  /**
   * What a TCP connection carries that sends for some seconds, alone: no other expectation is tried meanwhile.
   * Default: not tried.
   *
   * @example { to: "BLUE", rate: { min: "8mbit", max: "10mbit" } }
   */
  throughput?: pulumi.Input<ThroughputArgs> | undefined;
  /**
   * True where it must not work.
   *
   * @default false
   * @example true
   */
  fails?: pulumi.Input<boolean> | undefined;
  /**
   * With fails: the reason that must be the one. Default: any. no-route: a machine on the way has no route to the
   * destination; no-arp: the next hop answers no ARP request (IPv6: no neighbour solicitation); link-down: a link on
   * the way is down or has no carrier, or its port of a bridge does not forward (spanning tree protocol); no-peer: a
   * tunnel on the way has no other end that takes the packet (another key, id, port or type, or it is down), or no
   * peer for it (wireguard), or that answers no handshake, or does not take its source; wrong-neighbour: another
   * interface than the declared one answers for the next hop's address (it is there twice, or a permanent neighbour
   * entry is wrong); table-full: a table of a machine on the way is full (connection tracking); queue-drop: a queueing
   * discipline of a machine on the way drops it (tc), or a filter on one; no-answer: the request left, nothing came
   * back; no-return-route: the destination has no route back to the source; no-nat: the host's rules of nat do not
   * count for the flow: connection tracking has seen it before, on a bridge (net.bridge.bridge-nf-call-iptables = 1);
   * ip-forward: a machine on the way does not forward packets (net.ipv4.ip_forward = 0); rp-filter: a machine on the
   * way takes the source for forged (net.ipv4.conf.*.rp_filter); forward-drop: a rule or the policy of a machine on
   * the way drops the request; input-drop: a rule or the policy of the destination drops the request; output-drop: a
   * rule or the policy of the source drops the request; answer-dropped: the request arrives, a rule or a policy drops
   * the answer; rejected: a firewall rejects the request (REJECT, ICMP administratively prohibited); refused: nothing
   * listens on the port (TCP reset, ICMP port unreachable); ttl-exceeded: the packet was forwarded until its time to
   * live ran out: a routing loop, or a small ttl of a tunnel; name-not-found: the name server knows no such name;
   * http-status: the web server answered with another status; wrong-answer: an answer came, with other contents.
   *
   * @example "no-route"
   */
  because?: pulumi.Input<"no-route" | "no-arp" | "link-down" | "no-peer" | "wrong-neighbour" | "table-full" | "queue-drop" | "no-answer" | "no-return-route" | "no-nat" | "ip-forward" | "rp-filter" | "forward-drop" | "input-drop" | "output-drop" | "answer-dropped" | "rejected" | "refused" | "ttl-exceeded" | "name-not-found" | "http-status" | "wrong-answer"> | undefined;
  /**
   * Seconds. Default: 3, tried again until they are over; with fails: 1, tried as two flows. From 1 to 60.
   *
   * @example 10
   */
  timeout?: pulumi.Input<number> | undefined;
}
