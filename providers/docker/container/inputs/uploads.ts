import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import type { types } from "@pulumi/docker";
import tar from "tar-stream";
import type { Values } from "../../values.ts";

export type Upload = Partial<types.output.ContainerUpload> & { file: string };

/** An upload as the container was made with it. */
export interface Made {
  /** Of its content. */
  digest: string;
  /** When that content was made, in seconds since 1970. */
  mtime: number;
  mode: number;
  owner: string;
  group: string;
}

export type MadeUploads = Readonly<Record<string, Made>>;

export function uploadsIn({ uploads }: Values): Upload[] {
  return (uploads ?? []) as unknown as Upload[];
}

/**
 * The files that go into a container before it starts, as the archive that the engine unpacks at its root. A file is as
 * old as its content: web servers make their ETag of size and time, and answer "not modified" where neither changed.
 *
 * @param before what was made last, whose times stay where the content is the same
 */
export async function archive(uploads: readonly Upload[], before: MadeUploads = {}): Promise<Buffer> {
  const pack = tar.pack();
  for (const upload of uploads) {
    const mode = modeOf(upload);
    const owner = { ...idOrName("uid", "uname", upload.owner), ...idOrName("gid", "gname", upload.group) };
    const content = await contentOf(upload);
    const mtime = new Date(1000 * (await timeOf(upload, content, before[upload.file])));
    pack.entry({ name: upload.file.replace(/^\/+/, ""), mode, mtime, ...owner }, content);
  }
  pack.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of pack) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** That of the same content before; else that of the source, or now, and always later than what was there. */
async function timeOf({ source }: Upload, content: Buffer, before: Made | undefined): Promise<number> {
  if (before && before.digest === digestOf(content)) return before.mtime;
  const now = Math.floor(Date.now() / 1000);
  const made = source ? Math.floor((await stat(source)).mtimeMs / 1000) : now;
  return before && made <= before.mtime ? Math.max(now, before.mtime + 1) : made;
}

async function contentOf(upload: Upload): Promise<Buffer> {
  return upload.source ? await readFile(upload.source) : inlineContent(upload);
}

export function inlineContent({ content, contentBase64 }: Upload): Buffer {
  return contentBase64 === undefined ? Buffer.from(content ?? "") : Buffer.from(contentBase64, "base64");
}

export function digestOf(content: Buffer): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

/** The twelve bits of a file's mode. */
export function modeOf({ permissions, executable }: Upload): number {
  return permissions ? Number.parseInt(permissions, 8) : executable ? 0o744 : 0o644;
}

function idOrName(id: "uid" | "gid", name: "uname" | "gname", value: string | undefined) {
  if (!value) return {};
  return /^[0-9]+$/.test(value) ? { [id]: Number(value) } : { [name]: value };
}
