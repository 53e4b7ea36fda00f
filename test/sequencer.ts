import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Those that take longest by what they are of: first those that keep the cores busy, with the CLI or a compiler. */
const BUSY = [
  ...["/docker/kernel/drift", "/commands/readme", "/commands/killed", "/stacks/leftovers", "/stacks/examples"],
  ...["/labs/", "/package/", "/stacks/", "/commands/", "/images/", "/docker/kernel/", "/docker/stack", "/model/plan"],
];

/** The other ones mostly wait: for the kernel, an engine, packets that must not arrive. */
const WAITING = ["/faults/", "/cli/repair", "/docker/", ".live.test.ts"];

/** Live tests, and those that take as long as one. */
const LONG = /\.live\.test\.ts$|\/(model\/plan|docker\/plugin)\.test\.ts$/;

/**
 * Begins with what takes longest, so that nobody waits in the end for one long file, and has busy files and waiting ones
 * run side by side. A run takes the same order each time; what is not live takes a moment, and comes last.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const byName = files.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
    const long = byName.filter(({ moduleId }) => LONG.test(moduleId));
    const busy = ranked(long, BUSY);
    const waiting = ranked(without(long, busy), WAITING);
    return [...turnAbout(busy, waiting), ...without(byName, long)];
  }
}

/** The files that one of the parts is in, in the order of the parts. */
function ranked(files: TestSpecification[], parts: readonly string[]): TestSpecification[] {
  const rank = ({ moduleId }: TestSpecification) => parts.findIndex((part) => moduleId.includes(part));
  return files.filter((file) => rank(file) !== -1).toSorted((a, b) => rank(a) - rank(b));
}

function without(files: TestSpecification[], others: TestSpecification[]): TestSpecification[] {
  return files.filter((file) => !others.includes(file));
}

/** One of these, one of those; what one list has more comes last. */
function turnAbout<One>(these: readonly One[], those: readonly One[]): One[] {
  const length = Math.max(these.length, those.length);
  return Array.from({ length }, (_, i) => [...these.slice(i, i + 1), ...those.slice(i, i + 1)]).flat();
}
