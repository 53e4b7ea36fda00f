import type { StateBackend } from "../../system/state-backend.ts";
import type { Dump } from "./dump.ts";
import { idOf } from "./identity.ts";
import { canonical, type Json } from "./json.ts";
import type { Claims, Context, Observed, Operation, Props, Ref } from "./model.ts";
import { kindOf } from "./registry.ts";

/**
 * The registry on the host, below /run/bridgework: what the kernel cannot mark. One file a document holds the objects
 * that it claims (routes, neighbours, sysctls, adopted links) with what they were before, and, while a plan is being
 * applied, what it is about to make. /run and the kernel's network state are lost together, at a reboot.
 */
export interface Register {
  owner: string;
  /** Where the state is kept that has the document, as long as it wants anything. */
  stateBackend?: StateBackend;
  /** By id of the object; see `idOf`. */
  claims: Record<string, Claim>;
}

export interface Claim {
  ref: Ref;
  /** Identity of the namespace that the object is in: a namesake made later inherits no claim. */
  inode: string;
  /** What tells it from a namesake of the same scope; absent until it has been seen. */
  identity?: string;
  /** Properties before we came; absent for what we made. */
  before?: Props;
  /** Its keys then: who reads this file can ask the kernel for those of today. */
  secretsBefore?: Record<string, string>;
  /** What it keeps for its life although nobody declares it: a MAC address. */
  kept?: Props;
  /** What we want of an object that other documents may want as well. */
  wants?: Props;
}

type Dumps = ReadonlyMap<string, Dump>;

export function registerOf(registers: Register[], owner: string): Register {
  return registers.find((register) => register.owner === owner) ?? { owner, claims: {} };
}

/** The registers as kinds ask them. A claim counts only in the namespace that it was made in, and for no namesake. */
export function claimsOf(registers: Register[], owner: string, dumps: Dumps): Claims {
  const valid = (ref: Ref) => (register: Register) => {
    const claim = register.claims[idOf(ref)];
    return claim && isOf(claim, dumps.get(ref.scope)) ? claim : undefined;
  };
  const own = registerOf(registers, owner);
  // Every live interface asks for those of a kind.
  const byKind = Map.groupBy(Object.values(own.claims), ({ ref }) => ref.kind);
  return {
    claimant: (ref) => (valid(ref)(own) ? owner : registers.find((register) => valid(ref)(register))?.owner),
    before: (ref) => valid(ref)(own)?.before,
    secretsBefore: (ref) => valid(ref)(own)?.secretsBefore,
    wants: (ref) => valid(ref)(own)?.wants,
    kept: (ref) => valid(ref)(own)?.kept,
    own: (kind) => (byKind.get(kind) ?? []).flatMap(({ ref }) => (valid(ref)(own) ? ref : [])),
    identity: (ref) => valid(ref)(own)?.identity,
    sharers: (ref) =>
      registers.flatMap((register) => {
        const claim = register.owner === owner ? undefined : valid(ref)(register);
        return claim ? [{ owner: register.owner, wants: claim.wants ?? {}, before: claim.before }] : [];
      }),
  };
}

function isOf({ ref, inode, identity }: Claim, dump: Dump | undefined): boolean {
  // Older registers have the inode alone.
  const scopes = ["", dump?.inode, dump?.inode.split(" ")[0]];
  if (!scopes.includes(inode)) return false;
  const now = dump && identity !== undefined ? kindOf(ref.kind).identity?.(ref, dump) : undefined;
  return now === undefined || now === identity;
}

/**
 * The register to write before a plan is applied: everything it will claim or make, so that after a crash anywhere
 * inside we recognise our own half-made objects.
 */
export function intended(register: Register, operations: Operation[], context: Context): Register {
  const taking = operations.filter(
    ({ verb, kind }) =>
      verb === "create" || verb === "adopt" || (verb === "change" && (kindOf(kind).shared || kindOf(kind).keeps)),
  );
  const claims = taking.map((operation) => [idOf(operation), claimOf(operation, context)] as const);
  return { ...register, claims: { ...register.claims, ...Object.fromEntries(claims) } };
}

function claimOf(operation: Operation, context: Context): Claim {
  const { claims, dumps, newborn } = context;
  const { kind: name, scope, key, want, have, verb } = operation;
  const kind = kindOf(name);
  const shares = kind.shared ? claims.sharers(operation) : [];
  const earlier = [claims.before(operation), ...shares.map((sharer) => sharer.before)];
  const origin =
    want && verb === "create" ? kind.origin?.(want, dumps.get(scope)?.sysctls ?? newborn?.settings ?? {}) : undefined;
  // What we made ourselves, and lost sight of in a crash, has no time before us.
  const foreign = verb === "adopt" && !have?.unmarked ? have?.props : undefined;
  const before = earlier.find((props) => props !== undefined) ?? foreign ?? origin;
  const wants = kind.shared ? want?.props : undefined;
  const dump = dumps.get(scope);
  const ref: Ref = { kind: name, scope, key };
  const identity = verb !== "create" && dump ? kind.identity?.(ref, dump) : undefined;
  const kept = kind.keeps?.({ ...ref, props: { ...have?.props, ...want?.props } }, context);
  return {
    ...{ ref, inode: dump?.inode ?? "" },
    ...(identity !== undefined && { identity }),
    ...(before && { before }),
    ...(foreign && have?.secrets && { secretsBefore: have.secrets }),
    ...(wants && { wants }),
    ...(kept && { kept }),
  };
}

/**
 * The register to write when the plan is proved done. Marks in the kernel now speak for what we made, so that only
 * what has no mark stays, what was adopted, with what it was before, and what has something to be remembered of.
 */
export function settled(register: Register, wanted: readonly Ref[], { dumps, observed, context }: Settling): Register {
  const there = new Map(observed.map((item) => [idOf(item), item]));
  const claims = wanted.flatMap((ref): [string, Claim][] => {
    const [id, kind] = [idOf(ref), kindOf(ref.kind)];
    const [item, claim] = [there.get(id), register.claims[id]];
    const kept = item && kind.keeps?.(item, context);
    const holds = kept ?? (claim && (claim.before !== undefined || kind.claimed?.(ref, context.claims)));
    const dump = dumps.get(ref.scope);
    if (!item || !holds) return [];
    const identity = dump && kind.identity?.(ref, dump);
    const plain: Ref = { kind: ref.kind, scope: ref.scope, key: ref.key };
    const current = { inode: dump?.inode ?? "", ...(identity !== undefined && { identity }), ...(kept && { kept }) };
    return [[id, { ref: plain, ...claim, ...current }]];
  });
  return { ...register, claims: Object.fromEntries(claims) };
}

/** What is claimed was made anew since, as it had been: an interface has another number then, a namespace another inode. */
export function renewed(register: Register, then: Dumps, now: Dumps): Register {
  const claims = Object.entries(register.claims).map(([id, claim]): [string, Claim] => {
    const dump = now.get(claim.ref.scope);
    if (!dump || !isOf(claim, then.get(claim.ref.scope))) return [id, claim];
    const identity = kindOf(claim.ref.kind).identity?.(claim.ref, dump);
    return [id, { ...claim, inode: dump.inode, ...(identity !== undefined && { identity }) }];
  });
  return { ...register, claims: Object.fromEntries(claims) };
}

interface Settling {
  dumps: Dumps;
  observed: readonly Observed[];
  context: Context;
}

export function sameRegister(a: Register, b: Register): boolean {
  return canonical(a as unknown as Json) === canonical(b as unknown as Json);
}
