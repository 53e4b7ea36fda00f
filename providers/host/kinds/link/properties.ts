import type { LinkTypeName } from "../../../../net/schema/links.ts";
import type { Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
import type { Props } from "../../model.ts";
import type { LinkType } from "./type.ts";

/** One property of a type of link: what a dump says of it, and the words after `type TYPE` that set it. */
export interface Property {
  /** What it is where nobody says anything: creation leaves it out, a kernel may not know the word for it. */
  usual: Json;
  /** Out of `info_data` of `ip -d -j link`. */
  read(data: Entry): Json;
  words(value: Json): string;
}

/** A number, in the kernel's units divided by `scale`. */
export function number(word: string, usual: number | null, { scale = 1 } = {}): Property {
  return {
    usual,
    read: (data) => (data[word] === undefined ? usual : Number(data[word]) / scale),
    words: (value) => `${word} ${Number(value) * scale}`,
  };
}

/** One of some words. */
export function text(word: string, usual: string): Property {
  return { usual, read: (data) => data[word] ?? usual, words: (value) => `${word} ${value}` };
}

/** Yes or no, as a dump has it: a number, true or false, or there only where it is yes. */
export function flag(word: string, usual: boolean, { yes = `${word} on`, no = `${word} off` } = {}): Property {
  return {
    usual,
    read: (data) => (data[word] === undefined ? usual : data[word] !== false && data[word] !== 0),
    words: (value) => (value ? yes : no),
  };
}

/** What a dump says of a link that only its type has: `info_data`. */
export function ownData({ linkinfo }: Entry): Entry {
  return ((linkinfo as Entry | undefined)?.info_data ?? {}) as Entry;
}

/** What a type of link does with the properties that are its own. */
export function withProperties(
  type: LinkTypeName,
  properties: Readonly<Record<string, Property>>,
): Pick<LinkType, "want" | "observe" | "create" | "change"> {
  const all = Object.entries(properties);
  return {
    want: ({ json }): Props => Object.fromEntries(all.map(([name, { usual }]) => [name, json[name] ?? usual])),
    observe: (link): Props => {
      const data = ownData(link);
      return Object.fromEntries(all.map(([name, { read }]) => [name, read(data)]));
    },
    create: ({ props }) => {
      const differing = all.filter(([name, { usual }]) => (props[name] ?? usual) !== usual);
      return [`type ${type}`, ...differing.map(([name, { words }]) => words(props[name] ?? null))].join(" ");
    },
    change: (property, value) => `type ${type} ${properties[property]?.words(value)}`,
  };
}
