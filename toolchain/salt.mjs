// Pulumi writes `encryptionsalt`, made from the passphrase, into Pulumi.<stack>.yaml at every turn. With a passphrase of
// each checkout that line would differ on every machine, in a sandbox too, for a file that is in git; and the salt of
// another passphrase stops Pulumi. It is kept out of the file as long as the file holds no secret that needs it.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

const SALT_LINE = /^encryptionsalt:.*(\r?\n|$)/m;

/**
 * @param {string} text of a Pulumi.<stack>.yaml
 * @returns {string} the same without the salt, unless a `secure:` value needs it
 */
export function withoutSalt(text) {
  return /^[^#]*\bsecure:/m.test(text) ? text : text.replace(SALT_LINE, "");
}

/**
 * @param {string} before the text that the user wrote, without a salt
 * @param {string} after the text that Pulumi left
 * @param {(text: string) => unknown} parse YAML
 * @returns {string} before where Pulumi added nothing but the salt, spacing aside, else after
 */
export function userText(before, after, parse) {
  return isDeepStrictEqual(parse(before), parse(withoutSalt(after))) ? before : after;
}

/**
 * Runs `task`, and afterwards gives every stack file back as the user wrote it; one that Pulumi made for nothing but
 * its salt goes again.
 *
 * @template T
 * @param {string} folder that of Pulumi.yaml
 * @param {readonly string[]} others configuration files elsewhere, from `--config-file`
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function withStackFilesKept(folder, others, task) {
  const { parse } = await import("yaml");
  const files = new Map(
    [...stackFiles(folder), ...others].map((file) => [file, withoutSalt(readFileSync(file, "utf8"))]),
  );
  for (const [file, before] of files) replace(file, before);
  try {
    return await task();
  } finally {
    for (const [file, before] of files) replace(file, userText(before, readFileSync(file, "utf8"), parse));
    for (const file of stackFiles(folder).filter((name) => !files.has(name))) {
      if (withoutSalt(readFileSync(file, "utf8")).trim() === "") rmSync(file);
    }
  }
}

/** @param {string} folder */
function stackFiles(folder) {
  return readdirSync(folder)
    .filter((name) => /^Pulumi\..+\.ya?ml$/.test(name))
    .map((name) => join(folder, name));
}

/**
 * @param {string} file
 * @param {string} text
 */
function replace(file, text) {
  if (readFileSync(file, "utf8") !== text) writeFileSync(file, text);
}
