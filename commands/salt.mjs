// Pulumi writes `encryptionsalt`, made from the passphrase, into Pulumi.<stack>.yaml at every turn. With a passphrase of
// each checkout that line would differ on every machine, in a sandbox too, for a file that is in git; and the salt of
// another passphrase stops Pulumi. It is kept out of the file as long as the file holds no secret that needs it. One
// that a passphrase of the user's own has left is theirs: without it Pulumi would take any other passphrase.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

const SALT_LINE = /^encryptionsalt:.*(\r?\n|$)/m;
const SECRET = /^[^#]*\bsecure:/m;
/** In the file while a command runs. Where one was killed, it tells its salt from the user's. */
const NOTE = "# npm run is at work: with its end this line goes, and encryptionsalt with it";
const NOTE_LINE = new RegExp(`^${NOTE}(\\r?\\n|$)`, "m");

/**
 * @param {string} text of a Pulumi.<stack>.yaml
 * @returns {string} the same without the salt, unless a `secure:` value needs it
 */
export function withoutSalt(text) {
  const plain = text.replace(NOTE_LINE, "");
  return SECRET.test(plain) ? plain : plain.replace(SALT_LINE, "");
}

/**
 * @param {string} text of a Pulumi.<stack>.yaml
 * @returns {boolean} it has the salt of a passphrase that the user chose, and no secret, with which Pulumi would check it
 */
export function hasSaltOfUser(text) {
  return SALT_LINE.test(text) && !SECRET.test(text) && !NOTE_LINE.test(text);
}

/**
 * @param {string} text without a salt
 * @returns {string} the same for the time of a command
 */
export function noted(text) {
  if (SALT_LINE.test(text)) return text;
  return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${NOTE}\n`;
}

/**
 * @param {string} before the text that the user wrote, without a salt
 * @param {string} after the text that Pulumi left
 * @param {(text: string) => unknown} parse YAML
 * @returns {string} before where Pulumi added nothing but the salt, spacing aside, else what the user told it to write
 */
export function userText(before, after, parse) {
  if (after === noted(before)) return before;
  const plain = withoutSalt(after);
  try {
    return isDeepStrictEqual(parse(before), parse(plain)) ? before : plain;
  } catch {
    // Somebody edits the file at this moment. What is wrong with it Pulumi says, when it reads it.
    return plain;
  }
}

/**
 * Runs `task`, and afterwards gives every stack file back as the user wrote it, under its new name where Pulumi has
 * renamed it; one that Pulumi made for nothing but its salt goes again. Files with a salt of the user's are left alone.
 *
 * @template T
 * @param {string} folder that of Pulumi.yaml
 * @param {string | undefined} named the file of `--config-file`; there may be none yet
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function withStackFilesKept(folder, named, task) {
  const { parse } = await import("yaml");
  const present = () => stackFiles(folder, named);
  const users = new Set(present().filter((file) => hasSaltOfUser(read(file))));
  const kept = () => present().filter((file) => !users.has(file));
  const before = new Map(kept().map((file) => [file, withoutSalt(read(file))]));
  for (const [file, text] of before) note(file, text);
  try {
    return await task();
  } finally {
    const renamed = [...before].filter(([file]) => !existsSync(file)).map(([, text]) => text);
    for (const file of kept()) {
      const known = before.get(file);
      settle(file, known === undefined ? renamed : [known], parse);
      if (known === undefined && read(file).trim() === "") rmSync(file);
    }
  }
}

/**
 * @param {string} folder
 * @param {string | undefined} named
 */
function stackFiles(folder, named) {
  const usual = readdirSync(folder)
    .filter((name) => /^Pulumi\..+\.ya?ml$/.test(name))
    .map((name) => join(folder, name));
  return named !== undefined && existsSync(named) ? [...new Set([...usual, named])] : usual;
}

/**
 * @param {string} file
 * @param {string} text of the user
 */
function note(file, text) {
  try {
    replace(file, noted(text));
  } catch {
    // A file that may not be written gets no salt from Pulumi either.
  }
}

/**
 * @param {string} file
 * @param {readonly string[]} texts of the user, of which this file may have been
 * @param {(text: string) => unknown} parse YAML
 */
function settle(file, texts, parse) {
  const after = read(file);
  const own = texts.find((text) => userText(text, after, parse) === text);
  replace(file, own ?? withoutSalt(after));
}

/** @param {string} file */
function read(file) {
  return readFileSync(file, "utf8");
}

/**
 * @param {string} file
 * @param {string} text
 */
function replace(file, text) {
  if (read(file) !== text) writeFileSync(file, text);
}
