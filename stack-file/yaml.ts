import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import { Secret } from "../net/secret.ts";
import { formatPath, type Path } from "../validation/fault.ts";
import type { Located, Place, Places } from "./place.ts";
import { isTime, plainValue } from "./scalar.ts";

/** One entry of a map, merge keys followed. */
export interface Entry {
  key: string;
  place: Place;
  node: unknown;
}

const TAGS: Record<string, (value: unknown) => boolean> = {
  "tag:yaml.org,2002:str": () => true,
  "tag:yaml.org,2002:int": Number.isInteger,
  "tag:yaml.org,2002:float": (value) => typeof value === "number",
  "tag:yaml.org,2002:bool": (value) => typeof value === "boolean",
  "tag:yaml.org,2002:null": (value) => value === null,
};

/**
 * Turns nodes of a YAML document into values, as Pulumi does. What only some readers of YAML understand, or what Pulumi
 * would hand on as something else than what stands there, is a fault.
 */
export class YamlValues {
  readonly #targets: ReadonlyMap<Alias, Node>;
  readonly #known = new Map<Node, unknown>();
  readonly #open = new Set<Node>();
  readonly #placeOf: (offset: number) => Place;
  readonly #places: Places;
  readonly #faults = new Map<string, Located>();

  /**
   * @param targets what aliases stand for
   * @param placeOf the place of an offset in the text
   */
  constructor(targets: ReadonlyMap<Alias, Node>, placeOf: (offset: number) => Place, places: Places) {
    this.#targets = targets;
    this.#placeOf = placeOf;
    this.#places = places;
  }

  get faults(): Located[] {
    return [...this.#faults.values()];
  }

  /** The value of a node; each anchored one is made once. `{secure: ...}` becomes a {@link Secret}. */
  value(node: unknown, path: Path): unknown {
    const target = this.#followed(node);
    if (target === undefined) return null;
    if (this.#known.has(target)) return this.#known.get(target);
    if (this.#open.has(target))
      return this.#refuse(node, path, "an alias inside of what it stands for", "write it out");
    this.#open.add(target);
    const value = isScalar(target) ? this.#scalar(target, path) : this.#collection(target, path);
    this.#open.delete(target);
    this.#known.set(target, value);
    return value;
  }

  /** The entries of a map: its own, then those that it merges and has not itself. None for anything else. */
  entries(node: unknown, path: Path): Entry[] {
    const map = this.#followed(node);
    if (!isMap(map) || !this.#isUntagged(map, path)) return [];
    const own = new Map<string, Entry>();
    for (const pair of map.items) {
      const key = isMerge(pair) ? undefined : this.#key(pair, path);
      if (key === undefined) continue;
      if (own.has(key)) this.#refuse(pair.key, [...path, key], "it is there twice", "remove one");
      own.set(key, { key, place: this.#at(pair.key), node: pair.value });
    }
    for (const pair of map.items) if (isMerge(pair)) this.#merge(own, pair, map, path);
    return [...own.values()];
  }

  /** The map itself has the last word, then the first of those that it merges. */
  #merge(own: Map<string, Entry>, pair: Pair, map: Node, path: Path): void {
    const merged = this.#followed(pair.value);
    const isOpen = this.#open.has(map);
    this.#open.add(map);
    for (const source of isSeq(merged) ? merged.items : [pair.value]) {
      const target = this.#followed(source);
      if (!isMap(target) || this.#open.has(target))
        this.#refuse(
          pair.key,
          path,
          "a merge key (<<) takes a map or a list of maps",
          "name the anchor of another map",
        );
      else for (const entry of this.entries(target, path)) if (!own.has(entry.key)) own.set(entry.key, entry);
    }
    if (!isOpen) this.#open.delete(map);
  }

  #collection(node: Node, path: Path): unknown {
    if (isSeq(node)) return this.#isUntagged(node, path) ? this.#list(node.items, path) : null;
    const entries = this.entries(node, path);
    const value = Object.fromEntries(entries.map(({ key, node: of }) => [key, this.value(of, [...path, key])]));
    for (const { key, place } of entries) this.#places.put(value, key, place);
    const [only, ...more] = entries;
    return only?.key === "secure" && more.length === 0 && typeof value.secure === "string" ? new Secret() : value;
  }

  #list(items: readonly unknown[], path: Path): unknown[] {
    const value = items.map((item, i) => this.value(item, [...path, i]));
    for (const [i, item] of items.entries()) this.#places.put(value, i, this.#at(item));
    return value;
  }

  #scalar(node: Node, path: Path): unknown {
    const { value, type, tag } = node as Node & { value: unknown; type?: string; tag?: string };
    const text = String(value ?? "");
    if (tag !== undefined && !Object.hasOwn(TAGS, tag)) return this.#refuse(node, path, ...strange(tag));
    if (tag?.endsWith(":str") || (tag === undefined && type !== "PLAIN")) return text;
    if (tag === undefined && isTime(text))
      return this.#refuse(
        node,
        path,
        "Pulumi reads a time here, and hands it on as another text",
        "write it in quotes",
      );
    const plain = plainValue(text);
    if (tag === undefined || TAGS[tag]?.(plain)) return plain;
    return this.#refuse(node, path, `not what its tag ${short(tag)} says`, "remove the tag");
  }

  #key({ key }: Pair, path: Path): string | undefined {
    const before = this.#faults.size;
    const value = this.value(key, path);
    const text = isScalar(key) ? String(key.value) : undefined;
    // As Pulumi decides it: a number is its own name where it is spelled as Pulumi would spell it.
    const isName = typeof value === "string" || (value !== null && String(value) === text);
    if (isName) return String(value);
    if (this.#faults.size === before) this.#refuse(key, path, "a key that is no name", "write it in quotes");
    return undefined;
  }

  /** True for a collection that says of itself no more than what it is. */
  #isUntagged(node: Node, path: Path): boolean {
    const { tag } = node as { tag?: string };
    if (tag === undefined || tag === `tag:yaml.org,2002:${isSeq(node) ? "seq" : "map"}`) return true;
    this.#refuse(node, path, ...strange(tag));
    return false;
  }

  #followed(node: unknown): Node | undefined {
    if (!isAlias(node)) return (node ?? undefined) as Node | undefined;
    return this.#targets.get(node);
  }

  #at(node: unknown): Place {
    return this.#placeOf((node as Node | null)?.range?.[0] ?? 0);
  }

  #refuse(node: unknown, path: Path, rule: string, fix: string): null {
    const place = this.#at(node);
    // What is merged or stands for itself in several places is told once.
    const known = `${place.line}:${place.column} ${formatPath(path.slice(-1))}`;
    if (!this.#faults.has(known)) this.#faults.set(known, { path, rule, fix, ...place });
    return null;
  }
}

function isMerge({ key }: Pair): boolean {
  return isScalar(key) && key.value === "<<" && key.tag === undefined;
}

function strange(tag: string): [rule: string, fix: string] {
  return [`the tag ${short(tag)} means nothing here`, "remove it"];
}

function short(tag: string): string {
  return tag.replace(/^tag:yaml\.org,2002:/, "!!");
}
