import { type Document, isAlias, isMap, isNode, isSeq, LineCounter, parseDocument } from "yaml";
import type { Fault, Path } from "../../validation/fault.ts";

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
  const syntax = document.errors.map(({ message, pos }) => ({ ...notYaml(message), ...at(pos[0]) }));
  if (syntax.length > 0) return { topology: null, faults: syntax, locate: (fault) => ({ ...fault, ...at(0) }) };
  const config = document.get("config");
  const pair = isMap(config) ? config.items.find(({ key }) => KEY.test(String(key))) : undefined;
  const start = startOf(pair?.key);
  const locate = (fault: Fault) => ({ ...fault, ...at(offsetOf(pair?.value, start, fault.path, document)) });
  if (!pair) return { topology: null, faults: [{ ...NO_TOPOLOGY, ...at(0) }], locate };
  try {
    return { topology: isNode(pair.value) ? asPulumi(pair.value.toJS(document)) : null, faults: [], locate };
  } catch (error) {
    // An alias that leads nowhere, or to ever more of itself.
    const { message } = error as Error;
    return { topology: null, faults: [{ ...notYaml(message), ...at(start) }], locate };
  }
}

/** Pulumi reads text where an object is asked for as JSON: `pulumi config set topology '{...}'` writes such text. */
function asPulumi(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function notYaml(message: string): Fault {
  const words = message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "");
  return { path: [], rule: `not YAML: ${words}`, fix: "mend it: nothing else was checked" };
}

const NO_TOPOLOGY: Fault = {
  path: ["config"],
  rule: "the file has no topology",
  fix: "write it as config: { bridgework:topology: ... }, as in Pulumi.dev.yaml of Bridgework",
};

/** Where the last step stands that the file has: the key of an entry, the start of an element. */
function offsetOf(value: unknown, start: number, path: Path, document: Document): number {
  let offset = start;
  let node = value;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    const entry = isMap(node) ? node.items.find(({ key }) => String(key) === String(step)) : undefined;
    const element = isSeq(node) ? node.items[Number(step)] : undefined;
    if (!entry && !element) return offset;
    offset = startOf(entry?.key ?? element);
    node = entry ? entry.value : element;
  }
  return offset;
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
