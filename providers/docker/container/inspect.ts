import { containerNamed, imageNamed } from "../../../engine/lookup.ts";
import type { Info } from "../../../engine/types.ts";
import { containerOf } from "../../../net/scope.ts";
import type { Context } from "../resource.ts";
import type { Values } from "../values.ts";
import type { RunningInputs } from "./inputs/running.ts";
import { sharedWith } from "./inputs/sharing.ts";
import { liveUploads } from "./inputs/uploads.ts";
import type { LiveContainer } from "./live-container.ts";
import { finalLogs } from "./logs.ts";

export async function readContainer(
  context: Context,
  reference: string,
  declared: Values,
): Promise<LiveContainer | undefined> {
  const { engine } = context;
  const inspect = await containerNamed(engine, reference);
  if (!inspect) return undefined;
  const [api, image, info, ids, shared, logs, uploads] = await Promise.all([
    engine.version(),
    imageNamed(engine, inspect.Image),
    context.session.once("info", () => engine.get<Info>("/info")),
    referred(context, declared),
    sharedWith(context, inspect),
    finalLogs(engine, inspect, declared as RunningInputs),
    liveUploads(engine, inspect.Id, declared.uploads),
  ]);
  return { inspect, image: image?.Config ?? {}, info, api, ids, shared, logs, uploads };
}

async function referred({ engine }: Context, { image, networkMode, pidMode, ipcMode }: Values) {
  const ids: Record<string, string> = {};
  if (typeof image === "string") {
    const found = await imageNamed(engine, image);
    if (found) ids[image] = found.Id;
  }
  for (const mode of [networkMode, pidMode, ipcMode]) {
    const name = typeof mode === "string" ? containerOf(mode) : undefined;
    const found = name && (await containerNamed(engine, name));
    if (name && found) ids[name] = found.Id;
  }
  return ids;
}
