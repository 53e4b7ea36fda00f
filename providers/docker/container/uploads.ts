import { readFile } from "node:fs/promises";
import type { types } from "@pulumi/docker";
import tar from "tar-stream";

type Upload = Partial<types.output.ContainerUpload> & { file: string };

/** The files that go into a container before it starts, as the archive that the engine unpacks at its root. */
export async function archive(uploads: readonly Upload[]): Promise<Buffer> {
  const pack = tar.pack();
  for (const upload of uploads) {
    const mode = upload.permissions ? Number.parseInt(upload.permissions, 8) : upload.executable ? 0o744 : 0o644;
    const owner = { ...idOrName("uid", "uname", upload.owner), ...idOrName("gid", "gname", upload.group) };
    pack.entry({ name: upload.file.replace(/^\/+/, ""), mode, mtime: new Date(0), ...owner }, await contentOf(upload));
  }
  pack.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of pack) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

async function contentOf({ content, contentBase64, source }: Upload): Promise<Buffer> {
  if (source) return await readFile(source);
  return contentBase64 === undefined ? Buffer.from(content ?? "") : Buffer.from(contentBase64, "base64");
}

function idOrName(id: "uid" | "gid", name: "uname" | "gname", value: string | undefined) {
  if (!value) return {};
  return /^[0-9]+$/.test(value) ? { [id]: Number(value) } : { [name]: value };
}
