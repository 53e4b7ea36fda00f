import type { Backend, Look } from "./backend.ts";
import type { Dump, Question } from "./dump.ts";
import type { Context, Item, Observed, Ref } from "./model.ts";
import { KINDS } from "./registry.ts";

/** What kinds ask of a scope, where they have these items: each question once. */
export function questionsOf(scope: string, items: readonly (Ref | Item)[]): Question[] {
  return distinct(
    KINDS.flatMap(({ name, asks }) => {
      const own = items.filter(({ kind }) => kind === name);
      const keys = [...new Set(own.map(({ key }) => key))];
      return asks({ scope, keys, wants: own.flatMap((item) => ("props" in item ? [item.props] : [])) });
    }),
  );
}

function distinct(questions: readonly Question[]): Question[] {
  return [...new Map(questions.map((question) => [JSON.stringify(question), question])).values()];
}

/** Reads scopes of the host, and what kinds ask further when they have seen all of them. */
export async function readHost({ observe }: Backend, looks: readonly Look[]): Promise<Map<string, Dump>> {
  const all = await observe(looks);
  const further = [...all.values()]
    .map((dump) => ({ scope: dump.scope, questions: KINDS.flatMap((kind) => kind.asksFurther?.(dump, all) ?? []) }))
    .filter(({ questions }) => questions.length > 0);
  if (further.length === 0) return all;
  const answers = await observe(further);
  return new Map([...all].map(([scope, dump]) => [scope, joined(dump, answers.get(scope))]));
}

function joined(dump: Dump, more: Dump | undefined): Dump {
  const [objects, sysctls] = [more?.objects, more?.sysctls];
  return { ...dump, objects: { ...dump.objects, ...objects }, sysctls: { ...dump.sysctls, ...sysctls } };
}

/** What the dumps show, as items. */
export function itemsOf(dumps: ReadonlyMap<string, Dump>, context: Context): Observed[] {
  return [...dumps.values()].flatMap((dump) => KINDS.flatMap((kind) => kind.observe(dump, context, dumps)));
}
