import type { StateBackend } from "../../system/state-backend.ts";
import type { Host, Look } from "./backend.ts";
import type { Dump } from "./dump.ts";
import type { Context, Item, Observed, Ref, Wanted } from "./model.ts";
import { newbornFor } from "./newborn.ts";
import { itemsOf, questionsOf, readHost } from "./observe.ts";
import { rebuilt } from "./rebuild.ts";
import { claimsOf, type Register, registerOf } from "./register.ts";
import { type Registry, readRegisters } from "./register-files.ts";
import { kindOf } from "./registry.ts";

/** The live host, as far as a document is concerned with it. */
export interface Survey extends Registry {
  dumps: Map<string, Dump>;
  observed: Observed[];
  context: Context;
  /** Whether our own register was lost, and is told from the host. */
  isRebuilt: boolean;
}

/** What is looked for. */
export interface Subject {
  owner: string;
  wanted: readonly Wanted[];
  /** Take over what is not ours. */
  adopt: boolean;
  /** Scopes to look at although nothing is wanted there: those of the declaration before this one. */
  alsoScopes: readonly string[];
  /** Where the state is kept that asks for it. */
  stateBackend?: StateBackend;
  /** What was declared last, by the state that has the document; undefined where no state has it yet. */
  recorded?: readonly Wanted[];
}

/** Reads what is wanted and what we claim, in the scopes where either lies. */
export async function survey({ transport, backend }: Host, subject: Subject): Promise<Survey> {
  const { owner, wanted, alsoScopes, recorded = [], adopt } = subject;
  const { registers, unreadable } = await readRegisters(transport);
  const known = registers.find((register) => register.owner === owner);
  const lost = known === undefined && recorded.length > 0;
  const own = registerOf(registers, owner);
  // What was declared last is looked at too: it is found again where the register is lost, or a repair is kept. What we
  // claim must be read although nothing declares it any more: what was there before us is to come back.
  const claimed = Object.values(own.claims).map(({ ref, before, kept }) => {
    const props = before ?? kept;
    return props ? { ...ref, props } : ref;
  });
  const items: readonly (Ref | Item)[] = [...wanted, ...recorded, ...claimed];
  const refs = [...items, ...items.flatMap(sourceOf)];
  const byScope = Map.groupBy(refs, ({ scope }) => scope);
  const scopes = new Set(["host", ...alsoScopes, ...byScope.keys()]);
  const looks = [...scopes].map((scope): Look => ({ scope, questions: questionsOf(scope, byScope.get(scope) ?? []) }));
  const dumps = await readHost(backend, looks);
  const newborn = await newbornFor(backend, looks, dumps);
  const machine = await transport.machine();
  const seen = (all: Register[]) => {
    const context: Context = {
      owner,
      claims: claimsOf(all, owner, dumps),
      dumps,
      machine,
      ...(newborn && { newborn }),
    };
    return { dumps, observed: itemsOf(dumps, context), registers: all, unreadable, context, isRebuilt: lost };
  };
  const now = seen(registers);
  if (!lost) return now;
  return seen([...registers, rebuilt({ owner, recorded, adopt, observed: now.observed, dumps })]);
}

function sourceOf(item: Ref | Item): Ref[] {
  const source = "props" in item ? kindOf(item.kind).source?.(item) : undefined;
  return source ? [source] : [];
}
