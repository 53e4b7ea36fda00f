import { type Host, OperationFailed } from "./backend.ts";
import { operation } from "./cascade.ts";
import { scopesOf, type Wish } from "./converge.ts";
import type { Entry } from "./dump.ts";
import { describe, nameOf, type Others } from "./errors.ts";
import { idOf } from "./identity.ts";
import { ownerOf } from "./kinds/link/owner.ts";
import { propertyOfPort, unusualOfPort } from "./kinds/link/port.ts";
import { linkNamed, linksOf } from "./kinds/questions.ts";
import { isCable, isForeign, whose } from "./losses.ts";
import type { Lean, Observed, Operation, Ref } from "./model.ts";
import { kindOf, rank } from "./registry.ts";
import { type Survey, survey } from "./survey.ts";

/** What an update, or a rollback, finds before and after it. */
interface Sides {
  before: Survey;
  after: Survey;
}

/** Something of others that is to be where it was, and whose it is. */
interface Due {
  operation: Operation;
  owner: string;
}

/**
 * Puts back what others had on links of ours that were made anew since, by an update or by its rollback: ports of a
 * bridge, what tunnels send by, routes, neighbours. A link that lay on one of ours, or was in a namespace, went with it, and only its owner can
 * make it again.
 */
export async function giveBack(host: Host, wish: Wish, sides: Sides): Promise<Others> {
  const { before, after } = sides;
  const due = dueToOthers(sides);
  const said = new Map<string, string>();
  for (const { operation: each } of due)
    await host.backend.apply([each], after.context).catch((error) => said.set(idOf(each), wordsOf(error)));
  const again = { ...wish, alsoScopes: scopesOf(after, wish.alsoScopes) };
  const now = due.length === 0 ? after : await survey(host, again).catch(() => after);
  const missing = new Set(dueToOthers({ before, after: now }).map(({ operation: each }) => idOf(each)));
  const { left = [], back = [] } = Object.groupBy(due, (one) => (missing.has(idOf(one.operation)) ? "left" : "back"));
  return {
    back: back.map(({ operation: each, owner }) => `${describe(each)} (${owner})`),
    lost: [
      ...goneLinks(sides),
      ...left.map(({ operation: each, owner }) => {
        const words = said.get(idOf(each));
        return `${describe(each)} (${owner})${words === undefined ? "" : `: ${words}`}`;
      }),
    ],
  };
}

function wordsOf(error: unknown): string {
  return error instanceof OperationFailed ? error.message : String(error);
}

function dueToOthers(sides: Sides): Due[] {
  const { before, after } = sides;
  const there = new Map(after.observed.map((item) => [idOf(item), item]));
  return before.observed
    .filter(({ owner, passing }) => owner !== before.context.owner && !passing)
    .flatMap((item) =>
      dueOf(item, there.get(idOf(item)), sides).map((each) => ({ operation: each, owner: whose(item.owner) })),
    )
    .toSorted((a, b) => rank(a.operation.kind) - rank(b.operation.kind));
}

/**
 * A port that has no bridge any more joins it again, and a tunnel sends by what it sent by; what a link took along is made
 * again, but for links.
 */
function dueOf(item: Observed, now: Observed | undefined, sides: Sides): Operation[] {
  const { on, leans } = kindOf(item.kind);
  const want = { ...item, at: { scope: item.scope, path: [] } };
  if (item.kind !== "link") {
    // Not with a new link alone: one that loses its last IPv4 address, or is down for a moment, loses all routes.
    const fell = now === undefined && on(item).some((ref) => isOurs(ref, sides) || isRenewed(ref, sides));
    return fell && on(item).every((ref) => isThere(ref, sides)) ? [operation("create", item, { want })] : [];
  }
  const lost = now === undefined ? [] : (leans?.(item) ?? []).filter((lean) => isLost(lean, now, sides));
  if (now === undefined || lost.length === 0) return [];
  const isPort = lost.some(({ property }) => property === "master");
  const port = isPort
    ? Object.entries(unusualOfPort(item.props)).map(([name, value]) => [propertyOfPort(name), value] as const)
    : [];
  const changes = [...lost.map(({ property }) => [property, item.props[property]] as const), ...port].map(
    ([property, then]) => ({ property, want: then, have: now.props[property] }),
  );
  return [operation("change", item, { want, have: now, changes })];
}

/** Whether it leaned on a link of ours that is another one now, and leans on none since. */
function isLost({ property, on }: Lean, now: Observed, sides: Sides): boolean {
  const { scope, props } = now;
  return isRenewed(on, sides) && !isThere({ kind: "link", scope, key: String(props[property]) }, sides);
}

/** What is gone for good took along what others had on it. */
function isThere({ kind, scope, key }: Ref, { after }: Sides): boolean {
  const dump = after.dumps.get(scope);
  return kind === "link" ? linkNamed(dump, key) !== undefined : dump !== undefined;
}

/** Whether a link or namespace that was ours is another one now, under the same name. */
function isRenewed(ref: Ref, sides: Sides): boolean {
  if (!isThere(ref, sides)) return false;
  const [then, now] = [sides.before.dumps.get(ref.scope), sides.after.dumps.get(ref.scope)];
  const moved = now?.inode !== then?.inode;
  if (ref.kind === "namespace") return moved;
  return isOurs(ref, sides) && (moved || linkNamed(now, ref.key)?.ifindex !== linkNamed(then, ref.key)?.ifindex);
}

function isOurs({ kind, scope, key }: Ref, { before }: Sides): boolean {
  const link = kind === "link" ? linkNamed(before.dumps.get(scope), key) : undefined;
  return link !== undefined && !isForeign(link, scope, before.context);
}

/** Links of others that lay on one of ours which is another one now, or were in such a namespace. */
function goneLinks(sides: Sides): string[] {
  const { before, after } = sides;
  return [...before.dumps.values()].flatMap((dump) => {
    const { scope } = dump;
    const now = after.dumps.get(scope);
    const moved = now !== undefined && now.inode !== dump.inode;
    const where = (link: Entry): string | undefined => {
      if (moved) return `was in namespace ${scope}`;
      const lower: Ref = { kind: "link", scope, key: String(link.link) };
      if (isCable(link) || !isRenewed(lower, sides)) return undefined;
      return linkNamed(now, link.ifname)?.ifindex === link.ifindex ? undefined : `lay on ${nameOf(lower)}`;
    };
    return linksOf(dump)
      .filter((link) => link.ifname !== "lo" && isForeign(link, scope, before.context))
      .flatMap((link) => {
        const place = where(link);
        const name = nameOf({ kind: "link", scope, key: String(link.ifname) });
        const owner = whose(ownerOf(link, scope, before.context));
        return place === undefined ? [] : [`${name} (${owner}), which ${place}`];
      });
  });
}
