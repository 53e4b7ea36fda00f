import type { Entry } from "./dump.ts";
import { nameOf } from "./errors.ts";
import { linksOf } from "./kinds/questions.ts";
import { isMark } from "./mark.ts";
import type { Context, Operation } from "./model.ts";

/** Longer lists hide what stands around them. */
const SHOWN = 20;

/**
 * What others lose with what goes, a line each, for a person to know before it happens: ports of a bridge, what lies on
 * an interface, interfaces in a namespace.
 *
 * @example losses(operations, context) // ["link br0 in host goes, and ports of others lose their bridge: tap0 (nobody's)"]
 */
export function losses(operations: readonly Operation[], context: Context): string[] {
  return operations.filter(({ verb }) => verb === "delete").flatMap((operation) => lost(operation, context));
}

function lost(operation: Operation, context: Context): string[] {
  const { kind, scope, key } = operation;
  const others = linksOf(context.dumps.get(scope)).filter((link) => isForeign(link, scope, context));
  const told = (what: string, which: (link: Entry) => boolean) => {
    const names = others.filter(which).map((link) => `${link.ifname} (${whose(ownerOf(link, scope, context))})`);
    const shown = [...names.slice(0, SHOWN), ...(names.length > SHOWN ? [`${names.length - SHOWN} more`] : [])];
    return names.length > 0 ? [`${nameOf(operation)} goes, and ${what}: ${shown.join(", ")}`] : [];
  };
  if (kind === "namespace") return told("with it interfaces of others", ({ ifname }) => ifname !== "lo");
  if (kind !== "link") return [];
  return [
    ...told("ports of others lose their bridge", ({ master }) => master === key),
    ...told("with it what others have on it", (link) => link.link === key && !isCable(link)),
  ];
}

/** An owner, as lines for people say it. */
export function whose(owner: string | undefined): string {
  return owner ?? "nobody's";
}

export function isForeign(link: Entry, scope: string, context: Context): boolean {
  return ownerOf(link, scope, context) !== context.owner;
}

export function ownerOf({ ifalias, ifname }: Entry, scope: string, { claims }: Context): string | undefined {
  return isMark(ifalias) ? ifalias : claims.claimant({ kind: "link", scope, key: String(ifname) });
}

/** Of a pair each end is the other's link. */
export function isCable({ linkinfo }: Entry): boolean {
  return (linkinfo as Entry | undefined)?.info_kind === "veth";
}
