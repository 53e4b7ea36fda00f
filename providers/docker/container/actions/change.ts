import { networkPath } from "../../../../engine/lookup.ts";
import type { NetworkInspect } from "../../../../engine/types.ts";
import { type Difference, differences } from "../../difference.ts";
import { noteMacs } from "../../kernel/announce.ts";
import { attachedTo, carriers } from "../../kernel/gateway.ts";
import { setLinks } from "../../kernel/set-links.ts";
import type { Declared } from "../../property.ts";
import type { Context } from "../../resource.ts";
import { rootOf, type Values } from "../../values.ts";
import { beforeLettingGo, whenFree } from "../../wait-until-free.ts";
import {
  type Attachment,
  declaredAttachments,
  endpointConfig,
  namedAs,
  networksOf,
  rewiring,
  sameAgain,
} from "../inputs/attachment.ts";
import { changeableLimits, limitProperties } from "../inputs/limits.ts";
import { networkingProperties } from "../inputs/networking.ts";
import { isKeptRunning, type RunningInputs, restartPolicy } from "../inputs/running.ts";
import { rejoins, waitForOwners } from "../inputs/sharing.ts";
import { readContainer } from "../inspect.ts";
import type { LiveContainer } from "../live-container.ts";
import { detach } from "./connect.ts";
import { upload } from "./create.ts";
import { holders } from "./holders.ts";
import { restartContainer, settleNeighbours, startContainer } from "./start.ts";

/**
 * Changes a container without restarting it: its name, limits, restart policy and networks; starts it if it must run.
 * Only one whose shared namespace has gone is restarted, because the engine has no other way into the new one.
 */
export async function changeContainer(
  context: Context,
  live: LiveContainer,
  declared: Declared,
  differences: readonly Difference[],
): Promise<void> {
  const { engine } = context;
  const path = `/containers/${live.inspect.Id}`;
  const roots = new Set(differences.map((one) => rootOf(one.path)));
  if (roots.has("name")) await engine.post(`${path}/rename`, { query: { name: String(declared.inputs.name) } });
  if ([...roots].some((root) => root in limitProperties || root === "restart" || root === "maxRetryCount")) {
    const body = { ...changeableLimits(declared.inputs), ...restartPolicy(declared.inputs as RunningInputs) };
    await engine.post(`${path}/update`, { body });
  }
  noteMacs(context, live.inspect);
  const rewired = roots.has("networksAdvanced") || roots.has("networkMode");
  if (rewired) await setLinks(live.inspect, live.damage);
  if (rewired) await rewire(context, live, declared);
  if (roots.has("ports")) await republish(context, live, declared.inputs);
  if (roots.has("uploads")) await upload(context, live.inspect.Id, declared.inputs, declared.kept);
  const inputs = declared.inputs as RunningInputs;
  if (differences.some(({ want, have }) => rejoins(want, have))) await rejoin(context, live, inputs);
  else if (roots.has("mustRun") && isKeptRunning(declared.inputs)) await revive(context, live, declared.inputs);
  if (["networksAdvanced", "networkMode", "ports", "mustRun"].some((root) => roots.has(root)))
    await settleNeighbours(context, live.inspect.Id);
}

async function revive(context: Context, live: LiveContainer, inputs: Values): Promise<void> {
  if (live.inspect.State.Paused) return await unpause(context, live);
  await waitForOwners(context, live);
  const start = () => startContainer(context, live.inspect.Id, inputs as RunningInputs);
  await whenFree(context, () => holders(context, inputs), start);
}

async function rejoin(context: Context, live: LiveContainer, inputs: RunningInputs): Promise<void> {
  await waitForOwners(context, live);
  if (live.inspect.State.Paused) await unpause(context, live);
  await restartContainer(context, live.inspect, inputs);
}

async function unpause({ engine }: Context, { inspect }: LiveContainer): Promise<void> {
  await engine.post(`/containers/${inspect.Id}/unpause`);
}

/** Takes networks off first: an address that moves within a network must be free before it is taken again. */
async function rewire(context: Context, live: LiveContainer, declared: Declared): Promise<void> {
  const { disconnect, connect } = rewiring(live, declared);
  const before = networksOf(live);
  // A container that does not run has no address: it takes one when it starts.
  if (live.inspect.State.Running) await beforeLettingGo(context, () => holders(context, declared.inputs));
  for (const name of disconnect) await detach(context.engine, name, live.inspect.Id);
  try {
    for (const one of connect) await attach(context, live, one, declared.inputs);
  } catch (error) {
    const undone = await putBack(
      context,
      live,
      disconnect.filter((name) => before[name]),
    );
    throw new Error(`${error instanceof Error ? error.message : error} (${undone})`);
  }
}

/**
 * The engine publishes the ports anew when the network that carries them comes back. Where others stand in their way it
 * would for nothing.
 */
async function republish(context: Context, live: LiveContainer, inputs: Values): Promise<void> {
  const damage = Object.values(live.damage?.ports ?? {}).flat();
  if (damage.length > 0 && damage.every(({ next }) => next !== undefined)) return;
  const declared = declaredAttachments(namedAs(live, { inputs, before: {} }).inputs);
  const tried = new Set<string>();
  for (;;) {
    const now = await unpublished(context, live, inputs);
    const carrier = now?.find((name) => !tried.has(name));
    const one = declared.find(({ name }) => name === carrier);
    if (!one) return;
    tried.add(one.name);
    await detach(context.engine, one.name, live.inspect.Id);
    await attach(context, live, one, inputs);
  }
}

/** The networks that may carry the ports, as long as these are not as declared. */
async function unpublished(
  context: Context,
  { inspect }: LiveContainer,
  inputs: Values,
): Promise<string[] | undefined> {
  context.session.changed();
  const now = await readContainer(context, inspect.Id, inputs);
  const { ports } = networkingProperties;
  if (!now || !ports || differences({ ports }, now, { inputs, before: inputs }).length === 0) return undefined;
  const networks = await context.engine.get<NetworkInspect[]>("/networks");
  return carriers(attachedTo(now.inspect.NetworkSettings.Networks, networks));
}

async function attach(context: Context, live: LiveContainer, one: Attachment, inputs: Values): Promise<void> {
  const path = await networkPath(context.engine, one.name);
  const body = { Container: live.inspect.Id, EndpointConfig: endpointConfig(one, live.api) };
  const connect = () => context.engine.post(`${path}/connect`, { body });
  await whenFree(context, () => holders(context, inputs), connect);
}

async function putBack({ engine }: Context, live: LiveContainer, names: readonly string[]): Promise<string> {
  const failed: string[] = [];
  for (const name of names) {
    const body = {
      Container: live.inspect.Id,
      EndpointConfig: sameAgain(networksOf(live)[name] ?? {}, live.inspect.Id),
    };
    const connected = networkPath(engine, name).then((path) => engine.post(`${path}/connect`, { body }));
    await connected.catch(() => failed.push(name));
  }
  return failed.length > 0
    ? `still detached from ${failed.join(", ")}; run up again once the cause is mended`
    : "its networks are as they were before";
}
