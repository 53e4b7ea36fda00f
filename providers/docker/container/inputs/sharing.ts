import { setTimeout as sleep } from "node:timers/promises";
import { containerNamed, plainName } from "../../../../engine/lookup.ts";
import type { ContainerInspect } from "../../../../engine/types.ts";
import { containerOf, containerScope } from "../../../../net/scope.ts";
import type { Context } from "../../resource.ts";
import type { LiveContainer } from "../live-container.ts";

/*
 * `container:NAME` as networkMode, ipcMode or pidMode: the namespace is that of another container, and goes when that
 * one ends. Whoever shares it runs on in what is left of it, a network without an interface for instance.
 */

/** The containers that this one uses a namespace of, by the name or id that the engine keeps in its modes. */
export async function sharedWith({ engine }: Context, { HostConfig }: ContainerInspect) {
  const { NetworkMode, IpcMode, PidMode } = HostConfig;
  const names = [NetworkMode, IpcMode, PidMode].flatMap((mode) => containerOf(mode ?? "") ?? []);
  const found = [...new Set(names)].map(async (name) => [name, (await containerNamed(engine, name))?.State] as const);
  return Object.fromEntries(await Promise.all(found));
}

/** `container:NAME` as the engine keeps it: with the id. */
export function modeWithId(mode: string, { ids }: LiveContainer): string {
  const name = containerOf(mode);
  return name === undefined ? mode : containerScope(ids[name] ?? name);
}

/** A mode with the id, and with the reason where the namespace that it names has gone under a running container. */
export function liveShare(mode: string, live: LiveContainer): string {
  const gone = leftBehind(mode, live);
  return modeWithId(mode, live) + (gone ? ` (${gone})` : "");
}

/** A restart joins the namespace of today; everything else takes a new container. */
export function rejoins(want: unknown, have: unknown): boolean {
  return typeof want === "string" && containerOf(want) !== undefined && String(have).startsWith(`${want} (`);
}

/**
 * The engine has no word for it. It starts a container only where the one that it shares with runs, and then notes the
 * time, so that one started later than this has another namespace by now.
 */
function leftBehind(mode: string, { inspect, shared }: LiveContainer): string | undefined {
  const owner = shared?.[containerOf(mode) ?? ""];
  if (!owner || !inspect.State.Running) return undefined;
  if (!owner.Running) return "that container is not running";
  const later = Date.parse(owner.StartedAt) > Date.parse(inspect.State.StartedAt);
  return later ? "that container was started anew since" : undefined;
}

/** Milliseconds in which another container of the same update may be started that this one shares a namespace with. */
const OWNER_WAIT = 10_000;

/** Waits until the containers run that this one shares a namespace with: the engine starts it only then. */
export async function waitForOwners({ engine }: Context, { shared = {} }: LiveContainer): Promise<void> {
  const deadline = Date.now() + OWNER_WAIT;
  for (const name of Object.keys(shared)) {
    for (;;) {
      const owner = await containerNamed(engine, name);
      if (owner?.State.Running && !owner.State.Restarting) break;
      if (Date.now() >= deadline) throw new Error(notRunning(name, owner));
      await sleep(100);
    }
  }
}

function notRunning(name: string, owner: ContainerInspect | undefined): string {
  const who = owner ? `container "${plainName(owner.Name)}"` : `container ${name}`;
  const how = owner ? `is ${owner.State.Status}` : "is gone";
  return `shares a namespace with ${who}, which ${how}: start that one, or declare mustRun: true for it`;
}
