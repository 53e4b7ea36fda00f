import { complaint } from "../invalid.ts";
import type { SavedSet } from "../ipset-save.ts";
import { elementsOf, type Shape } from "./element.ts";
import { entryText } from "./entry.ts";
import { hasFamily, isBitmap, SET_TYPES, type SetType } from "./types.ts";

/** What a set has, in the one spelling of each entry. */
export interface Contents {
  /** Entries that stay, in the order of their text. */
  entries: string[];
  /** Those that go by themselves, with the seconds that are left: "10.0.0.1 timeout 59". */
  passing: string[];
}

/** The family of a set; undefined for one that has none. */
export function familyOfSaved({ type, options }: Pick<SavedSet, "type" | "options">): "ipv4" | "ipv6" | undefined {
  if (options.family !== undefined) return options.family === "inet6" ? "ipv6" : "ipv4";
  return isKnown(type) && hasFamily(type) ? "ipv4" : undefined;
}

function isKnown(type: string): type is SetType {
  return (SET_TYPES as readonly string[]).includes(type);
}

export function contentsOf(set: SavedSet): Contents {
  const { type, options } = set;
  const range = typeof options.range === "string" && isBitmap(type as SetType) ? { range: options.range } : {};
  const family = familyOfSaved(set) === "ipv6" ? 6 : 4;
  const shape: Shape | undefined = isKnown(type) ? { type, family, ...range } : undefined;
  const read = set.entries.map((text) => entryIn(text, shape));
  const stays = ({ seconds }: Read) => seconds === 0;
  return {
    entries: read
      .filter(stays)
      .map(({ text }) => text)
      .sort(),
    passing: read
      .filter((one) => !stays(one))
      .map(({ text, seconds }) => `${text} timeout ${seconds}`)
      .sort(),
  };
}

interface Read {
  text: string;
  /** Until it goes by itself; 0 for one that stays. */
  seconds: number;
}

/** Counters count, and say nothing of what it is. */
function entryIn(line: string, shape: Shape | undefined): Read {
  const words = line.match(/"[^"]*"|\S+/g) ?? [];
  const [element = "", ...rest] = words;
  const value = (word: string) => (rest.includes(word) ? rest[rest.indexOf(word) + 1] : undefined);
  const comment = value("comment")?.slice(1, -1);
  const entry = {
    element: shape ? spelled(element, shape) : element,
    nomatch: rest.includes("nomatch"),
    ...(comment !== undefined && { comment }),
  };
  return { text: entryText(entry), seconds: Number(value("timeout") ?? 0) };
}

/** What cannot be declared, an address inside another, keeps its spelling. */
function spelled(element: string, shape: Shape): string {
  let found = element;
  complaint(() => {
    found = elementsOf(element, shape, 1)[0] ?? element;
  });
  return found;
}
