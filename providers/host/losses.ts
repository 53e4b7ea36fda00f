import type { Entry } from "./dump.ts";
import { nameOf } from "./errors.ts";
import { idOf } from "./identity.ts";
import { ownerOf } from "./kinds/link/owner.ts";
import { linkType } from "./kinds/link/types.ts";
import { infoKind, linksOf } from "./kinds/questions.ts";
import { askedByOthers } from "./kinds/set/users.ts";
import type { Context, Operation } from "./model.ts";
import { kindOf } from "./registry.ts";
import type { Survey } from "./survey.ts";

/** Longer lists hide what stands around them. */
const SHOWN = 20;

/** The live host, with what it has of others. */
type Seen = Pick<Survey, "context" | "observed">;

/**
 * What others lose with what goes, a line each, for a person to know before it happens: ports of a bridge, what lies on
 * an interface or leads over it, interfaces in a namespace.
 *
 * @example losses(operations, now) // ["link br0 in host goes, and interfaces of others lose their master: tap0 (nobody's)"]
 */
export function losses(operations: readonly Operation[], now: Seen): string[] {
  return operations.filter(({ verb }) => verb === "delete").flatMap((operation) => lost(operation, now));
}

function lost(operation: Operation, { context, observed }: Seen): string[] {
  const { kind, scope, key, makesRoom } = operation;
  const links = linksOf(context.dumps.get(scope)).filter((link) => isForeign(link, scope, context));
  const named = (which: (link: Entry) => boolean) =>
    links.filter(which).map((link) => `${link.ifname} (${whose(ownerOf(link, scope, context))})`);
  const told = (what: string, names: readonly string[]) => {
    const shown = [...names.slice(0, SHOWN), ...(names.length > SHOWN ? [`${names.length - SHOWN} more`] : [])];
    return names.length > 0 ? [`${nameOf(operation)} ${what}: ${shown.join(", ")}`] : [];
  };
  if (kind === "namespace")
    return told(
      "goes, and with it interfaces of others",
      named(({ ifname }) => ifname !== "lo"),
    );
  if (kind === "set") return told("cannot go, others have it", askedByOthers(scope, key, context));
  if (kind !== "link") return [];
  const ports = named(({ master }) => master === key);
  const above = named((link) => link.link === key && !isCable(link) && !linkType(infoKind(link))?.outlivesParent);
  const over = observed
    .filter((item) => item.kind !== "link" && item.owner !== context.owner && !item.passing)
    .filter((item) =>
      kindOf(item.kind)
        .on(item)
        .some((ref) => idOf(ref) === idOf(operation)),
    )
    .map((item) => `${nameOf(item)} (${whose(item.owner)})`);
  if (makesRoom)
    return [
      ...told("is made anew, and what others have on it is put back after", [...ports, ...over]),
      ...told("is made anew, and with it goes what only its owners can make again", above),
    ];
  return [
    ...told("goes, and interfaces of others lose their master", ports),
    ...told("goes, and with it what others have on it", above),
    ...told("goes, and with it what others lead over it", over),
  ];
}

/** An owner, as lines for people say it. */
export function whose(owner: string | undefined): string {
  return owner ?? "nobody's";
}

export function isForeign(link: Entry, scope: string, context: Context): boolean {
  return ownerOf(link, scope, context) !== context.owner;
}

/** Of a pair each end is the other's link. */
export function isCable(link: Entry): boolean {
  return infoKind(link) === "veth";
}
