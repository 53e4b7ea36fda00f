import { posix } from "node:path";
import protobuf from "google-protobuf/google/protobuf/struct_pb.js";
import { complaint } from "../../net/invalid.ts";
import { formatIp, parseIp } from "../../net/ip.ts";
import { SECRET_MARK as SECRET, SIGNATURE } from "../../net/secret.ts";

/** A value that Pulumi does not know yet: an output of something that this preview would create. */
export const UNKNOWN: unique symbol = Symbol("unknown");

export type Value = boolean | number | string | null | typeof UNKNOWN | Value[] | { [key: string]: Value };
export type Values = { [key: string]: Value };

/** Values as Pulumi sent them, and the property paths of those that are secret. */
export interface Decoded {
  values: Values;
  secrets: Set<string>;
}

/** Pulumi's other marks on the wire. */
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const UNKNOWN_TEXTS = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
const [UNKNOWN_TEXT] = UNKNOWN_TEXTS;

/** The official plugin's note, inside inputs of every depth, of which it filled in itself; means nothing to this one. */
const FILLED_IN = "__defaults";

/** Reads a message's properties. Nulls inside objects are left out: Pulumi sends them for what is not set. */
export function decode(struct: protobuf.Struct | undefined): Decoded {
  const secrets = new Set<string>();
  const values = struct ? read(struct.toJavaScript(), "", secrets) : {};
  return { values: isValues(values) ? values : {}, secrets };
}

function read(raw: unknown, path: string, secrets: Set<string>): Value {
  if (typeof raw === "string") return UNKNOWN_TEXTS.has(raw) ? UNKNOWN : raw;
  if (Array.isArray(raw)) return raw.map((item, i) => read(item, `${path}[${i}]`, secrets));
  if (raw === null || typeof raw !== "object") return raw as boolean | number | null;
  const entries = raw as Record<string, unknown>;
  if (entries[SIGNATURE] === SECRET || (entries[SIGNATURE] === OUTPUT && entries.secret === true)) secrets.add(path);
  if (entries[SIGNATURE] === OUTPUT && !("value" in entries)) return UNKNOWN;
  if (entries[SIGNATURE] === SECRET || entries[SIGNATURE] === OUTPUT) return read(entries.value ?? null, path, secrets);
  const known = Object.entries(entries).map(([key, item]) => [key, read(item, join(path, key), secrets)] as const);
  return Object.fromEntries(known.filter(([key, item]) => item !== null && key !== FILLED_IN));
}

/** Writes values for Pulumi, with everything at or below a secret path marked as secret. */
export function encode(values: Values, secrets: ReadonlySet<string> = new Set()): protobuf.Struct {
  const plain = write(values, "", secrets) as Parameters<typeof protobuf.Struct.fromJavaScript>[0];
  return protobuf.Struct.fromJavaScript(plain);
}

function write(value: Value, path: string, secrets: ReadonlySet<string>): unknown {
  const plain = writePlain(value, path, secrets);
  return path !== "" && secrets.has(path) ? { [SIGNATURE]: SECRET, value: plain } : plain;
}

function writePlain(value: Value, path: string, secrets: ReadonlySet<string>): unknown {
  if (value === UNKNOWN) return UNKNOWN_TEXT;
  if (Array.isArray(value)) return value.map((item, i) => write(item, `${path}[${i}]`, secrets));
  if (!isValues(value)) return value;
  const set = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
  return Object.fromEntries(set.map(([key, item]) => [key, write(item, join(path, key), secrets)]));
}

/** Extends a property path as Pulumi writes them: `ports[0].internal`, `options["com.docker.network.bridge.name"]`. */
export function join(path: string, key: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** The first name of a property path: `ports` of `ports[0].internal`. */
export function rootOf(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] ?? path;
}

export function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isValues(value) && Object.values(value).some(hasUnknown);
}

/** The map where it holds something, so that an empty one and none are the same. */
export function filledMap<T>(map: Record<string, T> | null | undefined): Record<string, T> | undefined {
  return map && Object.keys(map).length > 0 ? map : undefined;
}

/** The entries of a map that one of these declarations names: the engine merges its own defaults into the rest. */
export function onlySaid<T>(map: Record<string, T> | null | undefined, ...declared: unknown[]) {
  const said = declared.filter(isValues);
  return filledMap(
    Object.fromEntries(Object.entries(map ?? {}).filter(([key]) => said.some((one) => Object.hasOwn(one, key)))),
  );
}

export function filledList<T>(list: readonly T[] | null | undefined): readonly T[] | undefined {
  return list && list.length > 0 ? list : undefined;
}

/** A path as the engine keeps it: without a slash at its end, without `.` and `..`. */
export function plainPath(path: string | null | undefined): string | undefined {
  return path ? posix.normalize(path).replace(/(.)\/$/, "$1") : undefined;
}

/** An address in its one spelling; as it is, where it is none. */
export function plainIp(address: string): string {
  return complaint(() => parseIp(address)) ? address : formatIp(parseIp(address));
}

export function sorted(list: readonly string[] | null | undefined): string[] | undefined {
  return filledList(list) && [...(list ?? [])].sort();
}
