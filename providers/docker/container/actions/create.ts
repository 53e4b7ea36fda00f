import { imageNamed, networkPath } from "../../../../engine/lookup.ts";
import { pull } from "../../image/pull.ts";
import { noteMacs } from "../../kernel/announce.ts";
import type { Remembered } from "../../remembered.ts";
import type { Context, Made } from "../../resource.ts";
import type { Values } from "../../values.ts";
import { whenFree } from "../../wait-until-free.ts";
import { endpointConfig, withNames } from "../inputs/attachment.ts";
import { limitBody } from "../inputs/limits.ts";
import { networkingBody } from "../inputs/networking.ts";
import { type ProcessInputs, processBody } from "../inputs/process.ts";
import { type RunningInputs, runningBody } from "../inputs/running.ts";
import { securityBody } from "../inputs/security.ts";
import { anonymousVolumes, storageBody } from "../inputs/storage.ts";
import { archive, type MadeUploads, uploadsIn } from "../inputs/uploads.ts";
import { networkNames } from "../inspect.ts";
import type { LiveContainer } from "../live-container.ts";
import { holders } from "./holders.ts";
import { checkReferences } from "./references.ts";
import { settleNeighbours, startContainer } from "./start.ts";

/** Makes a container, wires it, fills it, starts it. What cannot be finished is removed again. */
export async function createContainer(context: Context, inputs: Values): Promise<Made> {
  const declared = inputs as unknown as ProcessInputs & RunningInputs;
  await checkReferences(context.engine, inputs);
  const names = await networkNames(context.engine, [inputs]);
  const named = withNames(inputs, (reference) => names[reference] ?? reference);
  const attempt = () => build(context, named, declared);
  return await whenFree(context, () => holders(context, named), attempt);
}

/** One try of all of it: an engine that could not start a container has removed it too, where it is to do so at its end. */
async function build(context: Context, inputs: Values, declared: ProcessInputs & RunningInputs): Promise<Made> {
  const api = await context.engine.version();
  const networking = networkingBody(inputs, api);
  const id = await make(context, inputs, declared, networking);
  try {
    for (const one of networking.later) {
      const body = { Container: id, EndpointConfig: endpointConfig(one, api) };
      await context.engine.post(`${await networkPath(context.engine, one.name)}/connect`, { body });
    }
    await upload(context, id, inputs, context.session.former.get(context.urn));
    if (declared.start !== false) await startContainer(context, id, declared);
    await settleNeighbours(context, id);
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
  await obtainImage(context, declared);
  return (await engine.post<{ Id: string }>("/containers/create", { query, body })).Id;
}

async function obtainImage(context: Context, { image, platform }: ProcessInputs & RunningInputs): Promise<void> {
  if (!(await imageNamed(context.engine, image))) await pull(context, image, platform);
}

/** Gets the image while the container that is to be replaced still runs. */
export async function prepareContainer(context: Context, inputs: Values): Promise<void> {
  await obtainImage(context, inputs as unknown as ProcessInputs & RunningInputs).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`nothing was removed, because "${String(inputs.name)}" could not be made anew: ${why}`);
  });
}

/** Files are as old as they were in the container before, where their content is the same. */
export async function upload({ engine }: Context, id: string, inputs: Values, kept: Remembered = {}): Promise<void> {
  const uploads = uploadsIn(inputs);
  if (uploads.length === 0) return;
  const raw = await archive(uploads, (kept.__uploads ?? {}) as unknown as MadeUploads);
  await engine.put(`/containers/${id}/archive`, { query: { path: "/" }, raw });
}

export async function removeContainer(context: Context, { inspect }: LiveContainer, inputs: Values): Promise<void> {
  const { engine } = context;
  noteMacs(context, inspect);
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
