import { setTimeout as sleep } from "node:timers/promises";
import type { Engine } from "../../../../engine/client.ts";
import type { ContainerInspect } from "../../../../engine/types.ts";
import { announceMacs } from "../../kernel/announce.ts";
import { endStaleFlows } from "../../kernel/flows.ts";
import type { Context } from "../../resource.ts";
import type { RunningInputs } from "../inputs/running.ts";
import { logsOf } from "../logs.ts";

/** Starts it and waits as declared: for its end (`attach`), until it is healthy (`wait`), else until it runs. */
export async function startContainer(context: Context, id: string, declared: RunningInputs): Promise<void> {
  await context.engine.post(`/containers/${id}/start`);
  await settle(context, id, declared);
}

/** Seconds that a restart may take beyond what the container has to end by itself. */
const RESTART_SECONDS = 60;

/** Restarts one that runs, with the time to end by itself that `docker restart` gives it, and waits as declared. */
export async function restartContainer(
  context: Context,
  { Id: id, Config }: ContainerInspect,
  declared: RunningInputs,
) {
  const timeout = ((Config.StopTimeout ?? 10) + RESTART_SECONDS) * 1000;
  await context.engine.post(`/containers/${id}/restart`, { timeout });
  await settle(context, id, declared);
}

/** What the kernel, here and at neighbours, remembers from before a container got its addresses and ports. */
export async function settleNeighbours(context: Context, id: string): Promise<void> {
  const inspect = await context.engine.get<ContainerInspect>(`/containers/${id}/json`);
  await announceMacs(context, inspect);
  await endStaleFlows(context, inspect);
}

async function settle(context: Context, id: string, declared: RunningInputs): Promise<void> {
  const { attach, wait, waitTimeout = 60, mustRun = true } = declared;
  if (attach) await context.engine.post(`/containers/${id}/wait`, { timeout: 3_600_000 });
  if (wait) await waitHealthy(context, id, waitTimeout * 1000);
  else if (mustRun && !attach) await waitRunning(context, id, declared.containerReadRefreshTimeoutMilliseconds);
}

/**
 * Milliseconds that a container has to have run before it counts as running. The engine says so of every process that
 * it could start, also of one that ends at the first look at its arguments: 80 ms later where both cores are busy.
 */
const GRACE = 300;

/** `limit` in milliseconds, for one that restarts. */
async function waitRunning({ engine }: Context, id: string, limit = 15_000): Promise<void> {
  const deadline = Date.now() + limit;
  let startedAt: string | undefined;
  for (;;) {
    const { State: state } = await engine.get<ContainerInspect>(`/containers/${id}/json`);
    const runs = state.Running && !state.Restarting;
    if (runs && state.StartedAt === startedAt) return;
    const ended = !runs && !state.Restarting;
    const late = Date.now() >= deadline && (state.Restarting || startedAt !== undefined);
    if (ended || late) throw new Error(await notRunning(engine, id, state, limit));
    startedAt = runs ? state.StartedAt : startedAt;
    await sleep(GRACE);
  }
}

async function notRunning(
  engine: Engine,
  id: string,
  state: ContainerInspect["State"],
  limit: number,
): Promise<string> {
  const restarts = state.Running || state.Restarting;
  const how = restarts ? `still restarting after ${limit / 1000} s` : `ended with ${state.ExitCode}`;
  const logs = (await logsOf(engine, id, 5)).trim();
  const next = "For one that ends by itself declare mustRun: false, or attach: true to wait for it";
  return `not running: ${how}. Its log ends: ${logs || "(empty)"}. ${next}`;
}

async function waitHealthy({ engine }: Context, id: string, limit: number): Promise<void> {
  const deadline = Date.now() + limit;
  for (;;) {
    const { State: state, Config: config } = await engine.get<ContainerInspect>(`/containers/${id}/json`);
    if (!config.Healthcheck?.Test?.length || config.Healthcheck.Test[0] === "NONE")
      throw new Error("wait: true needs a health check, in the container's healthcheck or in its image; declare one");
    if (state.Health?.Status === "healthy") return;
    if (!state.Running || Date.now() >= deadline) {
      const said = state.Health?.Log?.at(-1)?.Output.trim();
      const how = state.Running
        ? `still ${state.Health?.Status} after ${limit / 1000} s`
        : `ended with ${state.ExitCode}`;
      const logs = (await logsOf(engine, id, 5)).trim();
      throw new Error(`not healthy: ${how}. Its check said: ${said || "nothing"}. Its log ends: ${logs || "(empty)"}`);
    }
    await sleep(200);
  }
}
