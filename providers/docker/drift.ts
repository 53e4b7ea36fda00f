import { type Difference, differences } from "./difference.ts";
import type { Resource } from "./resource.ts";
import { isValues, rootOf, type Values } from "./values.ts";

/**
 * What a refresh finds that is not as the last update left it, one sentence each, as raw networks say it. Only what is
 * known: not who did it, nor when.
 */
export function driftOf<Live>(resource: Resource<Live>, live: Live, before: Values): string[] {
  const found = differences(resource.properties, live, { inputs: before, before });
  const what = nameOf(resource, before);
  const condition = resource.condition?.(live);
  return found.flatMap((one) => sentences(one, before, condition)).map((rest) => `drift: ${what}${rest}`);
}

/**
 * Of what differs from the declaration, the part that has a reason on the host. A refresh keeps what it found in the
 * state, and is silent about it from then on; this is told as long as it is so.
 */
export function reasonsOf<Live>(resource: Resource<Live>, found: readonly Difference[], before: Values): string[] {
  const what = nameOf(resource, before);
  return found.flatMap(({ why }) => (why === undefined ? [] : [`drift: ${what}: ${why}`]));
}

/** The whole object is missing. */
export function goneSentence<Live>(resource: Resource<Live>, before: Values): string {
  return `drift: ${nameOf(resource, before)} is gone`;
}

/** Another object bears its name: with a mark of ours it is what a run that was cut off has made. */
export function impostorSentence<Live>(resource: Resource<Live>, other: Live, before: Values): string {
  const by = resource.ownerOf(other) === undefined ? "by hand" : "by a run that did not end";
  return `drift: ${nameOf(resource, before)} is not the one of this stack (made anew ${by})`;
}

function nameOf<Live>({ kind, type }: Resource<Live>, { name, imageName, targetImage }: Values): string {
  return `${kind ?? type.split(":").at(-1)} ${String(name ?? imageName ?? targetImage ?? "")}`.trim();
}

/** What follows the object's name. */
function sentences({ path, want, have, why }: Difference, before: Values, condition = "is not running"): string[] {
  if (why !== undefined) return [`: ${why}`];
  if (rootOf(path) === "networksAdvanced") return attachment(path, want, have, before);
  if (path === "mustRun") return want ? [` ${condition}`] : [" runs"];
  if (isShown(path, want) && isShown(path, have)) return [`: ${path} is ${word(have)}, not ${word(want)}`];
  return [`: ${path} is not as declared`];
}

/** Where a container is connected, by the names of the networks. */
function attachment(path: string, want: unknown, have: unknown, before: Values): string[] {
  const [, index, field] = /\[(\d+)\](?:\.(.+))?/.exec(path) ?? [];
  if (field !== undefined) {
    const on = networksIn(before.networksAdvanced)[Number(index)] ?? `network ${index}`;
    return [`: ${field} on ${on} is ${word(have)}, not ${word(want)}`];
  }
  return [
    ...networksIn(want).map((name) => ` is not connected to ${name}`),
    ...networksIn(have).map((name) => ` is connected to ${name}, which is not declared`),
  ];
}

function networksIn(value: unknown): string[] {
  return [value].flat().flatMap((item) => (isValues(item) && typeof item.name === "string" ? [item.name] : []));
}

/** Texts may hold secrets, but for those that the engine itself made up. */
const SHOWN = new Set(["restart", "networkMode", "ipcMode", "driver"]);

function isShown(path: string, value: unknown): boolean {
  return value === undefined || typeof value === "number" || typeof value === "boolean" || SHOWN.has(path);
}

function word(value: unknown): string {
  return value === undefined ? "none" : String(value);
}
