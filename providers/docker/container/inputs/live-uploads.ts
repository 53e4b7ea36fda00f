import { readFile } from "node:fs/promises";
import tar from "tar-stream";
import type { Engine } from "../../../../engine/client.ts";
import { hasUnknown, type Values } from "../../values.ts";
import { digestOf, uploadsIn } from "./uploads.ts";

/** A file as a container has it now. */
export interface LiveFile {
  size: number;
  /** The twelve bits of its mode. */
  mode: number;
  /** Seconds since 1970. */
  mtime: number;
  /** Not given for a large one: it is told by its size and time. */
  content?: Buffer;
  uid?: number;
  gid?: number;
}

export interface Content {
  digest: string;
  size: number;
}

/** Files that uploads mean, as the container and as this machine have them now; undefined for one that is not there. */
export interface LiveUploads {
  files: Readonly<Record<string, LiveFile | undefined>>;
  /** What sources hold. */
  sources: Readonly<Record<string, Content | undefined>>;
}

/** Files above this are not fetched. */
const MOST_BYTES = 1024 * 1024;

/** Looks at every file that one of these declarations puts into the container. */
export async function liveUploads(engine: Engine, id: string, declared: readonly Values[]): Promise<LiveUploads> {
  const uploads = declared.filter((one) => !hasUnknown(one.uploads)).flatMap(uploadsIn);
  const files = new Set(uploads.map(({ file }) => file));
  const sources = new Set(uploads.flatMap(({ source }) => source ?? []));
  const found = [...files].map(async (file) => [file, await look(engine, id, file)] as const);
  const read = [...sources].map(async (source) => [source, await contentOfSource(source)] as const);
  return {
    files: Object.fromEntries(await Promise.all(found)),
    sources: Object.fromEntries(await Promise.all(read)),
  };
}

async function contentOfSource(source: string): Promise<Content | undefined> {
  const content = await readFile(source).catch(() => undefined);
  return content && told(content);
}

export function told(content: Buffer): Content {
  return { digest: digestOf(content), size: content.length };
}

async function look(engine: Engine, id: string, file: string): Promise<LiveFile | undefined> {
  const found = await engine.stat(id, file);
  if (!found) return undefined;
  const known = { size: found.size, mode: bitsOf(found.mode), mtime: Math.floor(Date.parse(found.mtime) / 1000) };
  return found.size > MOST_BYTES ? known : { ...known, ...(await fetched(engine, id, file)) };
}

/** The engine writes a mode as Go does, where three of the bits have other places (io/fs, FileMode). */
function bitsOf(mode: number): number {
  const special = [1 << 23, 1 << 22, 1 << 20].map((bit, i) => (mode & bit ? 0o4000 >> i : 0));
  return special.reduce((bits, bit) => bits | bit, mode & 0o777);
}

async function fetched(engine: Engine, id: string, file: string): Promise<Partial<LiveFile>> {
  const archive = await engine.bytes(`/containers/${id}/archive`, { query: { path: file } });
  const extract = tar.extract();
  extract.end(archive);
  for await (const entry of extract) {
    const pieces: Buffer[] = [];
    for await (const piece of entry) pieces.push(piece as Buffer);
    const { uid, gid } = entry.header;
    return {
      content: Buffer.concat(pieces),
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    };
  }
  return {};
}
