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
  /** Inode of the namespace that the object is in: a namesake made later inherits no claim. */
  inode: string;
  /** Properties before we came; absent for what we made. */
  before?: Props;
  /** What we want of an object that other documents may want as well. */
  wants?: Props;
}

export function registerOf(registers: Register[], owner: string): Register {
  return registers.find((register) => register.owner === owner) ?? { owner, claims: {} };
}

/** The registers as kinds ask them. A claim counts only in the namespace that it was made in. */
export function claimsOf(registers: Register[], owner: string, inodes: ReadonlyMap<string, string>): Claims {
  const valid = (ref: Ref) => (register: Register) => {
    const claim = register.claims[idOf(ref)];
    return claim && (claim.inode === "" || claim.inode === inodes.get(ref.scope)) ? claim : undefined;
  };
  const own = registerOf(registers, owner);
  return {
    claimant: (ref) => (valid(ref)(own) ? owner : registers.find((register) => valid(ref)(register))?.owner),
    before: (ref) => valid(ref)(own)?.before,
    wants: (ref) => valid(ref)(own)?.wants,
    sharers: (ref) =>
      registers.flatMap((register) => {
        const claim = register.owner === owner ? undefined : valid(ref)(register);
        return claim ? [{ owner: register.owner, wants: claim.wants ?? {}, before: claim.before }] : [];
      }),
  };
}

/** Objects of one kind that we claim in a scope: what must be read although nothing declares it any more. */
export function claimedKeys(register: Register, kind: string, scope: string): string[] {
  const refs = Object.values(register.claims).map((claim) => claim.ref);
  return refs.filter((ref) => ref.kind === kind && ref.scope === scope).map((ref) => ref.key);
}

/**
 * The register to write before a plan is applied: everything it will claim or make, so that after a crash anywhere
 * inside we recognise our own half-made objects.
 */
export function intended(register: Register, operations: Operation[], context: Context): Register {
  const taking = operations.filter(
    ({ verb, kind }) => verb === "create" || verb === "adopt" || (verb === "change" && kindOf(kind).shared),
  );
  const claims = taking.map((operation) => [idOf(operation), claimOf(operation, context)] as const);
  return { ...register, claims: { ...register.claims, ...Object.fromEntries(claims) } };
}

function claimOf(operation: Operation, { claims, dumps, newborn }: Context): Claim {
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
  const inode = dumps.get(scope)?.inode ?? "";
  return { ref: { kind: name, scope, key }, inode, ...(before && { before }), ...(wants && { wants }) };
}

/**
 * The register to write when the plan is proved done. Marks in the kernel now speak for what we made, so that only
 * what has no mark stays, and what was adopted, with what it was before.
 */
export function settled(register: Register, wanted: readonly Ref[], { dumps, observed, context }: Settling): Register {
  const there = new Set(observed.map(idOf));
  const held = new Set(wanted.map(idOf).filter((id) => there.has(id)));
  const kept = Object.entries(register.claims).filter(
    ([id, { ref, before }]) =>
      held.has(id) && (before !== undefined || kindOf(ref.kind).claimed?.(ref, context.claims)),
  );
  const current = kept.map(
    ([id, claim]) => [id, { ...claim, inode: dumps.get(claim.ref.scope)?.inode ?? "" }] as const,
  );
  return { ...register, claims: Object.fromEntries(current) };
}

interface Settling {
  dumps: ReadonlyMap<string, Dump>;
  observed: readonly Observed[];
  context: Context;
}

export function sameRegister(a: Register, b: Register): boolean {
  return canonical(a as unknown as Json) === canonical(b as unknown as Json);
}
