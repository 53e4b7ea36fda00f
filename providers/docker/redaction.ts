import protobuf from "google-protobuf/google/protobuf/struct_pb.js";
import { type Decoded, decode, isValues, join, type Value } from "./values.ts";

/** Shorter texts are in every message by chance: taking them out would tear holes into it. */
const SHORTEST = 3;
/** So much of a secret's beginning, followed by an ellipsis, is that secret cut off. */
const RECOGNISED = 8;

const GETTERS = ["getNews", "getOlds", "getOldInputs", "getProperties", "getInputs", "getArgs"] as const;

/** Every secret that this process has been given, to be taken out of whatever it prints or answers in words. */
export class Redaction {
  /** Spellings in which a secret may turn up, longest first. */
  readonly #known = new Set<string>();
  #sorted: readonly string[] = [];

  /** The secrets of a request's properties; `also` are the paths that are secret by their type. */
  request(request: unknown, also: (values: Value) => ReadonlySet<string>): void {
    for (const { values, secrets } of bags(request)) this.learn(values, new Set([...secrets, ...also(values)]));
  }

  /** Every text at or below one of the paths; `""` is the whole value. */
  learn(value: Value, paths: ReadonlySet<string>): void {
    if (paths.size === 0) return;
    for (const text of leaves(value, "", paths, false)) this.#add(text);
  }

  /** A text without the secrets in it. */
  clean(text: string): string {
    return this.#sorted.reduce((rest, secret) => withoutCut(rest.replaceAll(secret, HIDDEN), secret), text);
  }

  /** The paths of texts in which there is a secret: a container's log prints what its environment says. */
  holders(value: Value, path = ""): string[] {
    if (typeof value === "string") return this.clean(value) === value ? [] : [path];
    if (Array.isArray(value)) return value.flatMap((item, i) => this.holders(item, `${path}[${i}]`));
    if (!isValues(value)) return [];
    return Object.entries(value).flatMap(([key, item]) => this.holders(item, join(path, key)));
  }

  #add(text: string): void {
    if (this.#known.has(text)) return;
    for (const spelling of spellings(text)) if (spelling.length >= SHORTEST) this.#known.add(spelling);
    this.#sorted = [...this.#known].sort((a, b) => b.length - a.length);
  }
}

const HIDDEN = "[secret]";

/** As it is, in JSON, in an address and in a header; of `NAME=VALUE` the value alone, of many lines each long one. */
function spellings(text: string): string[] {
  const value = text.slice(text.indexOf("=") + 1);
  const lines = text.split("\n").filter((line) => line.length >= 2 * RECOGNISED);
  return [...new Set([text, value, ...lines])].flatMap((one) => [
    one,
    JSON.stringify(one).slice(1, -1),
    encodeURIComponent(one.toWellFormed()),
    Buffer.from(one).toString("base64"),
  ]);
}

/** A long value is shown by its beginning, which is a secret as well. */
function withoutCut(text: string, secret: string): string {
  const beginning = secret.slice(0, RECOGNISED);
  if (secret.length <= RECOGNISED || !text.includes(beginning)) return text;
  let rest = text;
  for (let at = rest.indexOf(beginning); at >= 0; at = rest.indexOf(beginning, at + 1)) {
    let end = at;
    while (end < rest.length && rest[end] === secret[end - at]) end++;
    if (rest.startsWith("...", end)) rest = `${rest.slice(0, at)}${HIDDEN}${rest.slice(end)}`;
  }
  return rest;
}

/** The properties in a request, by whatever name it has them. */
export function bags(request: unknown): Decoded[] {
  const getters = request as Record<string, unknown>;
  return GETTERS.flatMap((name) => {
    const get = getters[name];
    const bag: unknown = typeof get === "function" ? get.call(request) : undefined;
    return bag instanceof protobuf.Struct ? [decode(bag)] : [];
  });
}

function leaves(value: Value, path: string, secrets: ReadonlySet<string>, inside: boolean): string[] {
  const hidden = inside || secrets.has(path);
  if (typeof value === "string") return hidden && value.length >= SHORTEST ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item, i) => leaves(item, `${path}[${i}]`, secrets, hidden));
  if (!isValues(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, join(path, key), secrets, hidden));
}
