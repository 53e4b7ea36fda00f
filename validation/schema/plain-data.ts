import type { Fault, Path } from "../fault.ts";

/** Far above any real lab (5000 endpoints are half of it) and far below what hurts. */
const LARGEST = 1_000_000;
const DEEPEST = 32;

/** How Pulumi writes a value that it does not know yet, and how it marks a secret inside a plain value. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** What cannot be JSON data, or would harm who reads it. */
export interface Safe {
  /** A copy that holds only plain data; what was refused is left out, or undefined in a list. */
  value: unknown;
  faults: Fault[];
  /** Where values stand that are known later. They are left out as well, and are no faults. */
  later: Path[];
}

/** Whether a value at a path is one that is known later: an Output of Pulumi in a program. */
export type IsLater = (value: object, path: Path) => boolean;

/** Where text may have several lines: what a process inside a container reads. */
const MULTILINE = new Set(["env", "command", "entrypoint", "labels", "args"]);

/**
 * Copies a value of unknown origin and refuses what no declaration can hold: values that are no JSON, keys that are
 * properties of every object, control characters, secrets and unknowns of Pulumi, more than 1 MB (which also stops
 * aliases that multiply), more than 32 levels (which also stops cycles). Never throws.
 *
 * @param isLater what may be known later; in a declaration that is data nothing is
 */
export function safe(root: unknown, isLater: IsLater = () => false): Safe {
  const faults: Fault[] = [];
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
    if (Array.isArray(value)) return value.map((item, i) => copy(item, [...path, i]));
    if (typeof value === "object") return isLater(value, path) ? void later.push(path) : object(value, path);
    return refuse(path, String(value).slice(0, 40), `a ${typeof value} is no data`, "write plain JSON or YAML values");
  }

  function object(value: object, path: Path): unknown {
    if (SIGNATURE in value || isCiphertext(value))
      return refuse(
        path,
        undefined,
        "a secret",
        "names and addresses end up in the kernel for all to see: write them plainly",
      );
    if ("apply" in value && typeof value.apply === "function")
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
    const copies = entries.map(([key, member]) => [key, copy(member, [...path, key])] as const);
    return Object.fromEntries(copies.filter(([, member]) => member !== undefined));
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
  return stopped ? { value: undefined, faults: faults.slice(-1), later } : { value, faults, later };
}

function keyRule(key: string): string | undefined {
  if (key === "__proto__" || key in Object.prototype) return "every object of JavaScript has a property of this name";
  if (key === "") return "a name is empty";
  return /[\0-\x1f\x7f]/.test(key) ? "a name holds a control character" : undefined;
}

/** `{secure: v1:...}`, a configuration file read without Pulumi. */
function isCiphertext(value: object): boolean {
  const entries = Object.entries(value);
  return entries.length === 1 && entries[0]![0] === "secure" && /^v\d+:/.test(String(entries[0]![1]));
}
