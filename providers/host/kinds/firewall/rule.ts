/**
 * A rule as data: what the packet must be, and what happens to it. Addresses, interfaces and protocols that begin
 * with `!` match everything else. Values are spelled as iptables spells them.
 */
export interface Rule {
  source?: string;
  destination?: string;
  in?: string;
  out?: string;
  protocol?: string;
  sourcePort?: string;
  port?: string;
  icmpType?: string;
  icmpv6Type?: string;
  /** Type of the source address: LOCAL. */
  sourceType?: string;
  destinationType?: string;
  /** Connection states, joined by commas. */
  state?: string;
  direction?: string;
  /** Sets that are asked, in their order: "blocked src", "!services dst,dst", joined by semicolons. */
  sets?: string;
  comment?: string;
  target?: string;
  toDestination?: string;
  rejectWith?: string;
  logPrefix?: string;
}

export type Field = keyof Rule;
