import { readFileSync } from "node:fs";
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

/** Files that the virtual machine may have to run, which serves two at a time. */
const OTHER_KERNEL = /\b(kernelWith|kernelWithQueue|virtualMachine)\(/;

/**
 * Begins with what takes longest, so that nobody waits in the end for one long file, and has busy files and waiting ones
 * run side by side; those of the virtual machine come among them, so that few wait for it at a time. A run takes the same
 * order each time; what is not live takes a moment, and comes last.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const byName = files.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
    const virtual = byName.filter(({ moduleId }) => OTHER_KERNEL.test(readFileSync(moduleId, "utf8")));
    const long = without(byName, virtual).filter(({ moduleId }) => LONG.test(moduleId));
    const busy = ranked(long, BUSY);
    const waiting = ranked(without(long, busy), WAITING);
    return [...among(turnAbout(busy, waiting), virtual), ...without(without(byName, virtual), long)];
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

/** Some at even distances among the others. */
function among<One>(others: readonly One[], some: readonly One[]): One[] {
  const distance = Math.max(1, Math.floor(others.length / Math.max(1, some.length)));
  const groups = some.map((one, i) => [one, ...others.slice(i * distance, (i + 1) * distance)]);
  return [...groups.flat(), ...others.slice(some.length * distance)];
}

/** One of these, one of those; what one list has more comes last. */
function turnAbout<One>(these: readonly One[], those: readonly One[]): One[] {
  const length = Math.max(these.length, those.length);
  return Array.from({ length }, (_, i) => [...these.slice(i, i + 1), ...those.slice(i, i + 1)]).flat();
}
