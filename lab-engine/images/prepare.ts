// Brings images into an engine.
import type { Engine } from "../../engine/client.ts";
import { complaintOf } from "../../engine/errors.ts";
import { say, startProgress } from "../../toolchain/progress.mjs";
import { ToolchainError } from "../../toolchain/run.mjs";
import { ARCHITECTURES, archive, BUILD_LABEL } from "./archive.ts";
import { LAB_IMAGES } from "./catalogue.ts";
import { currentBuild, upToDateBuild } from "./current.ts";
import { decideImage, type Present, type Wishes } from "./decide.ts";
import { pullAs, whyUnreachable } from "./registry.ts";

/**
 * Makes sure that the engine has these images under their tags; says what it does.
 *
 * @throws {ToolchainError} where they can be neither pulled nor built, or the engine refuses them
 */
export async function prepareImages(engine: Engine, names: readonly string[], wishes: Wishes): Promise<void> {
  const present = new Map<string, Present>();
  for (const name of names) present.set(name, await look(engine, LAB_IMAGES[name]!.tag));
  if (wishes.missing && [...present.values()].every((image) => image !== undefined)) return;

  const ready = upToDateBuild()?.key;
  const registry = once(async () => {
    const why = await whyUnreachable(engine, LAB_IMAGES[names[0]!]!.official);
    if (why) say(`no registry answers (${why}), so the images come from this machine's packages`);
    return why === undefined;
  });
  const toLoad: string[] = [];
  for (const name of names) {
    const what = await decideImage({ present: present.get(name), ready, registry, ...wishes });
    if (what === "keep" && !wishes.missing) say(`${LAB_IMAGES[name]!.tag} is up to date`);
    if (what === "load" || (what === "pull" && !(await pulled(engine, name)))) toLoad.push(name);
  }
  if (toLoad.length > 0) await load(engine, toLoad);
}

async function look(engine: Engine, tag: string): Promise<Present> {
  const path = `/images/${encodeURIComponent(tag)}/json`;
  const image = await engine.find<{ Config?: { Labels?: Record<string, string> | null } | null }>(path);
  const build = image?.Config?.Labels?.[BUILD_LABEL];
  return image && (build === undefined ? {} : { build });
}

/** A registry may answer and still refuse: its limits, a login. Then the packages serve. */
async function pulled(engine: Engine, name: string): Promise<boolean> {
  const { official, tag } = LAB_IMAGES[name]!;
  try {
    await pullAs(engine, official, tag);
    return true;
  } catch (error) {
    say(
      `${official} cannot be pulled (${error instanceof Error ? error.message : error}): built from packages instead`,
    );
    return false;
  }
}

async function load(engine: Engine, names: readonly string[]): Promise<void> {
  const { Arch } = await engine.get<{ Arch: string }>("/version");
  if (Arch !== ARCHITECTURES[process.arch])
    throw new ToolchainError(
      `the engine at ${engine.endpoint.host} runs ${Arch} images, and this machine's packages are for ${process.arch}: give it a registry (HTTPS_PROXY or registry-mirrors of its dockerd), or run this on a machine like it`,
    );
  const build = await currentBuild();
  const tags = names.map((name) => LAB_IMAGES[name]!.tag).join(", ");
  const progress = startProgress(`loading ${tags} into the engine at ${engine.endpoint.host}`);
  let ok = false;
  try {
    const raw = archive(build, names);
    const call = { raw, query: { quiet: true }, headers: { "content-type": "application/x-tar" } };
    for await (const line of engine.lines("/images/load", call)) {
      const complaint = complaintOf(line);
      if (complaint !== undefined) throw new ToolchainError(`the engine refuses the images: ${complaint}`);
    }
    ok = true;
  } finally {
    progress.end(ok);
  }
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}
