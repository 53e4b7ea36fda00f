import { type Backend, type Host, type Look, NEWBORN } from "./backend.ts";
import type { Dump } from "./dump.ts";
import type { Context, Observed, Wanted } from "./model.ts";
import { itemsOf, questionsOf, readHost } from "./observe.ts";
import { claimedKeys, claimsOf, type Register, readRegisters, registerOf } from "./register.ts";

/** The live host, as far as a document is concerned with it. */
export interface Survey {
  dumps: Map<string, Dump>;
  observed: Observed[];
  registers: Register[];
  context: Context;
}

/** Reads what is wanted and what we claim, in the scopes where either lies. */
export async function survey(
  { transport, backend }: Host,
  owner: string,
  wanted: readonly Wanted[],
  alsoScopes: readonly string[] = [],
): Promise<Survey> {
  const registers = await readRegisters(transport);
  const own = registerOf(registers, owner);
  const claimed = Object.values(own.claims).map(({ ref }) => ref.scope);
  const scopes = new Set(["host", ...alsoScopes, ...claimed, ...wanted.map(({ scope }) => scope)]);
  const byScope = Map.groupBy(wanted, ({ scope }) => scope);
  const looks = [...scopes].map((scope) => lookAt(scope, byScope.get(scope) ?? [], own));
  const dumps = await readHost(backend, looks);
  const newborn = await readNewborn(
    backend,
    looks.filter(({ scope }) => !dumps.has(scope)),
  );
  const inodes = new Map([...dumps].map(([scope, { inode }]) => [scope, inode]));
  const context: Context = { owner, claims: claimsOf(registers, owner, inodes), dumps, newborn };
  return { dumps, observed: itemsOf(dumps, context), registers, context };
}

function lookAt(scope: string, wanted: readonly Wanted[], register: Register): Look {
  const wantedKeys = (kind: string) => wanted.filter((item) => item.kind === kind).map(({ key }) => key);
  const keysOf = (kind: string) => [...new Set([...wantedKeys(kind), ...claimedKeys(register, kind, scope)])];
  return { scope, questions: questionsOf(scope, keysOf) };
}

/** The settings that scopes yet to come will be born with: a state before ours, to go back to. */
async function readNewborn({ observe }: Backend, coming: readonly Look[]): Promise<Readonly<Record<string, string>>> {
  const questions = coming.flatMap((look) => look.questions).filter((question) => "settings" in question);
  if (questions.length === 0) return {};
  return (await observe([{ scope: NEWBORN, questions }])).get(NEWBORN)?.sysctls ?? {};
}
