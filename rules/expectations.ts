import { goalOf } from "../net/goal.ts";
import { complaint, Invalid } from "../net/invalid.ts";
import { closest, declaredInstead } from "../net/suggest.ts";
import type { Facts, Tried } from "./facts.ts";
import { type Fault, faultAt } from "./fault.ts";

const TARGETS = ["ping", "tcp", "http", "dns"] as const;

/** An expectation starts somewhere and tries one thing that can be tried. */
export function expectations({ expectations, scopes, addressOf }: Facts): Fault[] {
  const names = scopes.flatMap(({ name }) => (name.startsWith("container:") ? [name, name.slice(10)] : [name]));
  const known = new Set(names);
  const short = names.filter((name) => !name.startsWith("container:"));
  return expectations.flatMap((tried) => [
    ...start(tried, known, short),
    ...target(tried, addressOf, short),
    ...reason(tried),
  ]);
}

function start({ path, expectation: { from } }: Tried, known: ReadonlySet<string>, names: readonly string[]): Fault[] {
  if (known.has(from)) return [];
  const fix = declaredInstead(from, "scopes", names);
  return [{ path: [...path, "from"], value: from, rule: "no such namespace or container is declared", fix }];
}

function target({ path, expectation }: Tried, addressOf: Facts["addressOf"], names: readonly string[]): Fault[] {
  const targets = TARGETS.filter((name) => expectation[name] !== undefined);
  const [name] = targets;
  if (name === undefined || targets.length > 1) {
    const fix = name === undefined ? "say what to try, as in ping: BLUE" : "write an expectation for each";
    return [{ path, ...(name ? { value: targets } : {}), rule: "exactly one of ping, tcp, http and dns", fix }];
  }
  const fault = complaint(() => goalOf({ from: expectation.from, [name]: expectation[name] }, addressOf));
  if (!fault) return [];
  if (typeof fault.value === "string" && names.includes(fault.value)) {
    const { value } = fault;
    return [{ path: [...path, name], value, rule: `${value} has no address`, fix: "give one of its links an address" }];
  }
  const near = typeof fault.value === "string" && /name/.test(fault.rule) ? closest(fault.value, names) : undefined;
  return [faultAt([...path, name], near ? new Invalid(fault.value, fault.rule, `did you mean "${near}"?`) : fault)];
}

function reason({ path, expectation: { because, fails } }: Tried): Fault[] {
  if (because === undefined || fails) return [];
  return [
    { path: [...path, "because"], value: because, rule: "a reason belongs to a failure", fix: "add fails: true" },
  ];
}
