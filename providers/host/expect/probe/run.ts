import { setTimeout as sleep } from "node:timers/promises";
import type { Goal } from "../../../../net/goal.ts";
import { programFile } from "../../../../system/package.ts";
import type { Transport } from "../../transport/transport.ts";
import type { Job } from "./job.ts";
import { countingPing, countingTime, readCount } from "./measure.ts";
import { moreTelling, type Outcome, SILENCE } from "./outcome.ts";
import { twice } from "./persist.ts";
import { briefPing, pingArgv, readPing } from "./ping.ts";
import { inParallel } from "./pool.ts";
import { GRACE_MS, unstarted, wordsOf } from "./started.ts";
import { throughput } from "./throughput.ts";

/** One probe to run: what, from which scope, for how long. */
export interface Probe {
  scope: string;
  goal: Goal;
  /** Seconds. */
  timeout: number;
  /** Whether to try again until the time is over. */
  retry: boolean;
  nameservers?: string[];
  /** Of what is measured at both ends the scope of the other one; undefined where nobody is known to be it. */
  receiver?: string | undefined;
}

/** A ping mostly sleeps; a Node process works for 50 ms before it does anything. */
const PINGS_AT_ONCE = 64;
const PROGRAMS_AT_ONCE = 4;
/** How much longer a count may take on a machine that has no time for each of its requests. */
const BUSY = 4;
/** As long as queues of a thousand packets take at 10 Mbit/s, and as is waited where pings are not answered. */
const DRAINED_SECONDS = 2;
/** Between a ping that came to nothing and the next. */
const PAUSE_MS = 200;
const PROGRAM = programFile("providers/host/expect/probe/program");

/**
 * Runs probes side by side, one ping each, and one process a scope for all others; then what is measured, which the others
 * would disturb: pings that count together, connections that carry all they can one after the other. Outcomes come in the
 * same order.
 */
export async function runProbes(transport: Transport, probes: readonly Probe[]): Promise<Outcome[]> {
  const outcomes = new Map<Probe, Outcome>();
  const pings = probes.filter((probe) => probe.goal.kind === "ping");
  const floods = probes.filter((probe) => probe.goal.kind === "throughput");
  const others = byScope(probes.filter((probe) => !pings.includes(probe) && !floods.includes(probe)));
  await Promise.all([
    inParallel(PINGS_AT_ONCE, pings, async (probe) => void outcomes.set(probe, await ping(transport, probe))),
    inParallel(PROGRAMS_AT_ONCE, [...others.entries()], async ([scope, group]) => {
      const answers = await program(transport, scope, group);
      group.forEach((probe, index) => void outcomes.set(probe, answers[index] ?? unstarted("no answer for it")));
    }),
  ]);
  await inParallel(PINGS_AT_ONCE, pings, async (probe) => {
    const outcome = outcomes.get(probe);
    if (outcome?.answered) outcomes.set(probe, await counted(transport, probe, outcome));
  });
  await inParallel(1, floods, async (probe) => {
    const { goal } = probe;
    if (goal.kind !== "throughput") return;
    const outcome = await throughput(transport, { receiver: undefined, ...probe, goal });
    outcomes.set(probe, outcome);
    if (outcome.answered || outcome.symptom === "measure") await drained(transport, probe.scope, goal.host);
  });
  return probes.map((probe) => outcomes.get(probe) ?? unstarted("it was not run"));
}

function byScope(probes: readonly Probe[]): Map<string, Probe[]> {
  const groups = new Map<string, Probe[]>();
  for (const probe of probes) groups.set(probe.scope, [...(groups.get(probe.scope) ?? []), probe]);
  return groups;
}

/**
 * One ping, and as many more as the time allows: each ends at the first ICMP error, such as that of a neighbour that
 * does not answer yet. Each is a flow of its own.
 */
async function ping(transport: Transport, { scope, goal, timeout, retry }: Probe): Promise<Outcome> {
  if (goal.kind !== "ping") throw new Error(`${goal.kind} is a job of the probe program`);
  const once = async (seconds: number) => {
    const argv = seconds < 1 ? briefPing(goal.host) : pingArgv(goal.host, seconds);
    return readPing(await transport.run(scope, argv, { timeout: seconds * 1000 + GRACE_MS }));
  };
  if (!retry) return await twice(once, timeout);
  const deadline = Date.now() + timeout * 1000;
  for (let told = SILENCE, seconds = timeout; ; ) {
    const outcome = await once(seconds);
    if (outcome.answered || !outcome.ran) return outcome;
    told = moreTelling(told, outcome);
    await sleep(PAUSE_MS);
    seconds = Math.ceil((deadline - Date.now()) / 1000);
    if (seconds <= 0) return told;
  }
}

/**
 * Waits until what a connection left in the queues on its way is gone, as it would delay or displace what is counted next:
 * a ping comes after all of that.
 */
async function drained(transport: Transport, scope: string, host: string): Promise<void> {
  await ping(transport, { scope, goal: { kind: "ping", host }, timeout: DRAINED_SECONDS, retry: true });
}

/** What a ping measures that has been answered; the answer itself where nothing is asked of it. */
async function counted(transport: Transport, { scope, goal }: Probe, answer: Outcome): Promise<Outcome> {
  if (goal.kind !== "ping" || goal.measure === undefined) return answer;
  const timeout = BUSY * countingTime(goal.measure) + GRACE_MS;
  const finished = await transport.run(scope, countingPing(goal.host, goal.measure), { timeout });
  return readCount(finished, goal.measure) ?? unstarted(wordsOf(finished));
}

async function program(transport: Transport, scope: string, probes: readonly Probe[]): Promise<Outcome[]> {
  const longest = Math.max(...probes.map((probe) => probe.timeout));
  const done = await transport.run(scope, [process.execPath, "--no-warnings", PROGRAM], {
    input: JSON.stringify(probes.map(job)),
    timeout: longest * 1000 + GRACE_MS,
  });
  if (done.code === 0) return JSON.parse(done.stdout);
  return probes.map(() => unstarted(wordsOf(done)));
}

function job({ scope, goal, timeout, retry, nameservers }: Probe): Job {
  if (goal.kind === "ping" || goal.kind === "throughput")
    throw new Error(`${goal.kind} is no job of the probe program`);
  // `ip netns exec` would mount the namespace's own resolv.conf over the host's: it is looked for in the same place.
  const resolvConf = [...(scope === "host" ? [] : [`/etc/netns/${scope}/resolv.conf`]), "/etc/resolv.conf"];
  return { goal, timeout, retry, resolvConf, ...(nameservers ? { nameservers } : {}) };
}
