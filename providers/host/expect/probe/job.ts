import type { DnsGoal, HttpGoal, TcpGoal } from "../../../../net/goal.ts";

/** What the probe program is asked on its standard input, as JSON: a list of these. It answers a list of outcomes. */
export interface Job {
  goal: TcpGoal | HttpGoal | DnsGoal;
  /** Seconds in all. */
  timeout: number;
  /** Tries again until the time is over: for what shall work and may need a moment to. Else as two flows, one late. */
  retry: boolean;
  /** Name servers to ask when the goal names none. */
  nameservers?: string[];
  /** The resolver's files, the first that exists counts; for when no name server is given either. */
  resolvConf: string[];
}
