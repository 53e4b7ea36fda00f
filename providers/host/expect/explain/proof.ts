import type { Death, Inquiry, Journey, Reply } from "./inquiry.ts";

/**
 * A place that stops the packet for certain, or is shown to by its counter. Where nothing counts, it is kept as a doubt,
 * and the packet goes on.
 */
export function* proven(journey: Journey, death: Death): Inquiry<Death | undefined> {
  if (death.certain) return death;
  const counted = yield* moved(death);
  if (counted) return { ...death, certain: true, counted };
  if (counted === undefined) journey.doubts.push(death.where);
  return undefined;
}

/**
 * Whether the place counts the packets of the probe; undefined where nothing counts there. A counter that stood still
 * while all probes ran saw none of this one's; one that moved may have seen others', and the probe is sent once more by
 * itself.
 */
export function* moved({ scope, counter, counted }: Death): Inquiry<boolean | undefined> {
  if (counted || !counter) return counted;
  const { argv, count, around = "probe" } = counter;
  const run = yield { scope, argv, around: "run" };
  if (run.before !== undefined && grew(run, count) === false) return false;
  return grew(yield { scope, argv, around }, count);
}

function grew({ before = "", stdout }: Reply, count: (printed: string) => number | undefined): boolean | undefined {
  const now = count(stdout);
  return now === undefined ? undefined : now > (count(before) ?? 0);
}
