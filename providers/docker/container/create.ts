import { setTimeout as sleep } from "node:timers/promises";
import { imageNamed, networkPath } from "../engine/named.ts";
import type { ContainerInspect } from "../engine/types.ts";
import { pull } from "../image/pull.ts";
import type { Context, Made } from "../resource.ts";
import type { Values } from "../values.ts";
import { endpointConfig } from "./attachment.ts";
import { limitBody } from "./limits.ts";
import type { LiveContainer } from "./live.ts";
import { logsOf } from "./logs.ts";
import { networkingBody } from "./networking.ts";
import { type ProcessInputs, processBody } from "./process.ts";
import { checkReferences } from "./references.ts";
import { type RunningInputs, runningBody } from "./running.ts";
import { securityBody } from "./security.ts";
import { anonymousVolumes, storageBody } from "./storage.ts";
import { archive } from "./uploads.ts";

/** Makes a container, wires it, fills it, starts it. What cannot be finished is removed again. */
export async function createContainer(context: Context, inputs: Values): Promise<Made> {
  const declared = inputs as unknown as ProcessInputs & RunningInputs;
  const api = await context.engine.version();
  await checkReferences(context.engine, inputs);
  const networking = networkingBody(inputs, api);
  const id = await make(context, inputs, declared, networking);
  try {
    for (const one of networking.later) {
      const body = { Container: id, EndpointConfig: endpointConfig(one, api) };
      await context.engine.post(`${await networkPath(context.engine, one.name)}/connect`, { body });
    }
    await upload(context, id, declared);
    if (declared.start !== false) await startContainer(context, id, declared);
    return { id };
  } catch (error) {
    await context.engine.remove(`/containers/${id}`, { query: { force: true, v: true } });
    throw error;
  }
}

async function make(
  context: Context,
  inputs: Values,
  declared: ProcessInputs & RunningInputs,
  { host, config, endpoints }: ReturnType<typeof networkingBody>,
): Promise<string> {
  const { engine, urn } = context;
  const volumes = anonymousVolumes(inputs);
  const body = {
    ...processBody(declared, urn),
    ...config,
    ...(volumes ? { Volumes: volumes } : {}),
    HostConfig: {
      ...host,
      ...runningBody(declared),
      ...limitBody(inputs),
      ...securityBody(inputs),
      ...storageBody(inputs),
    },
    NetworkingConfig: { EndpointsConfig: endpoints },
  };
  const query = { name: String(inputs.name), ...(declared.platform ? { platform: declared.platform } : {}) };
  if (!(await imageNamed(engine, declared.image))) await pull(context, declared.image, declared.platform);
  return (await engine.post<{ Id: string }>("/containers/create", { query, body })).Id;
}

export async function upload({ engine }: Context, id: string, { uploads = [] }: RunningInputs): Promise<void> {
  if (uploads.length === 0) return;
  const raw = await archive(uploads);
  await engine.put(`/containers/${id}/archive`, { query: { path: "/" }, raw });
}

/** Starts it and waits as declared: for its end (`attach`), or until it is healthy (`wait`). */
export async function startContainer(context: Context, id: string, declared: RunningInputs): Promise<void> {
  await context.engine.post(`/containers/${id}/start`);
  if (declared.attach) await context.engine.post(`/containers/${id}/wait`, { timeout: 3_600_000 });
  if (declared.wait) await waitHealthy(context, id, (declared.waitTimeout ?? 60) * 1000);
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
      const logs = await logsOf(engine, id, 5);
      throw new Error(`not healthy: ${how}. Its check said: ${said || "nothing"}. Its log ends: ${logs || "(empty)"}`);
    }
    await sleep(200);
  }
}

export async function removeContainer({ engine }: Context, { inspect }: LiveContainer, inputs: Values): Promise<void> {
  const { destroyGraceSeconds, removeVolumes = true } = inputs as RunningInputs;
  const path = `/containers/${inspect.Id}`;
  if (destroyGraceSeconds && inspect.State.Running) {
    await engine.post(`${path}/stop`, {
      query: { t: destroyGraceSeconds },
      timeout: (destroyGraceSeconds + 30) * 1000,
    });
  }
  await engine.remove(path, { query: { force: true, v: removeVolumes } });
}
