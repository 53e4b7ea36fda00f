import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { dns } from "./dns.ts";
import { http } from "./http.ts";
import type { Job } from "./job.ts";
import type { Outcome, Symptom } from "./outcome.ts";
import { tcp } from "./tcp.ts";

/**
 * The program that runs inside a network namespace and tries what `ping` cannot: TCP, HTTP and DNS, all probes of one
 * scope in one process. It needs nothing but Node itself. JSON comes in by standard input and goes out the same way.
 */
const PAUSE_MS = 200;
/** Trying again does not help against these, as long as nobody changes the routes or rules meanwhile. */
const FINAL: Symptom[] = ["net-unreachable", "not-permitted"];

async function attempt(job: Job): Promise<Outcome> {
  const deadline = Date.now() + job.timeout * 1000;
  for (;;) {
    const outcome = await once(job, Math.max(0.1, (deadline - Date.now()) / 1000));
    const over = Date.now() + PAUSE_MS >= deadline;
    if (outcome.answered || !job.retry || over || (outcome.symptom && FINAL.includes(outcome.symptom))) return outcome;
    await sleep(PAUSE_MS);
  }
}

function once(job: Job, seconds: number): Promise<Outcome> {
  if (job.goal.kind === "tcp") return tcp(job.goal, seconds);
  if (job.goal.kind === "http") return http(job.goal, seconds);
  return dns(job.goal, seconds, job);
}

const jobs: Job[] = JSON.parse(await text(process.stdin));
const outcomes = JSON.stringify(await Promise.all(jobs.map(attempt)));
// A lookup that nobody answers would keep the process for as long as the resolver has patience.
process.stdout.write(outcomes, () => process.exit(0));
