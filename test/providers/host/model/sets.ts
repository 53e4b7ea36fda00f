import type { Answer, Space } from "./state.ts";

/** A set as the kernel keeps it: what it was made with, and by element what stands after it. */
export interface ModelSet {
  type: string;
  options: string;
  entries: Map<string, string>;
}

const UNKNOWN = "The set with the given name does not exist";
const MISMATCH = "The sets cannot be swapped: their type does not match";
const IN_USE = "Set cannot be destroyed: it is in use by a kernel component";

/** What `ipset save` prints. */
export function printSets(here: Space): string {
  return [...here.sets]
    .flatMap(([name, { type, options, entries }]) => [
      `create ${name} ${type} ${options}`,
      ...[...entries].map(([element, rest]) => `add ${name} ${element}${rest}`),
    ])
    .map((line) => `${line}\n`)
    .join("");
}

/** Carries lines of `ipset restore` out, up to the first that is refused: its number, and the kernel's words. */
export function restoreSets(here: Space, input: string): Answer {
  for (const [index, text] of input.trimEnd().split("\n").entries()) {
    const refusal = changeSet(here, text);
    if (refusal !== undefined) return `ipset v7.17: Error in line ${index + 1}: ${refusal}\n`;
  }
  return undefined;
}

/** One line of a person's, or of a restore. */
export function changeSet(here: Space, text: string): Answer {
  const [verb = "", name = "", ...rest] = text.replace(/ -exist$/, "").split(" ");
  const isLenient = text.endsWith(" -exist");
  const found = here.sets.get(name);
  if (verb === "create") return create(here, name, rest);
  if (!found) return UNKNOWN;
  if (verb === "destroy") {
    if (listsOf(here, name).length > 0) return IN_USE;
    here.sets.delete(name);
    return undefined;
  }
  if (verb === "swap") return swap(here, name, rest[0] ?? "");
  const [element = "", ...words] = rest;
  if (verb === "add") return add(here, found, element, words, isLenient);
  if (verb !== "del") throw new Error(`the model does not know: ${text}`);
  return found.entries.delete(element) || isLenient ? undefined : "Element cannot be deleted from the set";
}

function create(here: Space, name: string, [type = "", ...words]: string[]): Answer {
  if (here.sets.has(name)) return "Set cannot be created: set with the same name already exists";
  const usual = type.startsWith("hash:") && !words.includes("family") ? ["family", "inet", ...words] : words;
  here.sets.set(name, { type, options: usual.join(" "), entries: new Map() });
  return undefined;
}

/** It keeps the name, and with it what rules and lists have of it. */
function swap(here: Space, name: string, other: string): Answer {
  const [one, two] = [here.sets.get(name), here.sets.get(other)];
  if (!one || !two) return UNKNOWN;
  if (one.type !== two.type || familyOf(one) !== familyOf(two)) return MISMATCH;
  here.sets.set(name, two);
  here.sets.set(other, one);
  return undefined;
}

function familyOf({ options }: ModelSet): string | undefined {
  return /family (\S+)/.exec(options)?.[1];
}

function add(here: Space, set: ModelSet, element: string, words: string[], isLenient: boolean): Answer {
  if (set.entries.has(element) && !isLenient) return "Element cannot be added to the set: it's already added";
  if (set.type === "list:set" && !here.sets.has(element)) return UNKNOWN;
  const most = Number(/(?:maxelem|size) (\d+)/.exec(set.options)?.[1] ?? Number.POSITIVE_INFINITY);
  if (!set.entries.has(element) && set.entries.size >= most) return "Hash is full, cannot add more elements";
  if (words.includes("timeout") && !set.options.includes("timeout"))
    return "Timeout cannot be used: set was created without timeout support";
  if (words.includes("comment") && !set.options.includes("comment"))
    return "Comment cannot be used: set was created without comment support";
  const [, usual] = /timeout (\d+)/.exec(set.options) ?? [];
  const all = usual === undefined || words.includes("timeout") ? words : ["timeout", usual, ...words];
  set.entries.set(element, all.map((word) => ` ${word}`).join(""));
  return undefined;
}

function listsOf(here: Space, name: string): ModelSet[] {
  return [...here.sets.values()].filter(({ type, entries }) => type === "list:set" && entries.has(name));
}

/** All that there is of sets, a line a fact. */
export function factsOfSets(here: Space): string[] {
  return printSets(here)
    .split("\n")
    .filter((line) => line !== "");
}
