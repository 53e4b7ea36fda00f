import { show } from "../../net/invalid.ts";
import { fate, isForPeople, nameOf } from "./errors.ts";
import { idOf } from "./identity.ts";
import { masterOfPort } from "./kinds/existing-port.ts";
import { isOfPort } from "./kinds/link/port.ts";
import type { Change, Operation } from "./model.ts";
import { kindOf } from "./registry.ts";

/** What a person finds on the host, a line each, where `describe` says what we would do about it. */
export function driftLines(operations: readonly Operation[]): string[] {
  const replaced = new Set(operations.filter(({ makesRoom }) => makesRoom).map(idOf));
  const all = new Set(operations.map(idOf));
  const led = (operation: Operation) => {
    const master = masterOfPort(operation);
    return master !== undefined && all.has(idOf(master));
  };
  // What is made anew is told by what differs of it; so is the other end of a pair. What is no port any more has nothing of
  // one, which its master says.
  const told = (operation: Operation) =>
    operation.verb === "create" &&
    (replaced.has(idOf(operation)) || replaced.has(otherEnd(operation)) || led(operation));
  return operations.filter((operation) => !told(operation)).map(asDrift);
}

/** What says more than that nothing is left. */
const READABLE = 20;

/** Of a document of which nothing is left, as of what was in a container that started again: lines, where they are few. */
export function ofGone(lines: readonly string[]): readonly string[] {
  return lines.length <= READABLE ? lines : [];
}

/** The id of a pair's other end, which a link names as "scope/name"; of nothing for what has none. */
function otherEnd({ kind, want }: Operation): string {
  return `${kind} ${String(want?.props.peer).replace(/\/(?=[^/]*$)/, " ")}`;
}

function asDrift({ verb, changes, makesRoom, fallsWith, ...ref }: Operation): string {
  if (fallsWith && verb === "create") return `${nameOf(ref)} ${fate(fallsWith)}, and is made anew`;
  if (fallsWith) return `${nameOf(ref)} loses ${nameOf(fallsWith)} while that is made anew`;
  if (verb === "create") return `drift: ${nameOf(ref)} is missing`;
  if (verb === "delete" && !makesRoom) return `drift: ${nameOf(ref)} is there and not declared`;
  const told = changes.filter(isTold);
  const plain = told.filter(isForPeople);
  const found = (plain.length > 0 ? plain : told).map((change) => differing(change, ref.kind));
  if (ref.have?.unmarked) found.unshift("it bears our mark no more");
  return `drift: ${nameOf(ref)}: ${found.join(", ")}`;
}

/** What is no port of a bridge has nothing of one, which needs no saying for each of its properties. */
function isTold({ property, have, falls }: Change): boolean {
  return !falls && !(isOfPort(property) && have === null);
}

function differing({ property, want, have = null }: Change, kind: string): string {
  const told = kindOf(kind).tell?.({ property, want, have });
  if (told) return told.found;
  if (kind === "link" && property === "master") return `its master is ${have ?? "none"}, not ${want ?? "none"}`;
  if (kind === "link" && property === "peer") return `its other end is ${have}, not ${want}`;
  if (kind === "link" && property === "keepsMac") return "its MAC address is no more recorded as its own for life";
  if (kind === "jump" && property === "behind" && Array.isArray(have) && have.length > 0)
    return `rules of others stand before it: ${have.join(", ")}`;
  return `${property} is ${show(have)}, not ${show(want)}`;
}
