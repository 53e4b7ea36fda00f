import type { Facts, Link } from "../facts.ts";
import type { Fault, Path } from "../fault.ts";

/** What the kernel takes of no bridge, and of no port (BR_GROUPFWD_RESTRICTED and BR_GROUPFWD_MACPAUSE in net/bridge). */
const NEVER = { bridge: [0, 1, 2], port: [1] };

/** What is said of a port is said of one, and what bridges keep to themselves they do not forward. */
export function ports({ links, damaged }: Facts): Fault[] {
  return links.flatMap((link) => [...(damaged(link.path) ? [] : ofNone(link)), ...masks(link)]);
}

function ofNone({ port, bridge, scope, name }: Link): Fault[] {
  if (!port || bridge) return [];
  return [
    {
      path: port.path,
      rule: `${name} in ${scope} is no port of a bridge`,
      fix: "name its bridge (master), or leave it out",
    },
  ];
}

function masks({ type, fields, path, port }: Link): Fault[] {
  return [
    ...(type === "bridge" ? mask(fields.groupFwdMask, [...path, "groupFwdMask"], NEVER.bridge) : []),
    ...(port ? mask(port.value.groupFwdMask, [...port.path, "groupFwdMask"], NEVER.port) : []),
  ];
}

function mask(value: unknown, path: Path, never: readonly number[]): Fault[] {
  const set = never.filter((bit) => typeof value === "number" && (value >> bit) & 1);
  if (set.length === 0) return [];
  const groups = set.map((bit) => `01:80:c2:00:00:0${bit}`).join(", ");
  const rule = `the kernel forwards no frames to ${groups} here`;
  const allowed = set.reduce((rest, bit) => rest & ~(1 << bit), Number(value));
  return [{ path, value, rule, fix: `write ${allowed}` }];
}
