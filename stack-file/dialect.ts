import { type Alias, type Document, isAlias, isCollection, isMap, isScalar, type Node, type Pair, visit } from "yaml";

/** What Pulumi's own reader of YAML, which comes after, would not take: it then tells no more than a line. */
export interface Foreign {
  node: Node;
  rule: string;
  fix: string;
}

/** One walk over a document: what each alias stands for, and what is written in words that Pulumi does not know. */
export function survey(document: Document): { targets: Map<Alias, Node>; foreign: Foreign[] } {
  const anchored = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const foreign: Foreign[] = [];
  visit(document, {
    Node(_key, node, path) {
      if (!isAlias(node) && node.anchor !== undefined) anchored.set(node.anchor, node);
      if (path.some(isFlow) && (isCut(node) || isColon(node))) foreign.push({ node, rule: BRACES, fix: QUOTES });
      if (!isAlias(node)) return;
      // The last of that name before it.
      const target = anchored.get(node.source);
      if (target) targets.set(node, target);
      else foreign.push({ node, rule: `no anchor &${node.source} stands before this alias`, fix: "write one there" });
    },
  });
  return { targets, foreign };
}

const BRACES =
  "in braces and brackets Pulumi ends a text at a question mark, and reads a colon at either end otherwise";
const QUOTES = "write the text in quotes";

/** For Pulumi `{a: ::1}` and `[b?]` are no YAML. */
function isCut(node: Node): boolean {
  return isScalar(node) && node.type === "PLAIN" && /^:|\?/.test(String(node.value));
}

/** `[fd00::]`: to Pulumi a text, to others a map of one key without a value. */
function isColon(node: Node): boolean {
  if (!isMap(node) || node.items.length !== 1) return false;
  const [{ key, value }] = node.items as [Pair<Node, Node | null>];
  const isBare = node.range?.[0] === key.range?.[0];
  return isBare && (value === null || (isScalar(value) && value.source === ""));
}

function isFlow(node: unknown): boolean {
  return isCollection(node) && node.flow === true;
}
