import type { Inquiry, Why } from "./inquiry.ts";
import { linkOf, linksOf } from "./links.ts";
import type { Side } from "./muted.ts";

/** An interface that stands on another, which its parent cannot reach: macvlan, ipvlan. */
interface Child {
  /** "macvlan", "ipvlan". */
  kind: string;
  /** What decides over packets between two on one parent: "bridge", "private", "vepa", "passthru". */
  mode: string;
  /** The parent's name on the host. */
  parent: string;
}

const BESIDE =
  "reach it from elsewhere on that network, or by an interface of the host's own there: a macvlan of the same parent";

/**
 * Why packets between a parent and its children, and in some modes among these, are not delivered; undefined where the
 * two are no such kin, or their mode lets them.
 */
export function* kinship(near: Side, far: Side): Inquiry<Why | undefined> {
  const child = yield* childOf(far);
  if (!child) return undefined;
  if (near.scope === "host" && child.parent === near.dev)
    return {
      words: `it is on a ${child.kind} of ${near.dev}, and a parent and its children do not reach each other`,
      next: BESIDE,
    };
  const own = yield* childOf(near);
  if (own?.parent !== child.parent || [own.mode, child.mode].every((mode) => mode === "bridge")) return undefined;
  return {
    words: `both are on ${child.kind}s of ${child.parent}, whose modes ${own.mode} and ${child.mode} keep them apart`,
  };
}

function* childOf({ scope, dev }: Side): Inquiry<Child | undefined> {
  const link = yield* linkOf(scope, dev);
  const { info_kind: kind = "", info_data: data } = link?.linkinfo ?? {};
  if (kind !== "macvlan" && kind !== "ipvlan") return undefined;
  const mode = kind === "macvlan" ? String(data?.mode) : flagOf(data);
  if (scope === "host") return link?.link ? { kind, mode, parent: link.link } : undefined;
  const parent = (yield* linksOf("host")).find(({ ifindex }) => ifindex === link?.link_index);
  return parent && { kind, mode, parent: parent.ifname };
}

/** What an ipvlan has beside its mode, which is one of all on its parent. */
function flagOf(data: Record<string, unknown> = {}): string {
  return ["private", "vepa"].find((flag) => data[flag] === true) ?? "bridge";
}
