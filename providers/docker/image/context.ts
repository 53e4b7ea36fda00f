import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import dockerignore from "@balena/dockerignore";
import tarFs from "tar-fs";
import type { Source } from "./source.ts";

/** Equal files make equal archives, whoever packs them and when. */
const PLAIN = { uid: 0, gid: 0, uname: "", gname: "", mtime: new Date(0) };

/** Files of a build context: all but what its ignore file leaves out. The Dockerfile always goes along. */
export function packContext(source: Source): Readable {
  const added = brought(source);
  return tarFs.pack(source.directory, {
    entries: keptPaths(source).filter((path) => !(path in added)),
    // What is kept is listed: nothing more is to be found below a folder.
    ignore: () => true,
    map: (header) => ({ ...header, ...PLAIN }),
    finalize: false,
    finish(pack) {
      for (const [name, text] of Object.entries(added)) pack.entry({ name, mode: 0o644, ...PLAIN }, text);
      pack.finalize();
    },
  }) as unknown as Readable;
}

/** A Dockerfile from outside, with the line by which the builder keeps it out of the image, as the docker command does. */
function brought({ directory, dockerfile, outside }: Source): Record<string, string> {
  if (outside === undefined) return {};
  const own = join(directory, IGNORE);
  const patterns = existsSync(own) ? readFileSync(own, "utf8") : IGNORE;
  return { [dockerfile]: readFileSync(outside, "utf8"), [IGNORE]: `${patterns}\n${dockerfile}\n` };
}

const IGNORE = ".dockerignore";

/** Paths in the context that are sent, folders before what is in them. A folder left out may hold what is not. */
export function keptPaths(source: Source): string[] {
  const { directory, dockerfile } = source;
  const patterns = ignorePatterns(source);
  const rules = dockerignore.default({ ignorecase: false }).add(patterns);
  const exceptions = patterns.split("\n").some((line) => line.trim().startsWith("!"));
  const walk = (folder: string): string[] =>
    readdirSync(join(directory, folder), { withFileTypes: true })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
        const sent = path === dockerfile || !rules.ignores(path);
        const deeper = entry.isDirectory() && (sent || exceptions || dockerfile.startsWith(`${path}/`));
        return [...(sent ? [path] : []), ...(deeper ? walk(path) : [])];
      });
  return walk("");
}

/** `NAME.dockerignore` beside the Dockerfile goes before the context's `.dockerignore`, as with the docker command. */
function ignorePatterns({ directory, dockerfile, outside }: Source): string {
  const files = [`${outside ?? join(directory, dockerfile)}.dockerignore`, join(directory, IGNORE)];
  const file = files.find((one) => existsSync(one));
  return file === undefined ? "" : readFileSync(file, "utf8");
}

/** A digest of everything that decides what a build makes: the context, the Dockerfile and the arguments. */
export async function digestContext(source: Source, settings: unknown): Promise<string> {
  const hash = createHash("sha256");
  hash.update(JSON.stringify(settings) ?? "");
  for await (const piece of packContext(source)) hash.update(piece as Buffer);
  return `sha256:${hash.digest("hex")}`;
}
