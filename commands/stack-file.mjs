// A stack's file belongs to its author. Pulumi writes to it at every turn: a salt, with its own spacing. So it gets a
// copy, and only what it was told to set comes back. Loaded late: it needs the npm packages.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../toolchain/progress.mjs";
import { ToolchainError } from "../toolchain/run.mjs";
import { droppedKeys, hasSecret, isCutOff, opens, saltOf, userText, withoutSalt } from "./salt.mjs";
import { writeWhole, writing } from "./writing.mjs";

const SETTINGS = "the settings of the stack";

/**
 * Runs `task` with a copy of a stack's file. Two runs with one file, in two sandboxes or with two passphrases, do not
 * meet in it, one that is killed leaves it as it was, and one that may not be written serves as well.
 *
 * @param {string} file it may be missing
 * @param {string} copy
 * @param {() => Promise<number>} task
 * @returns {Promise<number>} its exit code
 */
export async function withCopy(file, copy, task) {
  const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  writing(copy, `a copy of ${file} for Pulumi`, () => writeFileSync(copy, before ?? "", { mode: 0o600 }));
  let code = 1;
  try {
    code = await task();
    return code;
  } finally {
    const after = readFileSync(copy, "utf8");
    if (code !== 0 && isCutOff(before ?? "", after)) say(`${file} stays as it is: Pulumi failed as it wrote its copy`);
    else giveBack(file, before, after);
  }
}

/**
 * @param {string} file
 * @param {string | undefined} before its text, where there was one
 * @param {string} after the text that Pulumi left in the copy
 */
function giveBack(file, before, after) {
  const text = userText(before ?? "", after);
  if (text.trim() === (before ?? "").trim()) return;
  const now = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const dropped = droppedKeys(before ?? "", after);
  if (dropped.length > 0)
    say(`${file} stays as it is: Pulumi would leave ${dropped.join(", ")} out of it, and would have written:\n${text}`);
  else if (now !== before) say(`${file} was edited meanwhile and stays as it is; Pulumi would have written:\n${text}`);
  else writeBack(file, text);
}

/**
 * @param {string} file
 * @param {string} text
 * @throws {ToolchainError} with the text, which is nowhere else
 */
function writeBack(file, text) {
  try {
    writeWhole(file, text, SETTINGS);
  } catch (error) {
    if (!(error instanceof ToolchainError)) throw error;
    throw new ToolchainError(`${error.message}\n${file} stays as it is; Pulumi would have written:\n${text}`);
  }
}

/**
 * Checks that the salt of a stack's file is of the passphrase that is used here. One that protects nothing, left by a
 * run that was killed, goes.
 *
 * @param {string} file
 * @param {string} passphraseFile
 * @throws {ToolchainError} before anything is made for a passphrase that is not the right one
 */
export function checkSalt(file, passphraseFile) {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const salt = saltOf(text);
  if (salt === undefined) return;
  if (opens(salt, readFileSync(passphraseFile, "utf8").trim())) {
    if (!hasSecret(text)) quietly(() => writeWhole(file, withoutSalt(text), SETTINGS));
    return;
  }
  const way = hasSecret(text)
    ? "or set its secrets anew: npm run pulumi -- config set --secret"
    : "where nothing was built with it, take that line out of the file instead";
  throw new ToolchainError(
    `${file} has the encryptionsalt of another passphrase than ${passphraseFile}: set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to that one; ${way}`,
  );
}

/** @param {() => void} write to a file that may be read only */
function quietly(write) {
  try {
    write();
  } catch {
    // It says the same with the salt.
  }
}

/**
 * Runs a command of Pulumi that makes, renames or removes stack files itself, and afterwards takes its salt out of
 * those that it wrote: under its new name where it has renamed one. One that has nothing but a salt goes again.
 *
 * @param {string} folder that of Pulumi.yaml
 * @param {() => Promise<number>} task
 * @returns {Promise<number>} its exit code
 */
export async function withStackFilesKept(folder, task) {
  const before = new Map(stackFiles(folder).map((file) => [file, readFileSync(file, "utf8")]));
  let code = 1;
  try {
    code = await task();
    return code;
  } finally {
    const renamed = [...before].filter(([file]) => !existsSync(file)).map(([, text]) => text);
    for (const file of stackFiles(folder)) settle(file, before.get(file), { renamed, failed: code !== 0 });
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
 * @param {string | undefined} known its text before
 * @param {{ renamed: readonly string[], failed: boolean }} run the texts of files that are gone, and whether Pulumi failed
 */
function settle(file, known, { renamed, failed }) {
  const after = readFileSync(file, "utf8");
  if (failed && known !== undefined && isCutOff(known, after)) return writeBack(file, known);
  const texts = known === undefined ? renamed : [known];
  const text = texts.find((one) => userText(one, after) === one) ?? withoutSalt(after);
  if (known === undefined && text.trim() === "") writing(file, SETTINGS, () => rmSync(file));
  else if (text !== after) writeWhole(file, text, SETTINGS);
}
