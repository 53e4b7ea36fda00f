import { basename, dirname, resolve } from "node:path";
import { Secret } from "../net/secret.ts";
import { parseTopology } from "../topology/parse.ts";
import { topologySchema } from "../topology/schema.ts";
import { type Fault, formatPath } from "../validation/fault.ts";
import { gathered } from "./files.ts";
import { beginningOf, formatLocated, type Located, type Place, Unreadable } from "./place.ts";
import { type Lookup, resolveReferences } from "./references.ts";
import { sizeFault } from "./size.ts";
import { asPulumi, entryOf, type Project, projectOf, readStackFile, type StackFile, textIn } from "./stack-file.ts";
import type { Entry } from "./yaml.ts";

/** A topology as a stack's files have it: secrets stand as such, without their text. */
export interface StackTopology {
  /** Meaningless where there are faults. */
  value: unknown;
  /** What is wrong with the files, before the topology itself is looked at. */
  faults: Located[];
  /** Finds the place of a fault in the topology. */
  locate(fault: Fault): Located;
}

/**
 * The topology of a stack's configuration file, or of a file that such a one names; undefined where it has none.
 *
 * @throws {Unreadable} where the file is none
 */
export function topologyOf(file: string): StackTopology | undefined {
  const stack = readStackFile(file);
  if (stack.faults.length > 0) return { value: undefined, faults: stack.faults, locate: at(stack, beginningOf(file)) };
  if (stack.config === undefined && isBare(stack)) return bareTopology(stack);
  const project = projectOf(dirname(resolve(file)));
  const entry = entryOf(stack, "topology", project?.name) ?? entryOf(stack, "topology");
  if (!entry) return undefined;
  const known = (name: string) => textIn(stack, name, project?.name) ?? elsewhere(stack, project, name);
  const { value, faults, locate } = written(stack, entry, known);
  return { value, faults: [...faults, ...sizeFault(stack, entry)], locate };
}

/** What the entry of a topology stands for, files and other keys of the configuration looked up. */
function written(stack: StackFile, { node, place }: Entry, known: Lookup): StackTopology {
  const own = asPulumi(stack.yaml.values.value(node, []));
  if (own instanceof Secret)
    return { value: undefined, faults: [{ ...ALL_SECRET, ...place }], locate: at(stack, place) };
  const { value, faults } = gathered(own, place, dirname(stack.file), stack.places);
  const locate = at(stack, place, value);
  const unknown = resolveReferences(value, topologySchema, known).map(locate);
  return { value, faults: [...stack.yaml.values.faults, ...faults, ...unknown], locate };
}

/** A value that another file, or an environment of Pulumi Cloud, gives or may give. */
function elsewhere({ hasEnvironment }: StackFile, project: Project | undefined, name: string): Secret | undefined {
  const isGiven = project?.keys.some((key) => key === name || key === `${project.name}:${name}`);
  return hasEnvironment || isGiven ? new Secret() : undefined;
}

/** A file with nothing but sections of a topology: a stack's configuration names it. */
function isBare(stack: StackFile): boolean {
  const root = stack.yaml.values.entries(stack.yaml.root, []);
  return root.length > 0 && root.every(({ key }) => Object.hasOwn(topologySchema.properties, key));
}

/** Which keys of the configuration it may refer to only the stack's own file can say. */
function bareTopology(stack: StackFile): StackTopology {
  const start = beginningOf(stack.file);
  const { value, faults } = gathered(basename(stack.file), start, dirname(stack.file), stack.places);
  resolveReferences(value, topologySchema, () => new Secret());
  return { value, faults, locate: at(stack, start, value) };
}

/**
 * Everything wrong with what a stack's configuration says of its topology, in the order of the files; undefined where
 * it says nothing.
 *
 * @throws {Unreadable} where the file is none
 */
export function stackFaults(file: string): Located[] | undefined {
  const topology = topologyOf(file);
  return topology && allFaults(topology);
}

/** What Pulumi would not do with a stack's configuration, as lines to print; none for a file without a topology. */
export function faultLines(file: string): string[] {
  try {
    const stack = readStackFile(file);
    if (stack.faults.length === 0 && stack.config === undefined && isBare(stack))
      return [formatLocated({ ...noStack(file), ...beginningOf(file) })];
    return (stackFaults(file) ?? []).map(formatLocated);
  } catch (error) {
    if (error instanceof Unreadable)
      return [formatLocated({ path: [], rule: error.rule, fix: error.fix, ...beginningOf(file) })];
    throw error;
  }
}

/** What can be built of a topology without a fault, and is hardly meant. */
export function allWarnings({ value, faults, locate }: StackTopology): Located[] {
  return faults.length > 0 ? [] : parseTopology(value).warnings.map(locate);
}

/** What is wrong with the files, and of what is sound in them what is wrong with the topology. */
export function allFaults({ value, faults, locate }: StackTopology): Located[] {
  if (value === undefined && faults.length > 0) return faults;
  const told = new Set(faults.map(({ path }) => formatPath(path)));
  const more = parseTopology(value).faults.filter(({ path }) => !told.has(formatPath(path)));
  return inOrder([...faults, ...more.map(locate)]);
}

/** By file, in the order in which they are met, then by place. */
function inOrder(faults: readonly Located[]): Located[] {
  const files = [...new Set(faults.map(({ file }) => file))];
  const rank = ({ file }: Located) => files.indexOf(file);
  return [...faults].sort((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column);
}

function at(stack: StackFile, start: Place, value?: unknown): StackTopology["locate"] {
  return (fault) => ({ ...fault, ...stack.places.find(value, start, fault.path) });
}

function noStack(file: string): Fault {
  return {
    path: ["config"],
    rule: "the file is a topology, and Pulumi asks for the configuration of a stack, which may name it",
    fix: `write another beside it, config: { bridgework:topology: ${basename(file)} }, and name that`,
  };
}

export const NO_TOPOLOGY: Fault = {
  path: ["config"],
  rule: "the file has no topology",
  fix: "write it as config: { bridgework:topology: ... }, as in Pulumi.dev.yaml of Bridgework",
};

export const ALL_SECRET: Fault = {
  path: [],
  rule: "the whole topology is a secret",
  fix: "write it plainly, with secrets only where they are taken (pulumi config set --secret --path)",
};
