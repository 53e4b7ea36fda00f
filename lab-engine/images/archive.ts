// Images as `docker save` writes and `docker load` reads them: layers, a configuration for each image, a manifest.
import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Pack, pack } from "tar-stream";
import { buildFolder, layerFile } from "./cache.ts";
import { LAB_IMAGES } from "./catalogue.ts";
import type { Build } from "./record.ts";

/** The label that says which build an image comes from. */
export const BUILD_LABEL = "bridgework.image";

/** Architectures, as images call them, by what Node calls them. */
export const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/** The archive of some images of a build, as a stream; the same whenever the build is the same. */
export function archive(build: Build, names: readonly string[]): Readable {
  const stream = pack();
  // An error of the writer reaches the reader, who is the one to report it.
  write(stream, build, names).catch((error: Error) => stream.destroy(error));
  return Readable.from(stream, { objectMode: false });
}

async function write(stream: Pack, build: Build, names: readonly string[]): Promise<void> {
  for (const name of ["tools", ...names]) {
    const file = layerFile(buildFolder(build.key), name);
    const entry = stream.entry({ name: `${name}.tar`, size: statSync(file).size, mtime: new Date(0) });
    await pipeline(createReadStream(file), entry);
  }
  const configurations = names.map((name) => JSON.stringify(configuration(build, name)));
  for (const text of configurations) stream.entry({ name: configurationName(text), mtime: new Date(0) }, text);
  const manifest = names.map((name, i) => ({
    Config: configurationName(configurations[i]!),
    RepoTags: [LAB_IMAGES[name]!.tag],
    Layers: ["tools.tar", `${name}.tar`],
  }));
  stream.entry({ name: "manifest.json", mtime: new Date(0) }, JSON.stringify(manifest));
  stream.finalize();
}

function configurationName(text: string): string {
  return `${createHash("sha256").update(text).digest("hex")}.json`;
}

/** The image's configuration (OCI image-spec, config.md), whose digest is the image's id. */
function configuration({ key, packages, layers }: Build, name: string) {
  const { command, port, stop } = LAB_IMAGES[name]!;
  const used = ["tools", name].map((layer) => layers[layer]!);
  return {
    architecture: ARCHITECTURES[process.arch],
    os: "linux",
    created: layers[name]!.created,
    config: {
      Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
      Cmd: command,
      WorkingDir: "/",
      ExposedPorts: { [port]: {} },
      StopSignal: stop,
      Labels: { [BUILD_LABEL]: key, "bridgework.packages": packages.join(" ") },
    },
    rootfs: { type: "layers", diff_ids: used.map(({ digest }) => digest) },
    history: ["tools", name].map((layer, i) => ({
      created: used[i]!.created,
      created_by: `bridgework images: ${layer}`,
    })),
  };
}
