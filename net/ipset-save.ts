/** A set as `ipset save` prints it. */
export interface SavedSet {
  name: string;
  type: string;
  /** What it was made with: "family" is "inet", "counters" is true. */
  options: Record<string, string | true>;
  /** What stands after `add NAME`, a line each. */
  entries: string[];
}

/** Options that have no value. */
const BARE = new Set(["counters", "comment", "skbinfo", "forceadd"]);

/**
 * What `ipset save` prints, as data.
 *
 * @example readSets("create a hash:ip family inet\nadd a 10.0.0.1") // [{ name: "a", type: "hash:ip", ... }]
 */
export function readSets(text: string): SavedSet[] {
  const sets = new Map<string, SavedSet>();
  for (const line of text.split("\n")) {
    const [, verb, name = "", rest = ""] = /^(create|add) (\S+) (.*)$/.exec(line) ?? [];
    if (verb === "create") sets.set(name, created(name, rest.split(" ")));
    if (verb === "add") sets.get(name)?.entries.push(rest);
  }
  return [...sets.values()];
}

function created(name: string, [type = "", ...words]: string[]): SavedSet {
  const options: SavedSet["options"] = {};
  while (words.length > 0) {
    const option = words.shift() ?? "";
    options[option] = BARE.has(option) ? true : (words.shift() ?? "");
  }
  return { name, type, options, entries: [] };
}
