import { BaseSequencer, type TestSpecification } from "vitest/node";

/** By how long their files take, the longest first; what is not named here takes a moment. */
const LONGEST = [
  ...["/docker/kernel/drift", "/commands/readme", "/commands/killed", "/stacks/leftovers"],
  ...["/labs/", "/package/", "/stacks/", "/commands/", "/images/", "/docker/", "/faults/", ".live.test.ts"],
];

/** Begins with what takes longest: nobody waits in the end for one long file, and a run takes the same order each time. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => rank(a.moduleId) - rank(b.moduleId) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

function rank(file: string): number {
  const live = file.endsWith(".live.test.ts");
  const found = LONGEST.findIndex((part) => live && file.includes(part));
  return found === -1 ? LONGEST.length : found;
}
