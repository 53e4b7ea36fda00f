import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { types } from "@pulumi/docker";
import tar from "tar-stream";
import type { Engine } from "../../../../engine/client.ts";
import { hasUnknown } from "../../values.ts";

export type Upload = Partial<types.output.ContainerUpload> & { file: string };

/** The files that go into a container before it starts, as the archive that the engine unpacks at its root. */
export async function archive(uploads: readonly Upload[]): Promise<Buffer> {
  const pack = tar.pack();
  for (const upload of uploads) {
    const mode = modeOf(upload);
    const owner = { ...idOrName("uid", "uname", upload.owner), ...idOrName("gid", "gname", upload.group) };
    pack.entry({ name: upload.file.replace(/^\/+/, ""), mode, mtime: new Date(0), ...owner }, await contentOf(upload));
  }
  pack.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of pack) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** A digest of uploads as they are declared, which tells a changed one from a file changed by hand; that of none too. */
export function uploadsDigest(uploads: unknown): string {
  const declared = ((uploads ?? []) as Upload[]).map((upload) => Object.entries(upload).sort());
  return createHash("sha256").update(JSON.stringify(declared)).digest("hex");
}

/** Files above this are compared by their size and mode alone. */
const MOST_BYTES = 1024 * 1024;

export async function liveUploads(engine: Engine, id: string, declared: unknown) {
  const uploads = hasUnknown(declared) ? [] : ((declared ?? []) as Upload[]);
  const found = uploads.map(async (upload) => [upload.file, (await uploaded(engine, id, upload)) ?? null] as const);
  return Object.fromEntries(await Promise.all(found));
}

/**
 * A declared file as the container has it now: the same upload where nothing differs, its live content or mode where
 * they do, undefined where it is gone. A file is fetched only when its size leaves the question open, or to be shown.
 */
async function uploaded(engine: Engine, id: string, upload: Upload): Promise<Upload | undefined> {
  const wanted = await contentOf(upload).catch(() => undefined);
  const found = await engine.stat(id, upload.file);
  if (!found) return undefined;
  const permissions = (found.mode & 0o777) === (modeOf(upload) & 0o777) ? {} : { permissions: octal(found.mode) };
  if (!wanted || (found.size === wanted.length && found.size > MOST_BYTES)) return { ...upload, ...permissions };
  const live = found.size > MOST_BYTES ? undefined : await fetched(engine, id, upload.file);
  if (live?.equals(wanted)) return { ...upload, ...permissions };
  return { ...upload, ...permissions, ...shown(upload, live, found.size) };
}

/** Changed content under the name of the input that declares it; that of a `source` is told by its digest. */
function shown({ source, contentBase64 }: Upload, live: Buffer | undefined, size: number): Partial<Upload> {
  if (source)
    return { sourceHash: live ? `sha256:${createHash("sha256").update(live).digest("hex")}` : `${size} bytes` };
  if (contentBase64 !== undefined) return { contentBase64: live?.toString("base64") ?? `${size} bytes` };
  return { content: live?.toString("utf8") ?? `${size} bytes` };
}

async function fetched(engine: Engine, id: string, file: string): Promise<Buffer | undefined> {
  const archive = await engine.bytes(`/containers/${id}/archive`, { query: { path: file } });
  const extract = tar.extract();
  extract.end(archive);
  for await (const entry of extract) {
    const pieces: Buffer[] = [];
    for await (const piece of entry) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  }
  return undefined;
}

function modeOf({ permissions, executable }: Upload): number {
  return permissions ? Number.parseInt(permissions, 8) : executable ? 0o744 : 0o644;
}

function octal(mode: number): string {
  return `0${(mode & 0o777).toString(8)}`;
}

async function contentOf({ content, contentBase64, source }: Upload): Promise<Buffer> {
  if (source) return await readFile(source);
  return contentBase64 === undefined ? Buffer.from(content ?? "") : Buffer.from(contentBase64, "base64");
}

function idOrName(id: "uid" | "gid", name: "uname" | "gname", value: string | undefined) {
  if (!value) return {};
  return /^[0-9]+$/.test(value) ? { [id]: Number(value) } : { [name]: value };
}
