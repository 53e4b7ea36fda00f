import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { userText, withoutSalt, withStackFilesKept } from "../../toolchain/salt.mjs";

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

test("what Pulumi was told to set stays", () => {
  const set = rewritten.replace("11.11.11.1/24", "11.11.11.9/24");
  expect(userText(user, set, parse)).toBe(set);
});

test("a stack file is as before after a run, even after one that failed and one that was killed before", async () => {
  const folder = mkdtempSync(join(tmpdir(), "bridgework-salt-"));
  const file = join(folder, "Pulumi.dev.yaml");
  try {
    writeFileSync(file, user + salt);
    const run = withStackFilesKept(folder, [], async () => {
      expect(readFileSync(file, "utf8")).toBe(user);
      writeFileSync(file, rewritten);
      throw new Error("failed");
    });
    await expect(run).rejects.toThrow("failed");
    expect(readFileSync(file, "utf8")).toBe(user);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a configuration file elsewhere is kept too, and a stack file with nothing but a salt goes again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "bridgework-salt-"));
  const elsewhere = join(folder, "stage0.yaml");
  const made = join(folder, "Pulumi.red-blue.yaml");
  try {
    writeFileSync(elsewhere, user);
    await withStackFilesKept(folder, [elsewhere], async () => {
      writeFileSync(elsewhere, rewritten);
      writeFileSync(made, salt);
    });
    expect(readFileSync(elsewhere, "utf8")).toBe(user);
    expect(existsSync(made)).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
