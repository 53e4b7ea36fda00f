import { digest } from "./chains.ts";
import type { Rule } from "./rule.ts";
import { commentOf, format, parse } from "./spelling.ts";

/** XT_MAX_COMMENT_LEN less its NUL. */
const LIMIT = 255;

/** How an item writes a rule in one of our chains that is not ours. */
const FOREIGN = "foreign: ";

/** The comment of a rule of ours: the owner's mark, then what the declaration says. */
export function marked(owner: string, comment?: string): string {
  const full = comment === undefined ? owner : `${owner} ${comment}`;
  if (Buffer.byteLength(full) <= LIMIT) return full;
  return comment === undefined ? shortMark(owner) : `${shortMark(owner)} ${comment}`;
}

/** For a mark so long that no comment fits beside it. */
function shortMark(owner: string): string {
  return `bridgework:#${digest(owner)}`;
}

/**
 * A rule of a chain of ours as items hold it: without the mark that all of them carry, or named as foreign. Its
 * spelling is the same whatever version of iptables printed it.
 */
export function shown(saved: string, owner: string): string {
  const rule = parse(saved);
  const comment = rule?.comment;
  const mark = markIn(comment, owner);
  if (!rule || comment === undefined || mark === undefined) return FOREIGN + (rule ? format(rule) : saved);
  return format(commented(rule, comment === mark ? undefined : comment.slice(mark.length + 1)));
}

function markIn(comment: string | undefined, owner: string): string | undefined {
  return [owner, shortMark(owner)].find((each) => comment === each || comment?.startsWith(`${each} `));
}

/** True for a rule that this document made, wherever it stands. */
export function bearsMark(saved: string, owner: string): boolean {
  return saved.includes("bridgework:") && markIn(commentOf(saved), owner) !== undefined;
}

/** The inverse: the words after `-A CHAIN`. */
export function written(text: string, owner: string): string {
  if (text.startsWith(FOREIGN)) return text.slice(FOREIGN.length);
  const rule = parse(text);
  if (!rule) throw new Error(`not a rule of ours: ${text}`);
  return format({ ...rule, comment: marked(owner, rule.comment) });
}

export function isForeign(text: string): boolean {
  return text.startsWith(FOREIGN);
}

/** True for a rule that some document made, ours or another's. */
export function isMarked(saved: string): boolean {
  return commentOf(saved)?.startsWith("bridgework:") ?? false;
}

function commented({ comment: _, ...rule }: Rule, comment: string | undefined): Rule {
  return comment === undefined ? rule : { ...rule, comment };
}
