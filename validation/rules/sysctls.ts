import { declaredInstead } from "../../net/suggest.ts";
import { knownSetting, settingName, settingPath } from "../../net/sysctl.ts";
import type { Facts, Sysctl } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";

/** Settings of interfaces name declared ones, numbers are numbers, and no setting is wanted in two ways. */
export function sysctls(facts: Facts): Fault[] {
  return [...strangers(facts), ...facts.sysctls.flatMap(noNumber), ...contradictions(facts)];
}

/** As the kernel reads one (lib/kstrtox.c): 0x begins a hexadecimal one. */
const NUMBER = /^-?(0x[\da-f]+|\d+)$/i;

function noNumber({ path, parts, value }: Sysctl): Fault[] {
  if (!knownSetting(parts)?.isNumber || NUMBER.test(value)) return [];
  return [{ path, value, rule: "the kernel takes one whole number here", fix: "write it in digits" }];
}

/** Names that no kernel is known to have, and that nearly are one: others may be a newer kernel's. */
export function misspelled({ sysctls }: Facts): Fault[] {
  return sysctls.flatMap(({ path, parts }): Fault[] => {
    const near = knownSetting(parts)?.near;
    if (near === undefined) return [];
    const rule = "no kernel is known to have this setting";
    return [{ path, value: settingName(parts.join("/")), rule, fix: `did you mean "${settingName(near)}"?` }];
  });
}

function strangers({ sysctls, scopes, links, damaged }: Facts): Fault[] {
  const closed = new Map(
    scopes.filter((scope) => scope.closed && !damaged([...scope.path, "links"])).map((scope) => [scope.name, scope]),
  );
  const named = Map.groupBy(links, ({ scope }) => scope);
  return sysctls.flatMap(({ path, scope, parts }): Fault[] => {
    const [, family, group, device] = parts;
    const ofDevice = (family === "ipv4" || family === "ipv6") && (group === "conf" || group === "neigh");
    if (!ofDevice || device === undefined || !closed.has(scope)) return [];
    const names = (named.get(scope) ?? []).map(({ name }) => name);
    if (["all", "default", "lo", ...names].includes(device)) return [];
    const rule = `${scope} has no interface "${device}"`;
    return [{ path, value: parts.join("/"), rule, fix: declaredInstead(device, "interfaces", names) }];
  });
}

function contradictions({ sysctls }: Facts): Fault[] {
  const groups = Map.groupBy(sysctls, ({ scope, parts }) => `${scope} ${settingPath(parts.join("/"))}`);
  return [...groups.values()].flatMap((group): Fault[] => {
    const [first, ...others] = group.toSorted(
      (a, b) => Number(b.implied !== undefined) - Number(a.implied !== undefined),
    );
    if (!first) return [];
    return others.filter(({ value }) => value !== first.value).map((other) => contradiction(other, first));
  });
}

function contradiction({ path, value }: Sysctl, first: Sysctl): Fault {
  const who = first.implied ?? formatPath(first.path);
  return { path, value, rule: `${who} needs it to be ${first.value}`, fix: "decide for one of them" };
}
