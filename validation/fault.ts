import { type Invalid, show } from "../net/invalid.ts";

/** The keys and indices that lead to a value, from the root of what a person wrote. */
export type Path = readonly (string | number)[];

/** One thing that is wrong, with what a person needs to mend it. */
export interface Fault {
  path: Path;
  /** What stands there; undefined where something is missing. */
  value?: unknown;
  /** The rule that it breaks, without a full stop. */
  rule: string;
  /** What to write instead, without a full stop. */
  fix: string;
  /** Of a rule: places from which it is concluded. Where one is a fault of its own, nothing stands there to conclude from. */
  from?: readonly Path[];
}

/** A fault out of a parser's complaint. */
export function faultAt(path: Path, { value, rule, fix }: Invalid): Fault {
  return { path, value, rule, fix };
}

/**
 * The one form in which faults are printed: `PATH: VALUE: RULE. FIX.`
 *
 * @example namespaces.RED.links.reth0.bridge: "br1": no such bridge on host "local". Did you mean "br0"?
 */
export function formatFault(fault: Fault): string {
  return `${formatPath(fault.path)}: ${reasonOf(fault)}`;
}

/** The same without the path, for those who show it apart, as Pulumi's check failures do. */
export function reasonOf({ value, rule, fix }: Fault): string {
  const shown = value === undefined ? "" : `${visible(show(value))}: `;
  return `${shown}${ended(rule)} ${ended(fix.charAt(0).toUpperCase() + fix.slice(1))}`;
}

export function formatFaults(faults: readonly Fault[]): string {
  return faults.map(formatFault).join("\n");
}

/** The first key of a path that lies in another resource: `Container web`. */
export function rootIn(type: string, name: string): string {
  return `${type} ${name}`;
}

/** Whether a path lies in another resource than the one that is spoken of. */
export function isElsewhere([root]: Path): boolean {
  return typeof root === "string" && /^[A-Z][A-Za-z]* /.test(root);
}

/**
 * A path as Pulumi writes property paths: `namespaces.RED.addresses[0]`, `links["eth0.100"]`; in another resource with
 * that before it, `Container web.ports[0]`.
 */
export function formatPath(path: Path): string {
  const text = path.map((key, i) => {
    if (typeof key === "number") return `[${key}]`;
    if (i === 0 && isElsewhere(path)) return visible(key);
    return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) ? `.${key}` : `[${visible(show(key))}]`;
  });
  return text.join("").replace(/^\./, "") || "topology";
}

function ended(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

/** Characters that would play tricks on a terminal, as escapes: C1 controls, separators, marks of direction. */
function visible(text: string): string {
  return text.replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
