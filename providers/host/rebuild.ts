import type { Dump } from "./dump.ts";
import { idOf } from "./identity.ts";
import type { Observed, Props, Wanted } from "./model.ts";
import type { Claim, Register } from "./register.ts";
import { kindOf } from "./registry.ts";

/** A document whose register is lost, and what is there to tell of it. */
export interface Lost {
  owner: string;
  /** What was declared last, by the state. */
  recorded: readonly Wanted[];
  /** Whether it takes over what was there before it. */
  adopt: boolean;
  observed: readonly Observed[];
  dumps: ReadonlyMap<string, Dump>;
}

/**
 * The register of a document whose own is lost, from the marks on the host. What was taken over and what was made look
 * alike then: of a document that takes over, everything is taken to have been there before, so that nobody's is deleted.
 */
export function rebuilt({ owner, recorded, adopt, observed, dumps }: Lost): Register {
  const names = new Set(recorded.map(idOf));
  const inode = (scope: string) => dumps.get(scope)?.inode ?? "";
  const claims = observed.flatMap((item): [string, Claim][] => {
    const { kind, scope, key, props } = item;
    const told = isFree(item) && names.has(idOf(item)) ? kindOf(kind).recall?.(item) : undefined;
    const before = adopt && item.owner === owner ? withoutMark(props) : told?.before;
    if (before === undefined && told === undefined) return [];
    return [[idOf(item), { ref: { kind, scope, key }, inode: inode(scope), ...(before && { before }) }]];
  });
  return { owner, claims: Object.fromEntries(claims) };
}

function isFree(item: Observed): boolean {
  return item.owner === undefined;
}

function withoutMark(props: Props): Props {
  return "alias" in props ? { ...props, alias: "" } : props;
}
