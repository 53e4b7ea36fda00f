import { setTimeout as sleep } from "node:timers/promises";
import { moreTelling, type Outcome, SILENCE } from "./outcome.ts";

/** After an attempt that came to nothing, before the next. */
const PAUSE_MS = 200;
/** An attempt that hears nothing is left to listen, and another begun: what it sent may be lost, or its answer slow. */
const AGAIN_MS = 1000;

/** How long the last attempt of what shall fail listens. */
const LAST_MS = 500;

/** Tries once, for so many seconds at most. It calls `reached` when the other end is there and only has to answer. */
export type Attempt = (seconds: number, reached: () => void) => Promise<Outcome>;

/**
 * Tries until something answers or the time is over. Whatever comes back on the way may be a matter of time: a route, a
 * neighbour, a server that starts. What is told in the end is the last thing that came back at all.
 *
 * @param seconds in all, 0.1 at least
 * @example await persist((seconds) => tcp(goal, seconds), 3)
 */
export async function persist(attempt: Attempt, seconds: number): Promise<Outcome> {
  const deadline = Date.now() + seconds * 1000;
  const left = () => deadline - Date.now();
  const answer = Promise.withResolvers<Outcome>();
  let told = SILENCE;
  let ended = false;
  let engaged = 0;
  const once = async () => {
    let reached = 0;
    const outcome = await attempt(Math.max(0.1, left() / 1000), () => {
      if (reached === 0) engaged += reached = 1;
    });
    engaged -= reached;
    if (outcome.answered) answer.resolve(outcome);
    else told = moreTelling(told, outcome);
    await sleep(PAUSE_MS);
  };
  void answer.promise.then(() => {
    ended = true;
  });
  while (!ended && left() > 0) {
    if (engaged > 0) await Promise.race([answer.promise, sleep(Math.min(PAUSE_MS, left()))]);
    else await Promise.race([once(), answer.promise, sleep(Math.min(AGAIN_MS, left()))]);
  }
  // Those that still listen end with the time.
  await Promise.race([answer.promise, sleep(PAUSE_MS)]);
  answer.resolve(told);
  return answer.promise;
}

/**
 * Tries what shall fail as two flows in the same time: a first packet may teach a machine on the way (a redirect to a
 * shorter path, a neighbour, an entry of connection tracking), and then only the first flow of all fails.
 *
 * @example await twice((seconds) => tcp(goal, seconds), 1)
 */
export async function twice(attempt: Attempt, seconds: number): Promise<Outcome> {
  let reached = false;
  const first = attempt(seconds, () => {
    reached = true;
  });
  const late = sleep(Math.max(0, seconds * 1000 - LAST_MS), undefined, { ref: false });
  const early = await Promise.race([first, late]);
  if (reached || early?.answered || early?.ran === false) return first;
  const second = attempt(LAST_MS / 1000, () => undefined);
  const [earlier, later] = await Promise.all([first, second]);
  if (earlier.answered || !later.ran) return earlier;
  return later.answered ? later : moreTelling(earlier, later);
}
