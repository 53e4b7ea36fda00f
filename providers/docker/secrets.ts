import protobuf from "google-protobuf/google/protobuf/struct_pb.js";
import { decode, isValues, rootOf, type Value, type Values } from "./values.ts";

/**
 * The properties of an answer that must stay secret: all of an output whose input held a secret, because the host's
 * order and defaults may have moved it, what is kept of that input, and the logs, which may print what the container
 * was given.
 */
export function secretsOf(values: Values, secrets: ReadonlySet<string>): Set<string> {
  if (secrets.size === 0) return new Set();
  const roots = [...secrets].map(rootOf);
  const kept = roots.map((root) => `__${root}`);
  return new Set([...roots, ...kept, "containerLogs"].filter((root) => root in values));
}

/** Secret paths of every property bag in a request. */
export function requestSecrets(request: unknown): Set<string> {
  return new Set(bags(request).flatMap(({ secrets }) => [...secrets]));
}

/** Takes every secret of the request out of a text that is going to be printed. */
export function redact(text: string, request: unknown): string {
  const hidden = bags(request).flatMap(({ values, secrets }) => leaves(values, "", secrets, false));
  const longest = [...new Set(hidden)].sort((a, b) => b.length - a.length);
  return longest.reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
}

const GETTERS = ["getNews", "getOlds", "getOldInputs", "getProperties", "getInputs", "getArgs"] as const;

function bags(request: unknown) {
  const getters = request as Record<string, unknown>;
  return GETTERS.flatMap((name) => {
    const get = getters[name];
    const bag: unknown = typeof get === "function" ? get.call(request) : undefined;
    return bag instanceof protobuf.Struct ? [decode(bag)] : [];
  });
}

/** Texts of three characters and more: shorter ones would tear holes into every message. */
function leaves(value: Value, path: string, secrets: ReadonlySet<string>, inside: boolean): string[] {
  const hidden = inside || secrets.has(path);
  if (typeof value === "string") return hidden && value.length > 2 ? [value, ...assigned(value)] : [];
  if (Array.isArray(value)) return value.flatMap((item, i) => leaves(item, `${path}[${i}]`, secrets, hidden));
  if (!isValues(value)) return [];
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  return Object.entries(value).flatMap(([key, item]) => leaves(item, at(key), secrets, hidden));
}

/** Of `PASSWORD=x` the right side is the secret, wherever it turns up alone. */
function assigned(text: string): string[] {
  const value = text.slice(text.indexOf("=") + 1);
  return value !== text && value.length > 2 ? [value] : [];
}
