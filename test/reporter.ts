import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** What a run came to; a file that cannot be loaded and an error outside every test count as failed. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: string[];
}

/** Ends the run with the line `N passed, N failed`, and names what was skipped, so that nothing is lost silently. */
export default class LastLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tally = count(modules, errors.length);
    // At exit, because Vitest's own summary comes after this call.
    process.once("exit", () => process.stdout.write(`${closingLines(tally).join("\n")}\n`));
  }
}

function count(modules: readonly TestModule[], errorsOutside: number): Tally {
  const tally: Tally = { passed: 0, failed: errorsOutside, skipped: [] };
  for (const module of modules) {
    if (module.errors().length > 0) tally.failed += 1;
    for (const suite of module.children.allSuites()) if (suite.errors().length > 0) tally.failed += 1;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") tally.passed += 1;
      else if (state === "skipped") tally.skipped.push(`${module.relativeModuleId}: ${test.fullName}`);
      else tally.failed += 1;
    }
  }
  return tally;
}

/** The text that ends a run; its last line is the count. */
export function closingLines({ passed, failed, skipped }: Tally): string[] {
  const line = `${passed} passed, ${failed} failed`;
  if (skipped.length === 0) return [line];
  return [`SKIPPED ${skipped.length}:`, ...skipped.map((name) => `  ${name}`), `${line}, ${skipped.length} skipped`];
}
