import { goalOf } from "../../net/goal.ts";
import { complaint, Invalid } from "../../net/invalid.ts";
import { isMap } from "../../net/map.ts";
import type { Expectation, Reason } from "../../net/schema/expectation.ts";
import { containerOf } from "../../net/scope.ts";
import { closest, declaredInstead } from "../../net/suggest.ts";
import type { Facts, Tried } from "../facts.ts";
import { type Fault, faultAt, type Path } from "../fault.ts";
import { measures } from "./measures.ts";

const TARGETS = ["ping", "tcp", "http", "dns", "throughput"] as const;

/** An expectation starts somewhere and tries one thing that can be tried. */
export function expectations(facts: Facts): Fault[] {
  const { expectations, scopes, damaged } = facts;
  const short = scopes.map(({ name }) => containerOf(name) ?? name);
  const known = new Set([...scopes.map(({ name }) => name), ...short]);
  return expectations.flatMap((tried) => [
    ...start(tried, known, short),
    // A target that is a fault by itself is one all the same.
    ...(TARGETS.some((name) => damaged([...tried.path, name])) ? [] : tries(tried, facts, short)),
    ...reason(tried),
  ]);
}

function start({ path, expectation: { from } }: Tried, known: ReadonlySet<string>, names: readonly string[]): Fault[] {
  if (known.has(from)) return [];
  const fix = declaredInstead(from, "scopes", names);
  return [{ path: [...path, "from"], value: from, rule: "no such namespace or container is declared", fix }];
}

function tries(tried: Tried, facts: Facts, names: readonly string[]): Fault[] {
  const measured = measures(tried, facts);
  return measured.length > 0 ? measured : target(tried, facts.addressOf, names);
}

function target({ path, expectation }: Tried, addressOf: Facts["addressOf"], names: readonly string[]): Fault[] {
  const targets = TARGETS.filter((name) => expectation[name] !== undefined);
  const fix = targets.length === 0 ? "say what to try, as in ping: BLUE" : "write an expectation for each";
  const value = targets.length === 0 ? {} : { value: targets };
  const count =
    targets.length === 1 ? [] : [{ path, ...value, rule: "exactly one of ping, tcp, http, dns and throughput", fix }];
  return [
    ...count,
    ...targets.flatMap((name) =>
      goal(placeOf([...path, name], expectation[name]), { from: "", [name]: expectation[name] }, addressOf, names),
    ),
  ];
}

/** What is measured has its target beside its bounds. */
function placeOf(path: Path, tried: unknown): Path {
  return isMap(tried) && "to" in tried ? [...path, "to"] : path;
}

function goal(path: Path, tried: Expectation, addressOf: Facts["addressOf"], names: readonly string[]): Fault[] {
  const fault = complaint(() => goalOf(tried, addressOf));
  if (!fault) return [];
  const { value, rule } = fault;
  // Where it has one, the rule is about how it is written.
  if (typeof value === "string" && names.includes(value) && addressOf(value) === undefined)
    return [{ path, value, rule: `${value} has no address`, fix: "give one of its links an address" }];
  const near = typeof value === "string" && /name/.test(rule) ? closest(value, names) : undefined;
  return [faultAt(path, near ? new Invalid(value, rule, `did you mean "${near}"?`) : fault)];
}

/** Reasons that only some of what can be tried may have. */
const ONLY: Partial<Record<Reason, readonly (typeof TARGETS)[number][]>> = {
  "name-not-found": ["http", "dns"],
  "http-status": ["http"],
  "wrong-answer": ["http", "dns"],
};

function reason({ path, expectation }: Tried): Fault[] {
  const { because, fails } = expectation;
  if (because === undefined) return [];
  const fault = (rule: string, fix: string) => [{ path: [...path, "because"], value: because, rule, fix }];
  if (!fails) return fault("a reason belongs to a failure", "add fails: true");
  const tried = TARGETS.filter((name) => expectation[name] !== undefined);
  const only = ONLY[because] ?? TARGETS;
  if (tried.length === 0 || tried.some((name) => only.includes(name))) return [];
  return fault(
    `a ${tried.join(" or ")} never fails for this reason`,
    `try ${only.join(" or ")}, or name another reason`,
  );
}
