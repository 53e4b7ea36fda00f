import type { ImageInspect } from "../../../engine/types.ts";

/** `registry/name@sha256:...` as the registry of this name gave it: an image may have come from several. */
export function digestOf({ RepoDigests }: ImageInspect, name: string): string | undefined {
  const repository = withoutTag(name.replace(/@.*$/, ""));
  const found = (RepoDigests ?? []).map(plain);
  return found.find((digest) => digest.split("@")[0] === repository) ?? found[0];
}

/** Engines with the image store of containerd keep the tag of what was pulled by tag and digest. */
function plain(reference: string): string {
  const [name = "", digest = ""] = reference.split("@");
  return `${withoutTag(name)}@${digest}`;
}

/** A colon before the last slash is that of a port. */
function withoutTag(name: string): string {
  return name.replace(/:[^/:]+$/, "");
}

/** Whether an image is for a platform as `linux/arm64/v8` writes it; parts that neither side tells do not count. */
export function isFor({ Os, Architecture, Variant }: ImageInspect, platform: string): boolean {
  const [os, architecture, variant] = platform.split("/");
  return os === Os && (!architecture || architecture === Architecture) && (!variant || !Variant || variant === Variant);
}

export function platformOf({ Os, Architecture, Variant }: ImageInspect): string {
  return [Os, Architecture, Variant].filter(Boolean).join("/");
}
