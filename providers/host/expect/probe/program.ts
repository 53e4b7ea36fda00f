import { text } from "node:stream/consumers";
import { dns } from "./dns.ts";
import { http } from "./http.ts";
import type { Job } from "./job.ts";
import type { Outcome } from "./outcome.ts";
import { type Attempt, persist, twice } from "./persist.ts";
import { tcp } from "./tcp.ts";

/**
 * The program that runs inside a network namespace and tries what `ping` cannot: TCP, HTTP and DNS, all probes of one
 * scope in one process. It needs nothing but Node itself. JSON comes in by standard input and goes out the same way.
 */
function attempt({ goal, ...job }: Job): Attempt {
  if (goal.kind === "tcp") return (seconds) => tcp(goal, seconds);
  if (goal.kind === "http") return (seconds, reached) => http(goal, seconds, reached);
  return (seconds) => dns(goal, seconds, job);
}

function outcomeOf(job: Job): Promise<Outcome> {
  return (job.retry ? persist : twice)(attempt(job), job.timeout);
}

const jobs: Job[] = JSON.parse(await text(process.stdin));
const outcomes = JSON.stringify(await Promise.all(jobs.map(outcomeOf)));
// A lookup that nobody answers would keep the process for as long as the resolver has patience.
process.stdout.write(outcomes, () => process.exit(0));
