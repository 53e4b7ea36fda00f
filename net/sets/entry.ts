import { Invalid } from "../invalid.ts";
import { elementsOf, type Shape } from "./element.ts";
import { hasNetworks } from "./types.ts";

/** An entry of a set, with what is said of it. */
export interface Entry {
  element: string;
  /** An exception to a larger network of the set. */
  nomatch?: boolean;
  comment?: string;
}

/** IPSET_MAX_COMMENT_SIZE is 255. */
const LONGEST = 200;

/**
 * The entries that one text of a declaration stands for: `ELEMENT [nomatch] [comment "TEXT"]`, as ipset(8) takes them.
 *
 * @throws {Invalid} for what the set cannot have
 */
export function entriesOf(text: string, shape: Shape, limit: number): Entry[] {
  const [, words, nomatch, comment] = /^(\S+)( nomatch)?(?: comment "([^"]*)")?$/.exec(text) ?? [];
  if (words === undefined) throw new Invalid(text, 'an entry is ELEMENT [nomatch] [comment "TEXT"]', fixFor(text));
  if (nomatch && !hasNetworks(shape.type))
    throw new Invalid(text, `${shape.type} has no networks, and so no exceptions`, "leave nomatch out");
  if (comment !== undefined) checkComment(text, comment);
  const said = { ...(nomatch && { nomatch: true }), ...(comment !== undefined && { comment }) };
  return elementsOf(words, shape, limit).map((element) => ({ element, ...said }));
}

function fixFor(text: string): string {
  if (/ timeout /.test(text))
    return "what goes by itself is not declared: give the set a timeout, and let those add it that know how long";
  return 'write 10.0.0.0/8, or 10.1.0.0/16 nomatch comment "why"';
}

function checkComment(text: string, comment: string): void {
  const bytes = Buffer.byteLength(comment);
  if (bytes === 0) throw new Invalid(text, "a comment is empty", "leave it out");
  if (bytes > LONGEST) throw new Invalid(text, `a comment of ${bytes} bytes, the limit is ${LONGEST}`, "shorten it");
  if (/[\0-\x1f\x7f\\]/.test(comment))
    throw new Invalid(text, "a comment is one line without backslashes", "remove these characters");
}

/** The one spelling of an entry, which is also what `ipset restore` reads. */
export function entryText({ element, nomatch, comment }: Entry): string {
  return `${element}${nomatch ? " nomatch" : ""}${comment === undefined ? "" : ` comment "${comment}"`}`;
}

/** What an entry is about: of the same there is one in a set. */
export function elementOf(text: string): string {
  return text.split(" ", 1)[0] ?? "";
}
