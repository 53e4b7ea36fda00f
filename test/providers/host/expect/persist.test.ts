import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Outcome, SILENCE } from "../../../../providers/host/expect/probe/outcome.ts";
import { type Attempt, persist, twice } from "../../../../providers/host/expect/probe/persist.ts";

const LONG = 60;
const ANSWER: Outcome = { ran: true, answered: true, found: "hello" };
const UNREACHABLE: Outcome = { ran: true, answered: false, found: "No route to host", symptom: "host-unreachable" };
const REFUSED: Outcome = { ran: true, answered: false, found: "Connection refused", symptom: "refused" };

/** Attempts that come to this, one after the other; the last one again and again. How often one was made is counted. */
function attempts(...each: Attempt[]) {
  const made = { count: 0 };
  const attempt: Attempt = (seconds, reached) => {
    const next = each[Math.min(made.count, each.length - 1)];
    made.count += 1;
    return (next as Attempt)(seconds, reached);
  };
  return { made, attempt };
}

const comesTo =
  (outcome: Outcome): Attempt =>
  async () =>
    outcome;
const hearsNothing: Attempt = (seconds) => sleep(seconds * 1000, SILENCE, { ref: false });

test("an error is no end: a neighbour, a route or a server may need a moment", async () => {
  const { attempt, made } = attempts(comesTo(UNREACHABLE), comesTo(REFUSED), comesTo(ANSWER));
  expect(await persist(attempt, LONG)).toEqual(ANSWER);
  expect(made.count).toBe(3);
});

test("what was lost is sent again, long before the time is over", async () => {
  const { attempt } = attempts(hearsNothing, hearsNothing, comesTo(ANSWER));
  const began = Date.now();
  expect(await persist(attempt, LONG)).toEqual(ANSWER);
  expect(Date.now() - began).toBeLessThan((LONG / 2) * 1000);
});

test("an answer that takes its time is still heard", async () => {
  const slow: Attempt = () => sleep(1500, ANSWER);
  const { attempt } = attempts(slow, hearsNothing);
  expect(await persist(attempt, LONG)).toEqual(ANSWER);
});

test("who has been reached is not asked a second time while it thinks", async () => {
  const thinks: Attempt = (_, reached) => {
    reached();
    return sleep(2500, ANSWER);
  };
  const { attempt, made } = attempts(thinks, comesTo(REFUSED));
  expect(await persist(attempt, LONG)).toEqual(ANSWER);
  expect(made.count).toBe(1);
});

test("one that was reached and fails is tried again", async () => {
  const closes: Attempt = async (_, reached) => {
    reached();
    return REFUSED;
  };
  const { attempt } = attempts(closes, comesTo(ANSWER));
  expect(await persist(attempt, LONG)).toEqual(ANSWER);
});

test("when the time is over the last thing that came back is told, even if nothing came after it", async () => {
  const { attempt } = attempts(comesTo(REFUSED), comesTo(UNREACHABLE), hearsNothing);
  expect(await persist(attempt, 1)).toEqual(UNREACHABLE);
  expect(await persist(hearsNothing, 1)).toEqual(SILENCE);
});

test("what shall fail is tried as two flows in its time, and one that is answered is enough", async () => {
  const { attempt, made } = attempts(hearsNothing, comesTo(ANSWER));
  expect(await twice(attempt, 0.6)).toEqual(ANSWER);
  const refused = attempts(comesTo(REFUSED), hearsNothing);
  expect(await twice(refused.attempt, 60)).toEqual(REFUSED);
  expect([made.count, refused.made.count]).toEqual([2, 2]);
});

test("what shall fail and is reached, or answered, is asked once", async () => {
  const answered = attempts(comesTo(ANSWER));
  expect(await twice(answered.attempt, LONG)).toEqual(ANSWER);
  const thinks: Attempt = (seconds, reached) => {
    reached();
    return sleep(seconds * 1000, SILENCE);
  };
  const slow = attempts(thinks);
  expect(await twice(slow.attempt, 0.7)).toEqual(SILENCE);
  expect([answered.made.count, slow.made.count]).toEqual([1, 1]);
});
