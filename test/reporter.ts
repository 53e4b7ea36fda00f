import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** What a run came to: how many tests passed, and what each of the others is called. */
export interface Tally {
  passed: number;
  /** With the first line of its error. A file that cannot be loaded and an error outside every test are among them. */
  failed: string[];
  skipped: { module: string; suite: string }[];
}

type Errors = readonly { message?: string }[];

/** Ends the run with the line `N passed, N failed`, and names what was skipped or failed: nothing is lost silently. */
export default class LastLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tally = count(modules, errors);
    // At exit, because Vitest's own summary comes after this call.
    process.once("exit", () => process.stdout.write(`${closingLines(tally).join("\n")}\n`));
  }
}

function count(modules: readonly TestModule[], outside: readonly SerializedError[]): Tally {
  const tally: Tally = { passed: 0, failed: outside.map((error) => named("outside every test", [error])), skipped: [] };
  for (const module of modules) {
    const name = module.relativeModuleId;
    if (module.errors().length > 0) tally.failed.push(named(name, module.errors()));
    for (const suite of module.children.allSuites()) {
      if (suite.errors().length > 0) tally.failed.push(named(`${name}: ${suite.fullName}`, suite.errors()));
    }
    for (const test of module.children.allTests()) {
      const { state, errors } = test.result();
      if (state === "passed") tally.passed += 1;
      else if (state === "skipped") tally.skipped.push({ module: name, suite: test.fullName.split(" > ")[0] ?? "" });
      else tally.failed.push(named(`${name}: ${test.fullName}`, errors ?? []));
    }
  }
  return tally;
}

function named(name: string, errors: Errors): string {
  return `${name}: ${errors[0]?.message?.split("\n")[0] ?? "no result"}`;
}

/** The text that ends a run: tests skipped for one reason are one line, and what failed comes right before the count. */
export function closingLines({ passed, failed, skipped }: Tally): string[] {
  const count = `${passed} passed, ${failed.length} failed`;
  return [
    ...list("SKIPPED", skipped.length, suites(skipped)),
    ...list("FAILED", failed.length, failed),
    skipped.length === 0 ? count : `${count}, ${skipped.length} skipped`,
  ];
}

function list(title: string, length: number, lines: string[]): string[] {
  return length === 0 ? [] : [`${title} ${length}:`, ...lines.map((line) => `  ${line}`)];
}

function suites(skipped: Tally["skipped"]): string[] {
  const bySuite = Map.groupBy(skipped, ({ module, suite }) => `${module}: ${suite}`);
  return [...bySuite].map(([name, { length }]) => (length === 1 ? name : `${name} (${length} tests)`));
}
