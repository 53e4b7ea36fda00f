import { formatIp } from "../../net/ip.ts";
import type { Facts, Name } from "../facts.ts";
import { type Fault, formatPath, type Path } from "../fault.ts";
import { domainsOf } from "./masters.ts";

/** Names, MAC addresses, and addresses inside one scope are there once. */
export function duplicates({ names, macs, addresses, links }: Facts): Fault[] {
  const domain = domainsOf(links);
  return [
    ...sameNames(names),
    ...repeated(macs, ({ mac }) => mac).map(([{ path, mac }, first]) => ({
      path,
      value: mac,
      rule: `the same MAC address as ${formatPath(first.path)}`,
      fix: "give one of them another, or leave it to the kernel",
    })),
    ...repeated(addresses, ({ scope, link, cidr }) => `${domain(scope, link)} ${formatIp(cidr)}`).map(
      ([{ path, cidr, scope }, first]) => ({
        path,
        value: formatIp(cidr),
        rule: `${scope} has this address already, at ${formatPath(first.path)}`,
        fix: "give one of them another",
      }),
    ),
  ];
}

/** A cable that is declared from both ends repeats two names, and is one fault. */
function sameNames(names: readonly Name[]): Fault[] {
  const cables = new Set<string>();
  return repeated(names, ({ space, name }) => `${space} ${name}`).flatMap(([{ path, name, what, cable }, first]) => {
    const other = formatPath(first.path);
    if (cable === undefined || cable !== first.cable)
      return [{ path, value: name, rule: `the same name as ${other}`, fix: `give one ${what} another name` }];
    if (cables.has(cable)) return [];
    cables.add(cable);
    return [{ path, value: name, rule: `${other} declares this cable already`, fix: "declare it at one end" }];
  });
}

/** Facts whose identity another one had before them, each with the first. */
export function repeated<T extends { path: Path }>(facts: readonly T[], identity: (fact: T) => string): [T, T][] {
  const firsts = new Map<string, T>();
  return facts.flatMap((fact): [T, T][] => {
    const key = identity(fact);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, fact);
    return first === undefined ? [] : [[fact, first]];
  });
}
