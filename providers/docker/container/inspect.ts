import { containerNamed, imageNamed } from "../../../engine/lookup.ts";
import type { ContainerInspect, Info, ProcessConfig } from "../../../engine/types.ts";
import { containerOf } from "../../../net/scope.ts";
import type { Context } from "../resource.ts";
import type { Values } from "../values.ts";
import type { RunningInputs } from "./inputs/running.ts";
import { sharedWith } from "./inputs/sharing.ts";
import { liveUploads, type Upload } from "./inputs/uploads.ts";
import { finalLogs } from "./logs.ts";

/** A container with what is needed to tell its own settings from inherited ones. */
export interface LiveContainer {
  inspect: ContainerInspect;
  /** What the container's image sets; empty where the image is gone. */
  image: ProcessConfig;
  info: Info;
  /** Version of the API, for what older engines cannot do. */
  api: string;
  /** Ids of the images and containers that the declaration refers to by name. */
  ids: Readonly<Record<string, string>>;
  /** The state of each container that it shares a namespace with; undefined for one that is gone. */
  shared?: Readonly<Record<string, ContainerInspect["State"] | undefined>>;
  /** What it printed, once it has ended. */
  logs?: string | undefined;
  /** The declared uploads as the container has them now, by file; null for one that is gone. */
  uploads?: Readonly<Record<string, Upload | null>>;
}

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

/** The map where it holds something, so that an empty one and none are the same. */
export function filledMap<T>(map: Record<string, T> | null | undefined): Record<string, T> | undefined {
  return map && Object.keys(map).length > 0 ? map : undefined;
}

export function filledList<T>(list: readonly T[] | null | undefined): readonly T[] | undefined {
  return list && list.length > 0 ? list : undefined;
}

export function sorted(list: readonly string[] | null | undefined): string[] | undefined {
  return filledList(list) && [...(list ?? [])].sort();
}
