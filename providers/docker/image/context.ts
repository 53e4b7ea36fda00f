import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import dockerignore from "@balena/dockerignore";
import tarFs from "tar-fs";

/** Files of a build context: all but what .dockerignore leaves out. The Dockerfile always goes along. */
export function packContext(directory: string, dockerfile: string): Readable {
  const file = join(directory, ".dockerignore");
  const rules = dockerignore.default({ ignorecase: false });
  if (existsSync(file)) rules.add(readFileSync(file, "utf8"));
  return tarFs.pack(directory, {
    ignore: (path) => {
      const name = path.slice(directory.length).replace(/^\/+/, "");
      return name !== "" && name !== dockerfile && rules.ignores(name);
    },
    map: (header) => ({ ...header, uid: 0, gid: 0, uname: "", gname: "", mtime: new Date(0) }),
  }) as unknown as Readable;
}

/** A digest of everything that decides what a build makes: the context, the Dockerfile and the arguments. */
export async function digestContext(directory: string, dockerfile: string, settings: unknown): Promise<string> {
  const hash = createHash("sha256");
  const outside = dockerfile.startsWith("/");
  if (outside) hash.update(await readFile(dockerfile));
  hash.update(JSON.stringify(settings) ?? "");
  for await (const piece of packContext(directory, dockerfile)) hash.update(piece as Buffer);
  return `sha256:${hash.digest("hex")}`;
}
