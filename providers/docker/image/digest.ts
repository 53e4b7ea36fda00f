import type { ImageInspect } from "../engine/types.ts";

/** `registry/name@sha256:...` as the registry of this name gave it: an image may have come from several. */
export function digestOf({ RepoDigests }: ImageInspect, name: string): string | undefined {
  const repository = name.replace(/@.*$/, "").replace(/:[^/:]+$/, "");
  const found = RepoDigests ?? [];
  return found.find((digest) => digest.split("@")[0] === repository) ?? found[0];
}

/** Whether an image is for a platform as `linux/arm64/v8` writes it; parts that neither side tells do not count. */
export function isFor({ Os, Architecture, Variant }: ImageInspect, platform: string): boolean {
  const [os, architecture, variant] = platform.split("/");
  return os === Os && (!architecture || architecture === Architecture) && (!variant || !Variant || variant === Variant);
}

export function platformOf({ Os, Architecture, Variant }: ImageInspect): string {
  return [Os, Architecture, Variant].filter(Boolean).join("/");
}
