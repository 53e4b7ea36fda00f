import { imageNamed, withTag } from "../../../engine/lookup.ts";
import type { ImageInspect } from "../../../engine/types.ts";
import type { Difference } from "../difference.ts";
import type { Context, Resource } from "../resource.ts";
import { flag, text, textMap, texts } from "../shape.ts";
import { sorted, type Values } from "../values.ts";
import { digestOf, isFor, platformOf } from "./digest.ts";
import { pull } from "./pull.ts";
import { isRemade, namesIn } from "./remade.ts";
import { buildRemote, plainBuild, type RemoteBuild, remoteBuildFaults, remoteBuildShape } from "./remote-build.ts";

/**
 * `docker.RemoteImage`: the image that the engine has under a name; pulled, or built, where it has none. One that was
 * there before is used as it is and stays when the resource goes.
 */
export const remoteImage: Resource<ImageInspect> = {
  type: "docker:index/remoteImage:RemoteImage",
  properties: {
    name: { shape: text, live: ({ RepoTags }, { before }) => before.name ?? RepoTags?.[0], change: "replace" },
    platform: { shape: text, remembered: true, change: "replace" },
    triggers: { shape: textMap, remembered: true, change: "replace" },
    build: { shape: remoteBuildShape, remembered: true, canonical: plainBuild, change: "replace" },
    pullTriggers: { shape: texts, remembered: true, canonical: sorted, change: "update" },
    forceRemove: { shape: flag, remembered: true, change: "update" },
    keepLocally: { shape: flag, remembered: true, change: "update" },
  },
  required: ["name"],
  computed: { imageId: text, repoDigest: text },
  named: false,
  idHolds: ["name"],

  verify: ({ build }) => remoteBuildFaults(build),

  observe: (context, _id, { inputs, before }) => imageNamed(context.engine, String(before.name ?? inputs.name)),
  lookup: ({ engine }, name) => imageNamed(engine, name),
  idOf: ({ Id }) => Id,
  ownerOf: () => undefined,
  outputs: (live, inputs) => ({
    ...inputs,
    imageId: live.Id,
    repoDigest: digestOf(live, String(inputs.name)) ?? "",
  }),

  /** Whatever asks for a new image but another name wants it from its registry again. */
  async beforeReplacing({ session, urn }, _live, differences) {
    if (!differences.some(({ path }) => path === "name")) session.renewing.add(urn);
  },
  async create(context, inputs) {
    const present = await imageNamed(context.engine, String(inputs.name));
    if (present && serves(present, context, inputs)) {
      return { id: idFor(present, inputs), remember: { __present: true } };
    }
    await obtain(context, inputs);
    const made = await imageNamed(context.engine, String(inputs.name));
    if (!made) throw new Error(`the engine has no image "${String(inputs.name)}" although it said so`);
    const wrong = otherPlatform(made, inputs);
    if (!wrong) return { id: idFor(made, inputs) };
    if (!present) await context.engine.remove(`/images/${encodeURIComponent(withTag(String(inputs.name)))}`);
    throw new Error(wrong);
  },
  async prepare(context, inputs) {
    const { name, platform, build: built } = inputs;
    // What is under this name already goes with the old resource, and a build takes its tags from it.
    if (built || (await imageNamed(context.engine, String(name)))) return;
    await pull(context, String(name), platform as string | undefined);
  },
  async change(context, _live, { inputs }, differences) {
    if (isPulledAgain(differences)) await obtain(context, inputs);
  },
  async remove({ engine }, _live, inputs, outputs) {
    if (inputs.keepLocally === true || outputs.__present === true) return;
    const tags = (inputs.build as RemoteBuild | undefined)?.tags ?? [];
    for (const name of [...tags, String(inputs.name)]) {
      await engine.remove(`/images/${encodeURIComponent(withTag(name))}`, {
        query: { force: inputs.forceRemove === true },
      });
    }
  },
  unsettled: (differences) => (isPulledAgain(differences) ? ["imageId", "repoDigest"] : []),
  outdated({ Id }, { name }, { imageId = Id }, session) {
    return imageId !== Id || isRemade({ session }, name) ? ["imageId", "repoDigest"] : [];
  },
  async remakes(context, inputs, differences) {
    const { name, build: declared } = inputs;
    const names = namesIn([name, (declared as RemoteBuild | undefined)?.tags].flat());
    if (differences) return isPulledAgain(differences) ? names : [];
    const present = await imageNamed(context.engine, String(name));
    return present && serves(present, context, inputs) ? [] : names;
  },
};

function isPulledAgain(differences: readonly Difference[]): boolean {
  return differences.some(({ path }) => path.startsWith("pullTriggers"));
}

/** An image that is there is used as it is, unless it is to be another one. */
function serves(present: ImageInspect, { session, urn }: Context, { platform }: Values): boolean {
  return (platform === undefined || isFor(present, String(platform))) && !session.renewing.has(urn);
}

/** The official provider's form: the image's id and its name in one. */
function idFor({ Id }: ImageInspect, inputs: Values): string {
  return `${Id}${String(inputs.name)}`;
}

/** Engines before 23 pull what there is, for whatever platform that may be. */
function otherPlatform(made: ImageInspect, { name, platform }: Values): string | undefined {
  if (typeof platform !== "string" || isFor(made, platform)) return undefined;
  return `${String(name)} is there for ${platformOf(made)}, not for ${platform}; declare that platform, or another image`;
}

async function obtain(context: Context, { name, build: declared, platform }: Values): Promise<void> {
  if (declared) await buildRemote(context, String(name), declared as RemoteBuild);
  else await pull(context, String(name), platform as string | undefined);
}
