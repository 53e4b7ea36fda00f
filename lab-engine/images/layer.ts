// A layer of an image as a tar archive that is the same whenever it is made of the same.
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, readFileSync, statSync } from "node:fs";
import { posix } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Header, pack } from "tar-stream";
import type { Taken } from "./closure.ts";

/** What a layer adds to an image, by path. */
export interface LayerContent {
  taken: ReadonlyMap<string, Taken>;
  files: Readonly<Record<string, string>>;
  folders: readonly string[];
  links: Readonly<Record<string, string>>;
}

type Entry = Pick<Header, "name" | "mode"> & Partial<Pick<Header, "type" | "linkname">> & { content?: Buffer };

/**
 * Writes the archive: sorted, owned by root, every time of change that of the newest file, which the versions of the
 * packages decide.
 *
 * @returns when the newest file was made
 */
export async function writeLayer(content: LayerContent, file: string): Promise<Date> {
  const sources = [...content.taken.values()].flatMap((taken) => ("source" in taken ? [taken.source] : []));
  const mtime = new Date(Math.max(0, ...sources.map((source) => Math.floor(statSync(source).mtimeMs / 1000) * 1000)));
  const archive = pack();
  const written = pipeline(archive, createWriteStream(file));
  for (const { content: bytes, ...header } of entries(content)) {
    archive.entry({ ...header, mtime, uid: 0, gid: 0 }, bytes ?? Buffer.alloc(0));
  }
  archive.finalize();
  await written;
  return mtime;
}

/** The digest that names a layer in an image's configuration. */
export async function digest(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return `sha256:${hash.digest("hex")}`;
}

function entries({ taken, files, folders, links }: LayerContent): Entry[] {
  const all = new Map<string, Entry>();
  const add = (path: string, entry: Omit<Entry, "name">) => {
    for (let up = posix.dirname(path); up !== "/"; up = posix.dirname(up)) all.set(up, folder(up));
    all.set(path, { name: path.slice(1), ...entry });
  };
  for (const path of folders) add(path, folder(path));
  for (const [path, linkname] of Object.entries(links)) add(path, { type: "symlink", linkname, mode: 0o777 });
  for (const [path, text] of Object.entries(files)) add(path, { mode: 0o644, content: Buffer.from(text) });
  for (const [path, what] of taken) {
    if ("target" in what) add(path, { type: "symlink", linkname: what.target, mode: 0o777 });
    else add(path, { mode: executable(what.source) ? 0o755 : 0o644, content: readFileSync(what.source) });
  }
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function folder(path: string): Entry {
  return { name: `${path.slice(1)}/`, type: "directory", mode: path === "/tmp" ? 0o1777 : 0o755 };
}

function executable(file: string): boolean {
  return (statSync(file).mode & 0o111) !== 0;
}
