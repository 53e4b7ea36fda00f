import { Secret, SIGNATURE } from "../../net/secret.ts";
import type { Fault, Path } from "../fault.ts";
import { confidentialFields, type Pattern, takesSecret } from "./confidential.ts";

/** Far above any real lab (5000 endpoints are half of it) and far below what hurts. */
const LARGEST = 1_000_000;
const DEEPEST = 32;

/** How Pulumi writes a value that it does not know yet. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Stands for a secret wherever data is checked. */
const HIDDEN = "[secret]";

/** What cannot be JSON data, or would harm who reads it. */
export interface Safe {
  /** A copy that holds only plain data; what was refused is left out, or undefined in a list. */
  value: unknown;
  faults: Fault[];
  /** What may be a secret and stands where one may: a text is in its place. */
  hidden: { path: Path; value: object }[];
  /** Where values stand that are known later. They are left out as well, and are no faults. */
  later: Path[];
}

/** Whether a value at a path is one that is known later: an Output of Pulumi in a program. */
export type IsLater = (value: object, path: Path) => boolean;

/** Where text may have several lines: what a process inside a container reads. */
const MULTILINE = new Set(["env", "command", "entrypoint", "labels", "args"]);

/** What has no default: without a value, that a program has lost, something else would be built, and no word said. */
const NONE = new Set(["address", "addresses", "gateway"]);

/** What a caller knows of the values beyond their form. */
export interface Knowledge {
  /** What may be known later; in a declaration that is data nothing is. */
  isLater?: IsLater | undefined;
  /** Where secrets, and whatever may be one, are taken. */
  places?: readonly Pattern[];
}

/**
 * Copies a value of unknown origin and refuses what no declaration can hold: values that are no JSON, keys that are
 * properties of every object, control characters, unknowns of Pulumi, secrets where none is taken, more than 1 MB (which also stops
 * aliases that multiply), more than 32 levels (which also stops cycles). Never throws.
 */
export function safe(root: unknown, { isLater = () => false, places = [] }: Knowledge = {}): Safe {
  const faults: Fault[] = [];
  const hidden: Safe["hidden"] = [];
  const later: Path[] = [];
  let size = 0;
  let stopped = false;

  const refuse = (path: Path, value: unknown, rule: string, fix: string) => {
    faults.push({ path, value, rule, fix });
    return undefined;
  };
  const stop = (path: Path, rule: string, fix: string) => {
    stopped = true;
    return refuse(path, undefined, rule, fix);
  };

  function copy(value: unknown, path: Path): unknown {
    if (stopped || value === undefined) return undefined;
    size += typeof value === "string" ? value.length + 3 : 4;
    if (size > LARGEST)
      return stop([], "larger than 1 MB", "split it into several stacks, or look for aliases that multiply");
    if (path.length > DEEPEST) return stop(path, `nested deeper than ${DEEPEST} levels`, "flatten it");
    if (typeof value === "string") return text(value, path);
    if (typeof value === "number" && !Number.isFinite(value))
      return refuse(path, String(value), "not a number", "write digits");
    if (value === null || typeof value === "number" || typeof value === "boolean") return value;
    if (Array.isArray(value)) return Array.from(value, (item, i) => member(item, [...path, i], true));
    if (typeof value === "object") return opaque(value, path) ?? object(value, path);
    return refuse(path, String(value).slice(0, 40), `a ${typeof value} is no data`, "write plain JSON or YAML values");
  }

  /** Undefined for what can be looked into. */
  function opaque(value: object, path: Path): unknown {
    const kept = value instanceof Secret || value instanceof Promise || isOutput(value);
    if (kept && takesSecret(places, path)) {
      hidden.push({ path, value });
      return HIDDEN;
    }
    return undefined;
  }

  function object(value: object, path: Path): unknown {
    if (isSecret(value)) {
      faults.push(secretFault(path, places));
      return undefined;
    }
    if (isLater(value, path)) return void later.push(path);
    if (isOutput(value))
      return refuse(path, undefined, "an Output of Pulumi, not known while the program runs", "write the value itself");
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      return refuse(
        path,
        undefined,
        `a ${prototype.constructor?.name ?? "class"} is no data`,
        "write plain JSON or YAML values",
      );
    const entries = Object.entries(value).filter(([key]) => allowedKey(key, path));
    const copies = entries.map(([key, inner]) => [key, member(inner, [...path, key], NONE.has(key))] as const);
    return Object.fromEntries(copies.filter(([, inner]) => inner !== undefined));
  }

  /** Undefined is a value that is not given, but where there is nothing that it could stand for. */
  function member(value: unknown, path: Path, needed: boolean): unknown {
    if (value !== undefined || !needed) return copy(value, path);
    return refuse(path, undefined, "undefined: the program has no value here", "give it one, or leave it out");
  }

  function allowedKey(key: string, path: Path): boolean {
    size += key.length + 3;
    const rule = keyRule(key);
    if (rule) refuse([...path, key], undefined, rule, "choose another name");
    return rule === undefined;
  }

  function text(value: string, path: Path): unknown {
    if (value === UNKNOWN) return refuse(path, undefined, "not known until `up`", "write the value itself");
    const several = path.some((key) => MULTILINE.has(String(key)));
    const control = (several ? /[\0-\x08\x0b-\x1f\x7f]/ : /[\0-\x1f\x7f]/).exec(value)?.[0];
    if (control === undefined) return value;
    const code = `U+${control.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    return refuse(path, value, `holds the control character ${code}`, "remove it");
  }

  const value = copy(root, []);
  // Of half a value nothing can be told.
  return stopped ? { value: undefined, faults: faults.slice(-1), hidden, later } : { value, faults, hidden, later };
}

/** A secret where everybody will see it. The places that take one are those of the same declaration. */
export function secretFault(path: Path, places: readonly Pattern[]): Fault {
  const where = places.length === 0 ? "" : `; secrets are taken in ${confidentialFields(places)}`;
  return { path, rule: "a secret, and what is made of it is for all to see", fix: `write it plainly${where}` };
}

function keyRule(key: string): string | undefined {
  if (key === "__proto__" || key in Object.prototype) return "every object of JavaScript has a property of this name";
  if (key === "") return "a name is empty";
  return /[\0-\x1f\x7f]/.test(key) ? "a name holds a control character" : undefined;
}

/** A secret of ours, one that Pulumi has marked, or `{secure: v1:...}` of a configuration file read without Pulumi. */
function isSecret(value: object): boolean {
  if (value instanceof Secret || SIGNATURE in value) return true;
  const [[key, text] = [], ...more] = Object.entries(value);
  return more.length === 0 && key === "secure" && /^v\d+:/.test(String(text));
}

function isOutput(value: object): boolean {
  return "apply" in value && typeof value.apply === "function";
}
