import { dirname } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Secret } from "../net/secret.ts";
import { gathered, pathsIn } from "../stack-file/files.ts";
import { findStackFile, withSecrets } from "../stack-file/find.ts";
import { beginningOf, formatLocated, type Located, Places } from "../stack-file/place.ts";
import { resolveReferences } from "../stack-file/references.ts";
import { asPulumi } from "../stack-file/stack-file.ts";
import { ALL_SECRET } from "../stack-file/topology.ts";
import { topologySchema } from "../topology/schema.ts";
import { type Fault, formatFault } from "../validation/fault.ts";

/** A topology out of a stack's configuration, for a `Lab`. */
export class StackTopology {
  /** Secrets are opaque in it. Meaningless where there are faults. */
  readonly value: unknown;
  /** What was wrong before the topology itself could be looked at, a line each. */
  readonly faults: readonly string[];
  /** A fault of the topology as a line, with its place where that is in a file that the configuration names. */
  readonly lineOf: (fault: Fault) => string;

  constructor(value: unknown, faults: readonly string[], lineOf: (fault: Fault) => string = formatFault) {
    this.value = value;
    this.faults = faults;
    this.lineOf = lineOf;
  }
}

/**
 * The topology of the stack's configuration, wherever it is written: in the configuration itself, with secrets marked
 * where that has them and nowhere else, or in files that it names. A `Lab` tells what is wrong with it.
 *
 * @param key in the project's own namespace
 * @throws {pulumi.RunError} where the configuration has no such key
 * @example new Lab("lab", { topology: stackTopology() });
 */
export function stackTopology(key = "topology"): StackTopology {
  const project = pulumi.getProject();
  const text = pulumi.runtime.getConfig(`${project}:${key}`) ?? lacking(`${project}:${key}`);
  const given = asPulumi(text);
  const isSecret = isMarked(`${project}:${key}`);
  if (pathsIn(given) === undefined && !isSecret) return resolved(given);
  const found = findStackFile(pulumi.getStack(), project, key, given);
  if (isSecret && (!found || found.value instanceof Secret)) {
    const fault = found ? ALL_SECRET : UNTOLD;
    return new StackTopology(undefined, [formatFault(fault)]);
  }
  if (isSecret) return resolved(withSecrets(found?.value, given));
  const places = new Places();
  const place = found?.entry.place ?? beginningOf(`Pulumi.${pulumi.getStack()}.yaml`);
  const { value, faults } = gathered(given, place, found ? dirname(found.stack.file) : process.cwd(), places);
  if (faults.length > 0) return new StackTopology(undefined, faults.map(formatLocated));
  return resolved(value, (fault) => ({ ...fault, ...places.find(value, place, fault.path) }));
}

/** Pulumi's own error advises to write a topology on the command line. Mostly \`--config-file\` was forgotten. */
function lacking(key: string): never {
  const stack = pulumi.getStack();
  throw new pulumi.RunError(
    `the configuration of stack "${stack}" has no "${key}". Write it into Pulumi.${stack}.yaml, ` +
      "or name the file that has it: --config-file FILE.",
  );
}

/** Other keys of the configuration are looked up. */
function resolved(value: unknown, locate?: (fault: Fault) => Located): StackTopology {
  const lineOf = (fault: Fault) => (locate ? formatLocated(locate(fault)) : formatFault(fault));
  return new StackTopology(value, resolveReferences(value, topologySchema, textOf).map(lineOf), lineOf);
}

function textOf(name: string): Secret | string | undefined {
  const key = name.includes(":") ? name : `${pulumi.getProject()}:${name}`;
  const text = pulumi.runtime.getConfig(key);
  return text !== undefined && isMarked(key) ? new Secret(text) : text;
}

/** Whether a key of the configuration holds a secret. The SDK itself decides by this, and does not declare it. */
function isMarked(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
  return isConfigSecret?.(key) ?? true;
}

const UNTOLD: Fault = {
  path: [],
  rule: "the configuration holds a secret, and no file was found that tells where",
  fix: "name the file in PULUMI_OPTION_CONFIG_FILE, or write { config: NAME } where the secret belongs",
};
