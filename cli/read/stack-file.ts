import { isMap, isNode, LineCounter, type Node, type Pair, parseDocument } from "yaml";
import type { Fault, Path } from "../../rules/fault.ts";

/** A fault with the place in the file that it is about; both count from 1. */
export interface Located extends Fault {
  line: number;
  column: number;
}

export interface StackFile {
  /** The value of the topology's key; meaningless where there are faults. */
  topology: unknown;
  /** What is wrong with the file as such. */
  faults: Located[];
  /** Finds the place of a fault in the topology. */
  locate(fault: Fault): Located;
}

/** `topology` of the project's own namespace: `bridgework:topology` in this repository, `NAME:topology` in others. */
const KEY = /^(?:[^:]+:)?topology$/;

/** Reads the topology out of a `Pulumi.STACK.yaml`. Never throws. */
export function readStackFile(text: string): StackFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const syntax = document.errors.map(({ message, pos }) => ({
    path: [],
    rule: `not YAML: ${message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "")}`,
    fix: "mend it: nothing else was checked",
    ...at(pos[0]),
  }));
  const config = document.get("config");
  const pair = isMap(config) ? config.items.find(({ key }) => KEY.test(String(key))) : undefined;
  const missing = syntax.length === 0 && pair === undefined ? [{ ...NO_TOPOLOGY, ...at(0) }] : [];
  const root = isNode(pair?.value) ? pair.value : undefined;
  return {
    topology: root?.toJS(document) ?? null,
    faults: [...syntax, ...missing],
    locate: (fault) => ({ ...fault, ...at(offsetOf(root, pair, fault.path)) }),
  };
}

const NO_TOPOLOGY = {
  path: ["config"],
  rule: "the file has no topology",
  fix: "write it as config: { bridgework:topology: ... }, as in Pulumi.dev.yaml of Bridgework",
};

/** Where the last step stands that the file has: the key of an entry, the start of an element. */
function offsetOf(root: Node | undefined, pair: Pair | undefined, path: Path): number {
  let offset = startOf(pair?.key);
  let node: unknown = root;
  for (const step of path) {
    if (!isMap(node)) {
      node =
        isNode(node) && "get" in node
          ? (node as { get(key: unknown, keep: true): unknown }).get(step, true)
          : undefined;
      if (node === undefined) return offset;
      offset = startOf(node);
      continue;
    }
    const entry = node.items.find(({ key }) => String(key) === String(step));
    if (!entry) return offset;
    offset = startOf(entry.key);
    node = entry.value;
  }
  return offset;
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
