import type { Engine } from "../../../engine/client.ts";
import { containerNamed, imageNamed, networkNamed } from "../../../engine/lookup.ts";
import type { Info } from "../../../engine/types.ts";
import { containerOf } from "../../../net/scope.ts";
import { imageToCome } from "../image/remade.ts";
import { readContainerDamage } from "../kernel/container-damage.ts";
import type { Context } from "../resource.ts";
import { isValues, type Values } from "../values.ts";
import { liveUploads } from "./inputs/live-uploads.ts";
import type { RunningInputs } from "./inputs/running.ts";
import { sharedWith } from "./inputs/sharing.ts";
import type { LiveContainer } from "./live-container.ts";
import { finalLogs } from "./logs.ts";

export async function readContainer(
  context: Context,
  reference: string,
  declared: Values,
  before: Values = declared,
): Promise<LiveContainer | undefined> {
  const { engine } = context;
  const inspect = await containerNamed(engine, reference);
  if (!inspect) return undefined;
  const [api, image, info, ids, networks, shared, logs, uploads, damage] = await Promise.all([
    engine.version(),
    imageNamed(engine, inspect.Image),
    context.session.once("info", () => engine.get<Info>("/info")),
    referred(context, declared),
    networkNames(engine, [declared, before]),
    sharedWith(context, inspect),
    finalLogs(engine, inspect, declared as RunningInputs),
    liveUploads(engine, inspect.Id, [declared, before]),
    readContainerDamage(context, inspect),
  ]);
  return { inspect, image: image?.Config ?? {}, info, api, ids, networks, shared, logs, uploads, damage };
}

/** Names of the networks that declarations call by an id, or by what looks like one. */
export async function networkNames(engine: Engine, declared: readonly Values[]): Promise<Record<string, string>> {
  const references = new Set(declared.flatMap(networkReferences).filter((one) => /^[0-9a-f]{12,64}$/.test(one)));
  const found = [...references].map(async (one) => [one, (await networkNamed(engine, one))?.Name] as const);
  const known = (await Promise.all(found)).filter((one): one is [string, string] => one[1] !== undefined);
  return Object.fromEntries(known);
}

function networkReferences({ networkMode, networksAdvanced }: Values): string[] {
  const listed = Array.isArray(networksAdvanced) ? networksAdvanced : [];
  const all = [networkMode, ...listed.map((one) => (isValues(one) ? one.name : undefined))];
  return all.filter((one) => typeof one === "string");
}

async function referred(context: Context, { image, networkMode, pidMode, ipcMode }: Values) {
  const ids: Record<string, string> = {};
  if (typeof image === "string") {
    const found = await imageToCome(context, image);
    if (found) ids[image] = found.Id;
  }
  for (const mode of [networkMode, pidMode, ipcMode]) {
    const name = typeof mode === "string" ? containerOf(mode) : undefined;
    const found = name && (await containerNamed(context.engine, name));
    // One that is made anew has another id, once it has one.
    if (name && found) ids[name] = context.session.isReplaced(found.Id) ? `the next ${name}` : found.Id;
  }
  return ids;
}
