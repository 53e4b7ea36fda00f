import type { Json } from "../../../../providers/host/json.ts";
import type { Scopes } from "../world.ts";
import type { Drift, LiveSpec, Step } from "./spec.ts";

/** One link changes in place: what comes before what differs of it. */
const IN_PLACE = /^(change link l0 in host: )(.*)$/;

/**
 * The same specification with what is mended or changed in place, and by itself, in as few plans as it takes: for a
 * machine that starts a program in a tenth of a second.
 */
export function together(spec: LiveSpec): LiveSpec {
  return { ...spec, drifts: joined(spec.drifts, drift), steps: joined(spec.steps, (some) => step(spec.base, some)) };
}

/** What is by itself stays so; the rest in batches, each with a property once. */
function joined<Each extends Drift | Step>(
  all: Record<string, Each[]>,
  join: (some: Each[]) => Each,
): Record<string, Each[]> {
  const alone = Object.entries(all).map(([property, list]) => [property, list.filter(isAlone)] as const);
  const batches: { title: string[]; names: Set<string>; some: Each[] }[] = [];
  for (const [property, list] of Object.entries(all))
    for (const one of list.filter((each) => !isAlone(each))) {
      const names = differingIn(one);
      const fitting = batches.find((each) => names.every((name) => !each.names.has(name)));
      const batch = fitting ?? { title: [], names: new Set(), some: [] };
      if (!fitting) batches.push(batch);
      for (const name of names) batch.names.add(name);
      batch.title.push(property);
      batch.some.push(one);
    }
  return Object.fromEntries([
    ...alone.filter(([, list]) => list.length > 0),
    ...batches.map(({ title, some }) => [title.join(", "), [join(some)]] as const),
  ]);
}

/** The properties that a plan tells of it. */
function differingIn(one: Drift | Step): string[] {
  const rest = IN_PLACE.exec(saidOf(one)[0] ?? "")?.[2] ?? "";
  return rest.split(APART).map((part) => part.split(" ")[0] ?? "");
}

/** Between two properties, and not in a list of values. */
const APART = /, (?=[\w.]+ \S+ -> )/;

function isAlone(one: Drift | Step): boolean {
  const said = saidOf(one);
  return one.alone === true || one.renews !== undefined || said.length !== 1 || !IN_PLACE.test(said[0] ?? "");
}

function saidOf(one: Drift | Step): string[] {
  return "by" in one ? one.says : one.does;
}

function drift(some: Drift[]): Drift {
  return { by: some.flatMap(({ by }) => by), says: [sentence(some)] };
}

function step(base: Scopes, some: Step[]): Step {
  const fields = Object.assign({}, ...some.map(({ to }) => differing(l0Of(base), l0Of(to))));
  const to = structuredClone(base) as Record<string, { links: Record<string, Record<string, Json>> }>;
  const l0 = Object.entries({ ...l0Of(base), ...fields }).filter(([, value]) => value !== undefined);
  to.host!.links.l0 = Object.fromEntries(l0) as Record<string, Json>;
  return { to: to as Scopes, does: [sentence(some)] };
}

function l0Of(scopes: Scopes): Record<string, Json | undefined> {
  return (scopes.host as { links: Record<string, Record<string, Json>> }).links.l0 ?? {};
}

function differing(from: Record<string, Json | undefined>, to: Record<string, Json | undefined>) {
  const names = Object.keys({ ...from, ...to }).filter(
    (name) => JSON.stringify(from[name]) !== JSON.stringify(to[name]),
  );
  return Object.fromEntries(names.map((name) => [name, to[name]]));
}

function sentence(some: readonly (Drift | Step)[]): string {
  const parts = some.map((one) => IN_PLACE.exec(saidOf(one)[0] ?? "")?.[2] ?? "");
  return `${IN_PLACE.exec(saidOf(some[0]!)[0] ?? "")?.[1]}${parts.join(", ")}`;
}

/** A plan's lines with what differs of a link in the order of the alphabet: which is told first is the type's to say. */
export function inOrder(lines: readonly string[]): string[] {
  return lines.map((line) => {
    const [, head, rest] = IN_PLACE.exec(line) ?? [];
    return head === undefined ? line : head + (rest ?? "").split(APART).toSorted().join(", ");
  });
}
