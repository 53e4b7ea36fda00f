import { formatIp, parseIp } from "../../../../net/ip.ts";
import type { LinkTypeName } from "../../../../net/schema/links.ts";
import type { Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
import type { Item, Props } from "../../model.ts";
import type { LinkType } from "./type.ts";

/** One property of a type of link: what a dump says of it, and the words after `type TYPE` that set it. */
export interface Property {
  /** What it is where nobody says anything: creation leaves it out, a kernel may not know the word for it. */
  usual: Json;
  /** Out of `info_data` of `ip -d -j link`. */
  read(data: Entry): Json;
  /**
   * Where it takes more than the value to say it: what is wanted and what is there, of the operation at hand. What
   * several properties say together is said once.
   */
  words(value: Json, sides: Sides): string;
  /** A value that means the same, as a dump has it. */
  canonical?(value: Json): Json;
  /** Said at creation whatever it is: what an interface is made with is not the usual. */
  always?: boolean;
  /** Who uses the interface says it too: where nobody declares it, it is let be. */
  free?: boolean;
}

export interface Sides {
  want?: Item | undefined;
  have?: Item | undefined;
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

/** The same where 1 and 0 say it. */
export function switched(word: string, usual: boolean): Property {
  return flag(word, usual, { yes: `${word} 1`, no: `${word} 0` });
}

/** On or off by a word and the same with "no" before it, under the name that a dump has for it. */
export function bit(word: string, usual: boolean, shown = word.replaceAll("-", "_")): Property {
  return flag(shown, usual, { yes: word, no: `no${word}` });
}

/** There only where it is set, at creation. */
export function mark(word: string): Property {
  return flag(word, false, { yes: word, no: "" });
}

/** The interface that outer packets leave by, named after `type TYPE`. A dump tells the number of one that is gone as `if7`. */
export const parent: Property = { usual: null, read: ({ link }) => link ?? null, words: (value) => `dev ${value}` };

/** Type of service of what travels in another packet. `ip` writes and reads hex, with 0x before it or not; the kernel's word for "inherit" is 1. */
export const tos: Property = {
  usual: 0,
  read: ({ tos }) => inheritedTos(tos === "inherit" ? tos : Number(tos ?? 0)),
  words: (value) => `tos ${typeof value === "number" ? `0x${value.toString(16)}` : value}`,
  canonical: inheritedTos,
};

function inheritedTos(value: Json): Json {
  return value === 1 ? "inherit" : value;
}

/** An IP address, or none. */
export function address(word: string): Property {
  return {
    usual: null,
    read: (data) => data[word] ?? null,
    words: (value) => `${word} ${value}`,
    canonical: (value) => (value === null ? null : formatIp(parseIp(String(value)))),
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
  { head = `type ${type}` } = {},
): Pick<LinkType, "want" | "observe" | "create" | "change"> & { names: string[] } {
  const all = Object.entries(properties);
  return {
    names: Object.keys(properties),
    want: ({ json }): Props =>
      Object.fromEntries(
        all.flatMap(([name, { usual, canonical, free }]) => {
          if (free && json[name] === undefined) return [];
          const value = json[name] ?? usual;
          return [[name, canonical?.(value) ?? value]];
        }),
      ),
    observe: (link): Props => {
      const data = ownData(link);
      return Object.fromEntries(all.map(([name, { read }]) => [name, read(data)]));
    },
    create: (want) => {
      const said = all.filter(([name, { usual, always }]) => always || (want.props[name] ?? usual) !== usual);
      const words = said.map(([name, property]) => property.words(want.props[name] ?? null, { want }));
      return [...new Set([head, ...words])].join(" ");
    },
    change: (property, value, sides) => `${head} ${properties[property]?.words(value, sides)}`,
  };
}
