import { type KnownSetting, knownSetting, settingName } from "../../../net/sysctl.ts";
import type { Fault } from "../../../validation/fault.ts";
import { pathAt } from "../document-facts.ts";
import { ALONG, type Dump } from "../dump.ts";
import { fallback } from "../kinds/sysctl.ts";
import type { Newborn, Wanted } from "../model.ts";

/** What a document wants, and the settings that the scopes of a host have, those that are yet to be made too. */
interface Case {
  wanted: readonly Wanted[];
  dumps: ReadonlyMap<string, Dump>;
  newborn?: Newborn | undefined;
}

/**
 * Settings that the host's kernel does not have, by what it shows of the scope, or of a namespace made for a moment
 * where the scope is yet to come. Those of modules are not missed: they come with the module.
 */
export function absentSettings({ wanted, dumps, newborn }: Case): Fault[] {
  return wanted.flatMap(({ kind, scope, key, at }): Fault[] => {
    const parts = key.split("/");
    const known = kind === "sysctl" ? knownSetting(parts) : undefined;
    const settings = (dumps.get(scope) ?? { sysctls: newborn?.settings }).sysctls;
    if (!known || !settings || isUnread(dumps.get(scope), parts) || has(settings, key)) return [];
    return [{ path: pathAt(at), value: settingName(key), ...absent(scope, known) }];
  });
}

function absent(scope: string, { exists, near }: KnownSetting): Pick<Fault, "rule" | "fix"> {
  if (exists && scope !== "host")
    return { rule: "a namespace of this kernel has no such setting", fix: "declare it for the host, if that has it" };
  const fix = near === undefined ? "look below /proc/sys/net" : `did you mean "${settingName(near)}"?`;
  return { rule: "the kernel has no such setting", fix: exists ? "leave it out here" : fix };
}

/** Settings of an interface are there as soon as it is: then those of `default` tell. */
function has(settings: Readonly<Record<string, string>>, path: string): boolean {
  return [path, fallback(path)].some(
    (one) => one !== undefined && (settings[one] ?? settings[ALONG + one]) !== undefined,
  );
}

/**
 * What says nothing by not being there: one that nobody has set yet reads as an error, of neighbours a namespace has no
 * `default`, and a file that is no namespace has nothing at all.
 */
function isUnread(dump: Dump | undefined, parts: readonly string[]): boolean {
  return dump?.inode === "" || parts.at(-1) === "stable_secret" || parts[2] === "neigh";
}
