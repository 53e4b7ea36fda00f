import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { hasSaltOfUser, noted, userText, withoutSalt, withStackFilesKept } from "../../commands/salt.mjs";

const user = "# the lab\nconfig:\n  bridgework:topology:\n    bridges:\n      br0: { address: 11.11.11.1/24 }\n";
const salt = "encryptionsalt: v1:abc=:v1:def:ghi\n";
/** How Pulumi writes the same file. */
const rewritten = user.replace("{ address: 11.11.11.1/24 }", "{address: 11.11.11.1/24}") + salt;

test("a salt that protects nothing is left out", () => {
  expect(withoutSalt(user + salt)).toBe(user);
  expect(withoutSalt(user)).toBe(user);
});

test("a salt that a secret needs stays", () => {
  const secret = `${salt}config:\n  bridgework:token:\n    secure: v1:xyz\n`;
  expect(withoutSalt(secret)).toBe(secret);
});

test("the user's text comes back where Pulumi added only the salt and its own spacing", () => {
  expect(userText(user, rewritten, parse)).toBe(user);
});

test("what Pulumi was told to set stays, without the salt", () => {
  const set = rewritten.replace("11.11.11.1/24", "11.11.11.9/24");
  expect(userText(user, set, parse)).toBe(set.replace(salt, ""));
});

test("a text that is no YAML is no fault of this: Pulumi says what is wrong with it", () => {
  const broken = "config: [";
  expect(userText(broken, noted(broken), parse)).toBe(broken);
  expect(userText(user, noted(broken), parse)).toBe(`${broken}\n`);
});

test("a salt is the user's, unless it was made at a command of ours or guards a secret", () => {
  expect(hasSaltOfUser(user + salt)).toBe(true);
  expect(
    [user, noted(user), noted(user) + salt, `${user}  t:\n    secure: v1:x\n${salt}`].filter(hasSaltOfUser),
  ).toEqual([]);
});

describe("after a run", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bridgework-salt-"));
    file = join(folder, "Pulumi.dev.yaml");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("a stack file is as before, even after one that failed and one that was killed before", async () => {
    writeFileSync(file, noted(user) + salt);
    const run = withStackFilesKept(folder, undefined, async () => {
      expect(readFileSync(file, "utf8")).toBe(noted(user));
      writeFileSync(file, noted(rewritten.replace(salt, "")) + salt);
      throw new Error("failed");
    });
    await expect(run).rejects.toThrow("failed");
    expect(readFileSync(file, "utf8")).toBe(user);
  });

  test("one that is no YAML is as before too", async () => {
    writeFileSync(file, "config: [");
    await withStackFilesKept(folder, undefined, async () => {});
    expect(readFileSync(file, "utf8")).toBe("config: [");
  });

  test("the salt of a passphrase of the user's own is where it was, and Pulumi sees it", async () => {
    writeFileSync(file, user + salt);
    await withStackFilesKept(folder, undefined, async () => expect(readFileSync(file, "utf8")).toBe(user + salt));
    expect(readFileSync(file, "utf8")).toBe(user + salt);
  });

  test("a configuration file elsewhere is kept too, and a stack file with nothing but a salt goes again", async () => {
    const elsewhere = join(folder, "stage0.yaml");
    const made = join(folder, "Pulumi.red-blue.yaml");
    writeFileSync(elsewhere, user);
    await withStackFilesKept(folder, elsewhere, async () => {
      writeFileSync(elsewhere, rewritten);
      writeFileSync(made, salt);
    });
    expect(readFileSync(elsewhere, "utf8")).toBe(user);
    expect(existsSync(made)).toBe(false);
  });

  test("a file that Pulumi has renamed or removed is no fault, and has its author's text under the new name", async () => {
    const renamed = join(folder, "Pulumi.two.yaml");
    const removed = join(folder, "Pulumi.gone.yaml");
    for (const name of [file, removed]) writeFileSync(name, user);
    await withStackFilesKept(folder, undefined, async () => {
      renameSync(file, renamed);
      writeFileSync(renamed, rewritten);
      rmSync(removed);
    });
    expect(readFileSync(renamed, "utf8")).toBe(user);
    expect([file, removed].filter((name) => existsSync(name))).toEqual([]);
  });
});
