import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
} from "yaml";
import type { Path } from "../validation/fault.ts";

/** What Pulumi's own reader of YAML, which comes after, would not take: it then tells no more than a line. */
export interface Foreign {
  node: Node;
  /** From the document's root. */
  path: Path;
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
      const at = () => placeOf(path, node);
      if (path.some(isFlow) && (isCut(node) || isColon(node)))
        foreign.push({ node, path: at(), rule: BRACES, fix: QUOTES });
      for (const { key, name } of repeatedKeys(node))
        foreign.push({ node: key, path: [...at(), name], rule: "this key is there twice", fix: TWICE });
      if (!isAlias(node)) return;
      // The last of that name before it.
      const target = anchored.get(node.source);
      if (target) targets.set(node, target);
      else
        foreign.push({
          node,
          path: at(),
          rule: `no anchor &${node.source} stands before this alias`,
          fix: "write one there",
        });
    },
  });
  return { targets, foreign };
}

/** Keys that a map has before: to Pulumi that is no YAML, wherever in the file it is. */
function repeatedKeys(node: Node): { key: Node; name: string }[] {
  if (!isMap(node)) return [];
  const known = new Set<string>();
  return node.items.flatMap(({ key }) => {
    if (!isScalar(key)) return [];
    const name = String(key.value);
    if (known.has(name)) return [{ key, name }];
    known.add(name);
    return [];
  });
}

/** The keys and numbers that lead to a node through what it is in. */
function placeOf(around: readonly unknown[], node: Node): Path {
  return around.flatMap((container, i): Path => {
    if (isPair(container)) return isScalar(container.key) ? [String(container.key.value)] : [];
    return isSeq(container) ? [container.items.indexOf(around[i + 1] ?? node)] : [];
  });
}

const BRACES =
  "in braces and brackets Pulumi ends a text at a question mark, and reads a colon at either end otherwise";
const TWICE = "remove one: nothing else was checked";
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
