import { type AddressOf, goalOf } from "./goal.ts";
import { complaint, Invalid } from "./invalid.ts";
import type { Expectation } from "./schema/expectation.ts";

/** A fault of one expectation; `path` leads from the expectation to the value. */
export interface ExpectationFault {
  path: string[];
  value: unknown;
  rule: string;
  fix: string;
}

export interface Known {
  addressOf: AddressOf;
  /** Whether packets can start there: "host", a declared namespace, a container. */
  hasScope(from: string): boolean;
}

const TARGETS = ["ping", "tcp", "http", "dns"] as const;

/** Everything wrong with an expectation that its schema cannot say. Starts nothing and looks at nothing. */
export function expectationFaults(expectation: Expectation, known: Known): ExpectationFault[] {
  const faults: ExpectationFault[] = [];
  const add = (path: string[], fault: Invalid | undefined) => {
    if (fault) faults.push({ path, value: fault.value, rule: fault.rule, fix: fault.fix });
  };
  const targets = TARGETS.filter((target) => expectation[target] !== undefined);
  if (targets.length !== 1) add([], new Invalid(targets, "exactly one of ping, tcp, http and dns", countFix(targets)));
  for (const target of targets)
    add(
      [target],
      complaint(() => goalOf({ from: expectation.from, [target]: expectation[target] }, known.addressOf)),
    );
  if (!known.hasScope(expectation.from))
    add(
      ["from"],
      new Invalid(expectation.from, "no such namespace or container is declared", 'declare it, or write "host"'),
    );
  if (expectation.because !== undefined && !expectation.fails)
    add(["because"], new Invalid(expectation.because, "a reason belongs to a failure", "add fails: true"));
  return faults;
}

function countFix(targets: readonly string[]): string {
  if (targets.length === 0) return "say what to try, as in ping: BLUE";
  return "write an expectation for each";
}
