// What a build's file says of it, read as what anybody may have damaged: a kill, a full disk, an editor.
import { LAB_IMAGES } from "./catalogue.ts";

/** What one build made; layers by name, that of an image's own layer is the image's. */
export interface Build {
  key: string;
  /** `nginx=1.22.1-9+deb12u3`, of the packages that were asked for. */
  packages: string[];
  layers: Record<string, { digest: string; created: string }>;
}

/** The layers that every build has. */
export const LAYERS: readonly string[] = ["tools", ...Object.keys(LAB_IMAGES)];

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The build of this name by the text of its file; undefined for one that does not say all of it. */
export function readBuild(text: string, key: string): Build | undefined {
  const { key: own, packages, layers } = objectOf(parsed(text));
  if (own !== key || !Array.isArray(packages) || !packages.every((one) => typeof one === "string")) return undefined;
  const read = LAYERS.map((name) => [name, readLayer(objectOf(layers)[name])] as const);
  if (read.some(([, layer]) => !layer)) return undefined;
  return { key, packages, layers: Object.fromEntries(read) as Build["layers"] };
}

function readLayer(value: unknown): Build["layers"][string] | undefined {
  const { digest, created } = objectOf(value);
  if (typeof digest !== "string" || !DIGEST.test(digest)) return undefined;
  return typeof created === "string" && !Number.isNaN(Date.parse(created)) ? { digest, created } : undefined;
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
