import type { types } from "@pulumi/docker";
import { imageNamed } from "../../../engine/lookup.ts";
import type { ImageInspect } from "../../../engine/types.ts";
import type { Fault } from "../../../validation/fault.ts";
import type { Difference } from "../difference.ts";
import type { Declared } from "../property.ts";
import { registryOf, sameRegistry } from "../registries.ts";
import type { Context, Resource } from "../resource.ts";
import { choice, digestText, flag, record, refused, secretText, text, textMap, texts } from "../shape.ts";
import { hasUnknown, rootOf, UNKNOWN, type Values } from "../values.ts";
import { BUILD_LABEL, build } from "./build.ts";
import { digestContext } from "./context.ts";
import { digestOf } from "./digest.ts";
import { push } from "./push.ts";
import { namesIn } from "./remade.ts";
import { locate, pathOf, sourceFaults } from "./source.ts";

type DockerBuild = Partial<types.output.RemoteImageBuild> & {
  addHosts?: string[];
  args?: Record<string, string>;
  builderVersion?: string;
  cacheFrom?: { images?: string[] };
  network?: string;
  contextDigest?: string;
};

/**
 * `docker.Image`: built by the engine from a context on this machine, and pushed unless `skipPush`. A label holds the
 * digest of what it was built from, so a changed file and a tag that somebody moved both show. As with the official
 * provider its tags stay on destroy.
 */
export const image: Resource<ImageInspect> = {
  type: "docker:index/image:Image",
  properties: {
    imageName: {
      shape: text,
      live: ({ RepoTags }, { before }) => before.imageName ?? RepoTags?.[0],
      change: "replace",
    },
    build: {
      shape: record({
        context: text,
        dockerfile: text,
        args: textMap,
        target: text,
        platform: text,
        network: text,
        addHosts: texts,
        cacheFrom: record({ images: texts }),
        builderVersion: choice("BuilderV1", "BuilderBuildKit"),
        contextDigest: digestText,
      }),
      live: builtFrom,
      change: "update",
    },
    registry: {
      shape: record({ server: text, username: text, password: secretText }),
      remembered: true,
      change: "update",
    },
    skipPush: { shape: flag, remembered: true, change: "update" },
    buildOnPreview: {
      shape: refused("a preview changes nothing on the host", flag),
      remembered: true,
      change: "update",
    },
  },
  required: ["imageName"],
  computed: {
    baseImageName: text,
    context: text,
    dockerfile: text,
    platform: text,
    registryServer: text,
    repoDigest: text,
  },
  named: false,

  verify({ build: declared, imageName, registry }) {
    const { context, dockerfile } = (hasUnknown(declared) ? {} : (declared ?? {})) as DockerBuild;
    return [...(hasUnknown(declared) ? [] : sourceFaults(context, dockerfile)), ...registryFaults(imageName, registry)];
  },
  async complete(inputs) {
    const { contextDigest: _old, ...declared } = (inputs.build ?? {}) as Values;
    const source = locate(declared.context as string, declared.dockerfile as string);
    const contextDigest = hasUnknown(declared) ? UNKNOWN : await digestContext(source, declared);
    return { ...inputs, build: { ...declared, contextDigest } };
  },

  observe: (context, _id, { inputs, before }) =>
    imageNamed(context.engine, String(before.imageName ?? inputs.imageName)),
  lookup: ({ engine }, name) => imageNamed(engine, name),
  idOf: ({ Id }) => Id,
  ownerOf: () => undefined,

  outputs(live, inputs) {
    const { context, dockerfile } = (inputs.build ?? {}) as DockerBuild;
    const source = locate(context, dockerfile);
    const name = String(inputs.imageName);
    return {
      ...inputs,
      baseImageName: name,
      context: source.directory,
      dockerfile: pathOf(source),
      platform: `${live.Os}/${live.Architecture}`,
      registryServer: registryOf(name),
      repoDigest: (inputs.skipPush === true ? undefined : digestOf(live, name)) ?? live.Id,
    };
  },

  async create(context, inputs) {
    return { id: await make(context, inputs) };
  },
  async change(context, _live, { inputs }, differences) {
    if (isOf("build", differences)) await make(context, inputs);
    else await publish(context, inputs);
  },
  async remove() {
    // The official provider leaves tags as well: other stacks and containers may use them.
  },
  unsettled: (differences) => (isOf("build", differences) || isOf("skipPush", differences) ? ["repoDigest"] : []),
  remakes: (_context, { imageName }, differences) =>
    differences === undefined || isOf("build", differences) ? namesIn([imageName]) : [],
};

function isOf(input: string, differences: readonly Difference[]): boolean {
  return differences.some(({ path }) => rootOf(path) === input);
}

/**
 * What the image was built from. The engine has its digest alone: where that is not the declared one, the last
 * declaration tells which of it is another now.
 */
function builtFrom({ Config }: ImageInspect, { inputs, before }: Declared): Values {
  const contextDigest = Config?.Labels?.[BUILD_LABEL] ?? "not built by this stack";
  const declared = (inputs.build ?? {}) as Values;
  return contextDigest === declared.contextDigest ? declared : { ...(before.build as Values), contextDigest };
}

/** A push goes to the registry that the name says, and a login belongs to one registry only. */
function registryFaults(imageName: Values[string] | undefined, registry: Values[string] | undefined): Fault[] {
  if (hasUnknown(imageName) || hasUnknown(registry) || typeof imageName !== "string") return [];
  const { server } = (registry ?? {}) as { server?: string };
  if (!server || sameRegistry(server, registryOf(imageName))) return [];
  const rule = `is not the registry of imageName "${imageName}", which is ${registryOf(imageName)}`;
  const fix = `write the registry into imageName: "${server}/..."`;
  return [{ path: ["registry", "server"], value: server, rule, fix }];
}

async function make(context: Context, inputs: Values): Promise<string> {
  const declared = (inputs.build ?? {}) as DockerBuild;
  const name = String(inputs.imageName);
  const id = await build(context, {
    source: locate(declared.context, declared.dockerfile),
    tags: [name],
    parameters: {
      buildargs: declared.args,
      target: declared.target,
      platform: declared.platform,
      networkmode: declared.network,
      cachefrom: declared.cacheFrom?.images,
      labels: { [BUILD_LABEL]: declared.contextDigest },
      version: declared.builderVersion === "BuilderBuildKit" ? "2" : "1",
    },
    repeated: { extrahosts: declared.addHosts },
    headers: await context.session.registries.buildHeader((text) => context.log("warning", text)),
  });
  await publish(context, inputs);
  return id;
}

async function publish(context: Context, inputs: Values): Promise<void> {
  if (inputs.skipPush === true) return;
  await push(context, String(inputs.imageName), loginOf(inputs), "Set skipPush: true to keep the image local");
}

function loginOf({ registry }: Values) {
  const { server, ...login } = (registry ?? {}) as Record<string, string>;
  return { ...login, ...(server ? { serveraddress: server } : {}) };
}
