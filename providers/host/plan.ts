import { followed, leaves, operation } from "./cascade.ts";
import { goesFirst } from "./goes-first.ts";
import { idOf } from "./identity.ts";
import { equal, type Json } from "./json.ts";
import { levelsOf } from "./levels.ts";
import type { Change, Context, Kind, Observed, Operation, Props, Wanted } from "./model.ts";
import { kindOf, rank } from "./registry.ts";
import { withRoom } from "./room.ts";
import { withSwept } from "./swept.ts";

/** An object that stands where a wanted one belongs, and is not ours. */
export interface Refusal {
  want: Wanted;
  have: Observed;
}

export interface Plan {
  operations: Operation[];
  /** Non-empty: nothing may be applied. */
  refusals: Refusal[];
}

export interface PlanOptions {
  /** Take over what is not ours instead of refusing. */
  adopt?: boolean;
}

/** What a plan is made of: the two sides of one identity, either of which may be missing. */
interface Pair {
  kind: Kind;
  want?: Wanted;
  have?: Observed;
}

/**
 * Decides what to do so that the host has what is wanted, as data. Pure: the same lists give the same plan, and a
 * host that has everything gives an empty one. Objects that are not ours appear in no operation, unless adopted.
 *
 * Stages: (1) pair both sides by identity, (2) judge each pair by itself, and what may not be beside another, (3) follow what goes along when something is
 * deleted or changed, (4) put operations in an order in which one stands on another.
 */
export function plan(wanted: Wanted[], observed: Observed[], context: Context, options: PlanOptions = {}): Plan {
  const judged = pairs(wanted, observed).map((pair) => judge(pair, context, options));
  const operations = withRoom(
    judged.flatMap((verdict) => verdict.operations),
    context,
  );
  const refusals = judged.flatMap((verdict) => verdict.refusals);
  const whole = withSwept(followed(operations, wanted, observed), wanted, observed);
  return { operations: ordered(whole), refusals: groundOf(refusals) };
}

/** Whose it is that something stands on is said once, of that. */
function groundOf(refusals: Refusal[]): Refusal[] {
  const refused = new Set(refusals.map(({ want }) => idOf(want)));
  return refusals.filter(
    ({ want }) =>
      !kindOf(want.kind)
        .on(want)
        .some((ref) => refused.has(idOf(ref))),
  );
}

function pairs(wanted: Wanted[], observed: Observed[]): Pair[] {
  const haves = new Map(observed.map((item) => [idOf(item), item]));
  const wants = new Map(wanted.map((item) => [idOf(item), item]));
  const both = [...wants.values()].map((want) => pair(want, haves.get(idOf(want))));
  const rest = [...haves.values()].filter((item) => !wants.has(idOf(item)));
  return [...both, ...rest.map((have) => pair(undefined, have))];
}

function pair(want: Wanted | undefined, have: Observed | undefined): Pair {
  const kind = kindOf((want ?? have)?.kind ?? "");
  return { kind, ...(want ? { want } : {}), ...(have ? { have } : {}) };
}

interface Verdict {
  operations: Operation[];
  refusals: Refusal[];
}

function judge({ kind, want: wish, have }: Pair, context: Context, options: PlanOptions): Verdict {
  const want = wish && (kind.complete?.(wish, have, context) ?? wish);
  if (want && have) return meet(kind, want, have, context, options);
  if (want) return only([operation("create", want, { want })]);
  if (have && have.owner === context.owner && !have.passing) return only([parting(kind, have, context)]);
  return only([]);
}

function only(operations: Operation[]): Verdict {
  return { operations, refusals: [] };
}

/** Both sides are there: nothing, a change, a replacement, an adoption, or a refusal. */
function meet(kind: Kind, want: Wanted, have: Observed, context: Context, options: PlanOptions): Verdict {
  const changes = differences(kind, want.props, have.props);
  if (kind.shared) return share(kind, want, have, changes, context, options);
  if (have.owner === context.owner) return only(mended(kind, want, have, changes));
  if (!options.adopt) return { operations: [], refusals: [{ want, have }] };
  if (changes.some((change) => isFixed(kind, want, change))) return { operations: [], refusals: [{ want, have }] };
  return only([operation("adopt", want, { want, have, changes })]);
}

/** Several documents may want the same of it; the one that wants something else is refused, naming who was first. */
function share(kind: Kind, want: Wanted, have: Observed, changes: Change[], context: Context, { adopt }: PlanOptions) {
  const { claims, owner } = context;
  const rival = claims.sharers(want).find(({ wants }) => differences(kind, wants, want.props).length > 0);
  if (rival && !adopt) return { operations: [], refusals: [{ want, have: { ...have, owner: rival.owner } }] };
  const known = equal(claims.wants(want) ?? want.props, want.props);
  if (have.owner === owner && (known || changes.length > 0)) return only(mended(kind, want, have, changes));
  return only([operation("adopt", want, { want, have, changes })]);
}

function mended(kind: Kind, want: Wanted, have: Observed, changes: Change[]): Operation[] {
  if (!changes.some((change) => isFixed(kind, want, change))) {
    if (have.unmarked) return [operation("adopt", want, { want, have, changes })];
    return changes.length > 0 ? [operation("change", want, { want, have, changes })] : [];
  }
  const room = operation("delete", have, { have, changes });
  return [{ ...room, makesRoom: true }, operation("create", want, { want })];
}

/** Whether it takes another object to get there. */
function isFixed(kind: Kind, { props }: Wanted, change: Change): boolean {
  return kind.fixed.includes(change.property) || kind.isFixed?.(change, props) === true;
}

/**
 * No longer wanted: what was there before us comes back, what we made goes. What another document claims as well stays
 * as that one wants it; the last one to let go gives it back.
 */
function parting(kind: Kind, have: Observed, { claims }: Context): Operation {
  const [sharer] = kind.shared ? claims.sharers(have) : [];
  const before = sharer ? { ...have.props, ...sharer.wants } : claims.before(have);
  if (before === undefined) return operation("delete", have, { have });
  const { secrets: _, ...rest } = have;
  const secrets = claims.secretsBefore(have);
  const want: Wanted = { ...rest, props: before, ...(secrets && { secrets }), at: { scope: have.scope, path: [] } };
  return operation("release", have, { want, have, changes: differences(kind, before, have.props) });
}

export function differences(kind: Kind, want: Props, have: Props): Change[] {
  const same = (property: string, a: Json, b: Json | undefined) =>
    b !== undefined && (equal(a, b) || kind.same?.(property, a, b) === true);
  return Object.entries(want)
    .filter(([property, value]) => !same(property, value, have[property]))
    .map(([property, value]) => ({ property, want: value, have: have[property] }));
}

/** Room first, then makes and changes from the ground up, then deletions from the top down. */
function ordered(operations: Operation[]): Operation[] {
  const section = (entry: Operation) => (goesFirst(entry) ? 0 : leaves(entry) ? 2 : 1);
  const there = levelsOf(operations.flatMap(({ have }) => have ?? []));
  const wished = levelsOf(operations.flatMap(({ want }) => want ?? []));
  const up = (entry: Operation) => (section(entry) === 1 ? 1 : -1);
  const level = (entry: Operation) => (section(entry) === 1 ? wished : there)(entry);
  return operations.toSorted(
    (a, b) => section(a) - section(b) || up(a) * (rank(a.kind) - rank(b.kind) || level(a) - level(b)),
  );
}
