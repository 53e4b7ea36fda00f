import { Invalid } from "../../net/invalid.ts";
import { formatIp, parseIp } from "../../net/ip.ts";
import { gatewaysOf } from "../../net/route.ts";
import type { Nexthop } from "../../net/schema/nexthop.ts";
import type { Route } from "../../net/schema/route.ts";
import { metrics } from "../../net/schema/route-metrics.ts";
import type { Reading } from "../fact-reader.ts";
import type { Path } from "../fault.ts";

const LEADING = ["via", "dev", "nexthops"] as const;
type Field = keyof Route & string;

/** A unicast route leads somewhere, in one way; every other leads nowhere. */
export function checkRoute(reading: Reading, route: Route, path: Path): boolean {
  const { type = "unicast", nexthops } = route;
  const said = LEADING.filter((field) => route[field] !== undefined);
  const refuse = (field: Field, rule: string, fix: string) =>
    reading.check([...path, field], () => {
      throw new Invalid(route[field], rule, fix);
    });
  if (type !== "unicast") {
    const [first] = said;
    return !first || refuse(first, `a route of type ${type} leads nowhere`, "leave via, dev and nexthops out");
  }
  if (said.length === 0)
    return reading.check(path, () => {
      throw new Invalid(undefined, "a route leads somewhere", "add via or dev, or type: blackhole");
    });
  const beside = nexthops && (["via", "dev", "onlink"] as const).filter((field) => route[field] !== undefined);
  for (const field of beside ?? [])
    refuse(field, "each of `nexthops` has its own", "write it in `nexthops`, or leave those out");
  return !beside || beside.length === 0;
}

/** What depends on the family, or on the type. */
export function checkTogether(
  reading: Reading,
  route: Route,
  told: 4 | 6 | undefined,
  family: 4 | 6,
  path: Path,
): boolean {
  const checks: [Field, () => void][] = [
    ["family", () => checkFamily(route, told)],
    ["scope", () => checkScope(route, family)],
    ["mtu", () => checkMtu(route, family)],
    ["congctl", () => checkName(route)],
    ...(Object.keys(metrics) as Field[]).map((field): [Field, () => void] => [field, () => checkUse(route, field)]),
  ];
  return checks.map(([field, check]) => reading.check([...path, field], check)).every((right) => right);
}

function checkFamily(route: Route, told: 4 | 6 | undefined): void {
  const { family } = route;
  const other = told
    ? family !== `ipv${told}`
    : family === "ipv6" && !gatewaysOf(route).every((via) => via.includes(":"));
  if (family !== undefined && other) throw new Invalid(family, "its addresses are of the other family", "leave it out");
}

function checkScope(route: Route, family: 4 | 6): void {
  const { scope, type = "unicast" } = route;
  if (scope === undefined) return;
  if (type !== "unicast" || family === 6)
    throw new Invalid(scope, `a route of ${family === 6 ? "IPv6" : `type ${type}`} has no scope`, "leave it out");
  const isNear = gatewaysOf(route).some((via) => scope === "host" || !via.includes(":"));
  if (scope !== "global" && isNear)
    throw new Invalid(scope, "what is reached by a next hop is farther away than that", "leave it out");
}

function checkMtu({ mtu, type = "unicast" }: Route, family: 4 | 6): void {
  const least = family === 6 ? 1280 : 68;
  if (type === "unicast" && mtu !== undefined && mtu < least)
    throw new Invalid(mtu, `IPv${family} needs ${least} bytes`, `write ${least} or more`);
}

/** 15 bytes at most, as the names of the kernel's modules. */
function checkName({ congctl }: Route): void {
  if (congctl !== undefined && !/^[A-Za-z0-9_-]{1,15}$/.test(congctl))
    throw new Invalid(congctl, "not the name of a congestion control", "write one as in reno, cubic or bbr");
}

function checkUse(route: Route, field: Field): void {
  const { type = "unicast" } = route;
  if (type !== "unicast" && route[field])
    throw new Invalid(route[field], `a route of type ${type} has no connections over it`, "leave it out");
}

/** What one next hop says, and that it is none of those before it. */
export function checkHops(reading: Reading, route: Route, family: 4 | 6, path: Path): boolean {
  const { nexthops } = route;
  if (!nexthops) return reading.check([...path, "onlink"], () => checkOnlink(route));
  const right = nexthops.map((hop, index) => {
    const at = [...path, "nexthops", index];
    const twin = nexthops.slice(0, index).findIndex((other) => identity(other) === identity(hop));
    return (
      reading.check([...at, "onlink"], () => checkOnlink(hop)) && reading.check(at, () => checkHop(hop, family, twin))
    );
  });
  return right.every((each) => each);
}

function identity({ via, dev }: Nexthop): string {
  return `${via === undefined ? "" : formatIp(parseIp(via))} ${dev}`;
}

function checkOnlink({ onlink, via, dev }: Nexthop): void {
  if (onlink && via === undefined) throw new Invalid(onlink, "it speaks of a next hop, and there is none", "add via");
  if (onlink && dev === undefined)
    throw new Invalid(onlink, "the kernel needs to be told where such a next hop is", "add dev");
}

function checkHop({ via, dev }: Nexthop, family: 4 | 6, twin: number): void {
  if (via === undefined && dev === undefined)
    throw new Invalid(undefined, "a next hop leads somewhere", "add via or dev");
  if (via === undefined && family === 6)
    throw new Invalid(dev, "of several next hops IPv6 takes only those with an address", "add via");
  if (twin >= 0)
    throw new Invalid(via ?? dev, `nexthops[${twin}] is the same next hop`, "say it once, with a larger weight");
}
