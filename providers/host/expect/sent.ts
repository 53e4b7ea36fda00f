import type { Goal } from "../../../net/goal.ts";
import type { Probe } from "./probe/run.ts";

/** What a probe sends, as a sentence of a report. */
export function sentBy(from: string, { goal, timeout }: Probe): string {
  if (goal.kind === "throughput") return `${what(goal, from)}, for ${goal.seconds} s`;
  const count = goal.kind === "ping" && goal.measure ? `, then ${goal.measure.count} that are counted` : "";
  return `${what(goal, from)}, for up to ${timeout} s${count}`;
}

function what(goal: Goal, from: string): string {
  switch (goal.kind) {
    case "ping":
      return `ICMP echo requests from ${from} to ${goal.host}`;
    case "tcp":
      return `a TCP connection from ${from} to ${goal.host} port ${goal.port}`;
    case "http":
      return `GET ${goal.url} from ${from} to ${goal.host} port ${goal.port}`;
    case "throughput":
      return `as much as a TCP connection carries from ${from} to ${goal.host} port ${goal.port}`;
    case "dns":
      return `a DNS query for ${goal.name} from ${from} to ${goal.server ?? "its name server"}`;
  }
}
