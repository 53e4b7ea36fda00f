// Pulumi keeps in a stack's file an `encryptionsalt`, made from the passphrase. For a file that is in git it is a line
// that differs on every machine and in every sandbox, and the salt of another passphrase stops Pulumi. A file needs it
// only for its secrets. Loaded late: it needs the npm packages.
import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { isMap, isNode, parse, parseDocument } from "yaml";

const KEY = "encryptionsalt";
const LINE = new RegExp(`^${KEY}:.*(\\r?\\n|$)`, "m");

/**
 * @param {string} text of a stack's file
 * @returns {string | undefined} its salt; undefined also for a text that is no YAML
 */
export function saltOf(text) {
  const salt = fields(text)[KEY];
  return typeof salt === "string" ? salt : undefined;
}

/**
 * @param {string} text of a stack's file
 * @returns {boolean} it has a value that is encrypted with the salt's key
 */
export function hasSecret(text) {
  return holdsSecret(fields(text).config);
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function holdsSecret(value) {
  if (typeof value !== "object" || value === null) return false;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === "secure" && typeof entries[0][1] === "string") return true;
  return entries.some(([, inner]) => holdsSecret(inner));
}

/**
 * @param {string} text of a stack's file
 * @returns {string} the same without the salt, in block and in flow style, unless a secret needs it
 */
export function withoutSalt(text) {
  if (saltOf(text) === undefined || hasSecret(text)) return text;
  const { contents } = parseDocument(text);
  return isMap(contents) && contents.flow ? withoutEntry(text, contents) : text.replace(LINE, "");
}

/**
 * @param {string} text
 * @param {import("yaml").YAMLMap} map in flow style, which has the salt
 */
function withoutEntry(text, { items }) {
  const ends = items.map(({ key, value }) => ({ key: rangeOf(key), value: rangeOf(value) }));
  const at = items.findIndex(({ key }) => String(key) === KEY);
  const from = ends[at - 1]?.value[1] ?? ends[at]?.key[0] ?? 0;
  const to = (at === 0 ? ends[1]?.key[0] : undefined) ?? ends[at]?.value[1] ?? 0;
  return text.slice(0, from) + text.slice(to);
}

/**
 * @param {unknown} node
 * @returns {readonly [number, number]} where it begins and ends
 */
function rangeOf(node) {
  const [from, to] = (isNode(node) && node.range) || [0, 0];
  return [from, to];
}

/** All that Pulumi keeps of a stack's file when it writes to it (sdk/go/common/workspace, ProjectStack). */
const PULUMIS = new Set(["config", "encryptionsalt", "encryptedkey", "secretsprovider", "environment"]);

/**
 * What a file has that Pulumi has left out of it: with a topology in the place of a stack's configuration, all of it.
 *
 * @param {string} before
 * @param {string} after
 * @returns {string[]} keys
 */
export function droppedKeys(before, after) {
  const kept = fields(after);
  return Object.keys(fields(before)).filter((key) => !PULUMIS.has(key) && !(key in kept));
}

/**
 * @param {string} before
 * @param {string} after
 * @returns {boolean} settings are missing that were there, or shorter: where Pulumi failed it did not remove them, but was
 *   stopped as it wrote
 */
export function isCutOff(before, after) {
  return lacks(fields(before).config, fields(after).config);
}

/**
 * @param {unknown} before
 * @param {unknown} after
 * @returns {boolean}
 */
function lacks(before, after) {
  if (before === undefined || before === null) return false;
  if (after === undefined || after === null) return true;
  if (typeof before !== "object") return before !== after && String(before).startsWith(String(after));
  if (typeof after !== "object") return true;
  const now = new Map(Object.entries(after));
  return Object.entries(before).some(([key, value]) => lacks(value, now.get(key)));
}

/**
 * What a stack's file is to hold after Pulumi wrote to it: the user's own text, spacing, comments and keys that Pulumi
 * does not know too, where it added nothing but the salt.
 *
 * @param {string} before the text that the user wrote
 * @param {string} after the text that Pulumi left
 */
export function userText(before, after) {
  if (after === before) return before;
  const plain = withoutSalt(after);
  const dropped = droppedKeys(before, after);
  const known = Object.entries(fields(withoutSalt(before))).filter(([key]) => !dropped.includes(key));
  return isDeepStrictEqual(Object.fromEntries(known), fields(plain)) ? before : plain;
}

// sdk/go/common/resource/config/crypt.go: a key of PBKDF2, and with it AES-GCM of a word.
const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const TAG_BYTES = 16;

/**
 * Whether a salt was made from this passphrase, as Pulumi finds it out.
 *
 * @param {string} salt `v1:SALT:v1:NONCE:CIPHERTEXT`
 * @param {string} passphrase
 */
export function opens(salt, passphrase) {
  const [, kernel, , nonce, sealed] = salt.split(":").map((part) => Buffer.from(part, "base64"));
  if (!kernel || !nonce || !sealed || sealed.length < TAG_BYTES) return false;
  try {
    const key = pbkdf2Sync(passphrase, kernel, ITERATIONS, KEY_BYTES, "sha256");
    const cipher = createDecipheriv("aes-256-gcm", key, nonce).setAuthTag(sealed.subarray(-TAG_BYTES));
    cipher.update(sealed.subarray(0, -TAG_BYTES));
    cipher.final();
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} text YAML
 * @returns {Record<string, unknown>} nothing where it is no mapping
 */
function fields(text) {
  try {
    const value = parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
