// From packages to layers in the cache.
import { createHash } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { intoPlace } from "../../toolchain/install.mjs";
import { startProgress } from "../../toolchain/progress.mjs";
import { forgetOthers, unpack } from "./apt.ts";
import { buildFolder, forgetOtherBuilds, layerFile, recordFile } from "./cache.ts";
import { LAB_IMAGES } from "./catalogue.ts";
import { Closure } from "./closure.ts";
import { digest, type LayerContent, writeLayer } from "./layer.ts";
import type { Build } from "./record.ts";
import { TOOLS } from "./tools.ts";

/** Raised when a build makes something else of the same packages, so that older ones are not taken for it. */
const RECIPE = 1;

/** Every package that the images are built of, without what these need in turn. */
export const PACKAGES = [...TOOLS.packages, ...Object.values(LAB_IMAGES).flatMap(({ packages }) => packages)];

/** What the images are made by, as the catalogue is: builds of another recipe do not serve. */
export const recipe = hash(JSON.stringify([RECIPE, TOOLS, LAB_IMAGES])).slice(0, 8);

/** The name of what is built from these package files. */
export function buildKey(files: readonly string[]): string {
  return `${recipe}-${hash(files.join("\n")).slice(0, 12)}`;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Builds every image at once, from files that are downloaded: they share their packages, the lowest layer and the one download. */
export async function build(files: readonly string[]): Promise<Build> {
  const key = buildKey(files);
  const names = Object.keys(LAB_IMAGES).join(", ");
  const record: Build = { key, packages: versions(files), layers: {} };
  await intoPlace(buildFolder(key), async (folder) => {
    const progress = startProgress(`building the images ${names} from ${files.length} packages`);
    let ok = false;
    try {
      const root = join(folder, "root");
      await unpack(files, root);
      record.layers = await makeLayers(root, folder);
      writeFileSync(recordFile(folder), JSON.stringify(record));
      rmSync(root, { recursive: true });
      ok = true;
    } finally {
      progress.end(ok);
    }
  });
  forgetOtherBuilds(key);
  forgetOthers(files);
  return record;
}

async function makeLayers(root: string, folder: string): Promise<Build["layers"]> {
  const layers: Build["layers"] = {};
  const write = async (name: string, content: LayerContent) => {
    const created = await writeLayer(content, layerFile(folder, name));
    layers[name] = { digest: await digest(layerFile(folder, name)), created: created.toISOString() };
  };
  const tools = toolsLayer(root);
  await write("tools", tools);
  for (const [name, { programs, data, ...rest }] of Object.entries(LAB_IMAGES)) {
    const { taken } = closure(root, programs, data);
    for (const path of tools.taken.keys()) taken.delete(path);
    await write(name, { ...rest, taken });
  }
  return layers;
}

function toolsLayer(root: string): LayerContent {
  const closed = closure(root, TOOLS.programs, TOOLS.data);
  const { taken } = closed;
  const links: Record<string, string> = { ...TOOLS.links };
  // An applet of busybox stands in for every program that nobody asked for by name.
  for (const applet of closed.ask("/usr/bin/busybox", ["--list"]).split("\n")) {
    const places = [`/usr/bin/${applet}`, `/usr/sbin/${applet}`];
    if (applet !== "" && !places.some((place) => taken.has(place) || place in links)) links[places[0]!] = "busybox";
  }
  return { ...TOOLS, links, taken };
}

function closure(root: string, programs: readonly string[], data: readonly string[]): Closure {
  const closed = new Closure(root);
  for (const path of programs) closed.program(path);
  for (const path of data) closed.file(path);
  return closed;
}

/** `nginx=1.22.1-9+deb12u3` of the packages that are asked for by name. */
function versions(files: readonly string[]): string[] {
  const pairs = files.map((file) => decodeURIComponent(file).split("_"));
  return pairs.filter(([name = ""]) => PACKAGES.includes(name)).map(([name, version]) => `${name}=${version}`);
}
