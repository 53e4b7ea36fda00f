import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isNamespace } from "../../net/scope.ts";
import { packageFolder } from "../../system/package.ts";
import { type Backend, type Look, NEWBORN } from "./backend.ts";
import type { Dump, Settings } from "./dump.ts";
import { isUntouched } from "./kinds/namespace.ts";
import type { Newborn } from "./model.ts";

/**
 * What a namespace has that is made now, where some are to be made or a crash left one half-made. Only the kernel knows
 * what of its host's settings a new namespace takes over: one that nobody has a name for is asked. Settings that scopes
 * to come declare are read with them: a state before ours, to go back to.
 */
export async function newbornFor(
  { observe }: Backend,
  looks: readonly Look[],
  dumps: ReadonlyMap<string, Dump>,
): Promise<Newborn | undefined> {
  const coming = looks.filter(({ scope }) => !dumps.has(scope));
  const births = looks.some(({ scope }) => isNamespace(scope) && isUntouched(dumps.get(scope)));
  const declared = coming.flatMap(({ questions }) => questions).filter((question) => "settings" in question);
  if (!births && declared.length === 0) return undefined;
  const defaults = kernelDefaults();
  const copied: Settings = {
    settings: [...defaults.keys(), ...[...defaults.keys()].map(onLoopback)],
    along: [],
    names: [],
  };
  const born = (await observe([{ scope: NEWBORN, questions: [copied, ...declared] }])).get(NEWBORN)?.sysctls ?? {};
  return afterResets(born, defaults);
}

/** Puts back what differs from the kernel's own; `lo` is there already, with a copy of what new interfaces get. */
function afterResets(born: Readonly<Record<string, string>>, defaults: ReadonlyMap<string, string>): Newborn {
  const settings: Record<string, string> = { ...born };
  const resets: string[] = [];
  for (const [path, value] of defaults) {
    const inherited = born[path];
    if (inherited === undefined || inherited === value) continue;
    const copy = onLoopback(path);
    const copied = copy !== path && born[copy] === inherited;
    for (const own of copied ? [path, copy] : [path]) {
      settings[own] = value;
      resets.push(`${own} = ${value}`);
    }
  }
  return { settings, resets };
}

function onLoopback(path: string): string {
  return path.replace("/conf/default/", "/conf/lo/");
}

const FILE = join(packageFolder, "net", "kernel-defaults.conf");

function kernelDefaults(): Map<string, string> {
  const lines = readFileSync(FILE, "utf8").matchAll(/^(net\S+) = (.+)$/gm);
  return new Map([...lines].map(([, path = "", value = ""]) => [path, value]));
}
