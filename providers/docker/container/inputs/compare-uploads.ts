import type { Change, Declared } from "../../property.ts";
import { hasUnknown } from "../../values.ts";
import type { LiveContainer } from "../live-container.ts";
import { type Content, type LiveFile, type LiveUploads, told } from "./live-uploads.ts";
import { digestOf, inlineContent, type MadeUploads, modeOf, type Upload, uploadsIn } from "./uploads.ts";

/** Uploads as they were declared last, but for what the container has of them now where that is another thing. */
export function uploadsNow(
  { uploads }: LiveContainer,
  { inputs, before, kept }: Declared,
): readonly Upload[] | undefined {
  const made = (kept?.__uploads ?? {}) as unknown as MadeUploads;
  if (hasUnknown(before.uploads)) return undefined;
  return uploadsIn(before).flatMap((last): Upload[] => {
    if (!uploads || !(last.file in uploads.files)) return [last];
    const file = uploads.files[last.file];
    if (!file) return [];
    const wanted = hasUnknown(inputs.uploads)
      ? last
      : (uploadsIn(inputs).find((one) => one.file === last.file) ?? last);
    return [{ ...last, ...attributesNow(last, file), ...contentNow(last, wanted, file, uploads, made) }];
  });
}

function attributesNow(last: Upload, { mode, uid, gid }: LiveFile): Partial<Upload> {
  const differs = (declared: string | undefined, id: number | undefined) =>
    declared !== undefined && id !== undefined && /^[0-9]+$/.test(declared) && Number(declared) !== id;
  return {
    ...(mode === modeOf(last) ? {} : { permissions: `0${mode.toString(8)}` }),
    ...(differs(last.owner, uid) ? { owner: String(uid) } : {}),
    ...(differs(last.group, gid) ? { group: String(gid) } : {}),
  };
}

/** Changed content under the name of the input that declares it; that of a `source` is told by its digest. */
function contentNow(
  last: Upload,
  wanted: Upload,
  file: LiveFile,
  { sources }: LiveUploads,
  made: MadeUploads,
): Partial<Upload> {
  const known = made[last.file];
  const declared = contentDeclared(last, sources);
  const then = known?.digest ?? declared?.digest;
  const same = known ? known.mtime === file.mtime : declared === undefined || declared.size === file.size;
  const now = file.content ? digestOf(file.content) : same ? then : `${file.size} bytes, written since`;
  // A source is declared by what it holds: the same path may lead to another content today.
  if (last.source)
    return now === contentDeclared(wanted, sources)?.digest && now === then ? {} : { sourceHash: now ?? "" };
  if (now === then) return {};
  if (last.contentBase64 !== undefined) return { contentBase64: file.content?.toString("base64") ?? now ?? "" };
  return { content: file.content?.toString("utf8") ?? now ?? "" };
}

/** Undefined for a source that is not there. */
function contentDeclared(upload: Upload, sources: LiveUploads["sources"]): Content | undefined {
  return upload.source ? sources[upload.source] : told(inlineContent(upload));
}

/**
 * A program reads its files when it starts, so one that is declared anew takes a new container; what somebody changed
 * since is put back under it.
 */
export function uploadsChange(want: unknown, { uploads }: LiveContainer, { before, kept }: Declared): Change {
  const made = kept?.__uploads as unknown as MadeUploads | undefined;
  // Maps come back from the wire in another order.
  const files = (all: MadeUploads) =>
    Object.entries(all).map(([file, { digest, mode, owner, group }]) => `${file} ${digest} ${mode} ${owner} ${group}`);
  const last = files(made ?? madeUploads(uploadsIn(before), uploads));
  const next = files(madeUploads((want ?? []) as Upload[], uploads));
  return next.length === last.length && next.every((one) => last.includes(one)) ? "update" : "replace";
}

/** What is to be known of these uploads later: their content, and the times that their files have. */
export function madeUploads(declared: readonly Upload[], live: LiveUploads | undefined): MadeUploads {
  const made = declared.map((one) => {
    const digest = contentDeclared(one, live?.sources ?? {})?.digest ?? "";
    const mtime = live?.files[one.file]?.mtime ?? 0;
    return [one.file, { digest, mtime, mode: modeOf(one), owner: one.owner ?? "0", group: one.group ?? "0" }] as const;
  });
  return Object.fromEntries(made);
}
