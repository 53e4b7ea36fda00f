import { networkNamed } from "../../../engine/lookup.ts";
import type { NetworkInspect } from "../../../engine/types.ts";
import { Reading } from "../../../validation/fact-reader.ts";
import type { Facts } from "../../../validation/facts.ts";
import { type Fault, isElsewhere, type Path, rootIn } from "../../../validation/fault.ts";
import { judge } from "../../../validation/rules/judge.ts";
import type { Context } from "../resource.ts";
import { CONTAINER, NETWORK, VOLUME } from "../types.ts";
import { hasUnknown, type Values } from "../values.ts";
import { networksJoined, readContainer } from "./container.ts";
import { asDeclared, readNetwork } from "./network.ts";

/** Puts what is known of a declaration into the facts; `names` are those of networks, by what containers call them. */
type Reader = (facts: Reading["facts"], root: Path, known: Values, names: ReadonlyMap<string, string>) => void;

const READERS: Record<string, Reader> = {
  [NETWORK]: readNetwork,
  [CONTAINER]: readContainer,
  [VOLUME]: ({ names }, root, { name }) => {
    if (typeof name === "string") names.push({ path: [...root, "name"], name, what: "volume", space: "volume" });
  },
};

interface Declaration {
  type: string;
  inputs: Values;
  root: Path;
}

/**
 * What the rules of a whole declaration have against one resource, beside everything that this deployment declared before
 * it, and the networks of the engine that it joins. The same rules judge a topology.
 */
export async function ruleFaults(type: string, inputs: Values, context: Context): Promise<Fault[]> {
  const others = Object.keys(READERS).flatMap((of) => declaredBefore(of, context));
  const all = [...others, { type, inputs, root: [] }];
  const declared = new Set(all.filter((one) => one.type === NETWORK).map((one) => one.inputs.name));
  const joined = new Set(all.flatMap((one) => (one.type === CONTAINER ? networksJoined(one.inputs) : [])));
  const live =
    type === CONTAINER
      ? await standing(
          [...joined].filter((name) => !declared.has(name)),
          context,
        )
      : [];
  const names = new Map(live.map(([reference, { Name }]) => [reference, Name] as const));
  const inspected = new Map(live.map(([, inspect]) => [inspect.Name, inspect] as const));
  const there = [...inspected.values()]
    .filter(({ Name }) => !declared.has(Name))
    .map((inspect) => {
      return { type: NETWORK, inputs: asDeclared(inspect), root: [rootIn("Network", inspect.Name)] };
    });
  return judge(factsOf([...there, ...all], names)).filter(({ path }) => !isElsewhere(path));
}

function declaredBefore(type: string, { session, urn }: Context): Declaration[] {
  return session.others(type, urn).map(([other, inputs]) => {
    const name = other.split("::").slice(3).join("::");
    return { type, inputs, root: [rootIn(type.split(":").at(-1) ?? type, name)] };
  });
}

/** The networks of the engine that containers mean; one that is not there is none, and found missing later. */
async function standing(references: readonly string[], { engine, session }: Context) {
  const found = references.map(async (reference): Promise<[string, NetworkInspect][]> => {
    const known = session.networks.get(reference) ?? (await networkNamed(engine, reference));
    if (!known) return [];
    session.networks.set(reference, known);
    return [[reference, known]];
  });
  return (await Promise.all(found)).flat();
}

function factsOf(declarations: readonly Declaration[], names: ReadonlyMap<string, string>): Facts {
  const unknown = declarations.flatMap(({ inputs, root }) => {
    const keys = Object.keys(inputs).filter((key) => hasUnknown(inputs[key]));
    return keys.map((key) => ({ path: [...root, key] }));
  });
  const reading = new Reading("local", unknown);
  for (const { type, inputs, root } of declarations) {
    const known = Object.fromEntries(Object.entries(inputs).filter(([, value]) => !hasUnknown(value)));
    READERS[type]?.(reading.facts, root, known, names);
  }
  // A loop is told at its first member, and is to be told here.
  reading.facts.containers.reverse();
  return reading.done(() => undefined);
}
