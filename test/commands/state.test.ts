import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensurePassphrase, ensureStateFolder } from "../../commands/state.mjs";
import { stackEnvironment, toolEnvironment } from "../../toolchain/environment.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bridgework-state-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const made = () => ensurePassphrase(join(folder, "state"));

test("the passphrase is made once, random, for its owner only, in a folder for its owner only", () => {
  const file = made();
  const first = readFileSync(file, "utf8");
  expect(first.trim()).toMatch(/^[\w-]{43}$/);
  expect([mode(file), mode(join(folder, "state"))]).toEqual(["600", "700"]);
  expect(readFileSync(made(), "utf8")).toBe(first);
});

test("a state folder that others could read is closed", () => {
  chmodSync(folder, 0o755);
  ensureStateFolder(folder);
  expect(mode(folder)).toBe("700");
});

test("stacks are kept in the state folder, with the passphrase of its file", () => {
  expect(stackEnvironment({}, "/state", () => "/state/passphrase")).toEqual({
    PULUMI_BACKEND_URL: "file:///state",
    PULUMI_HOME: "/state/home",
    PULUMI_CONFIG_PASSPHRASE_FILE: "/state/passphrase",
  });
});

test.each([[{ PULUMI_CONFIG_PASSPHRASE: "" }], [{ PULUMI_CONFIG_PASSPHRASE_FILE: "/mine" }]])(
  "a passphrase of the user's own is left alone and none is made: %o",
  (own) => {
    const env = stackEnvironment(own, join(folder, "state"), made);
    expect(env).toMatchObject(own);
    expect(existsSync(join(folder, "state"))).toBe(false);
  },
);

test("with a backend of the user's own, Pulumi's home is the user's too, so that the login is found", () => {
  const env = stackEnvironment({ PULUMI_BACKEND_URL: "s3://mine" }, "/state", () => "/state/passphrase");
  expect(env).toEqual({ PULUMI_BACKEND_URL: "s3://mine", PULUMI_CONFIG_PASSPHRASE_FILE: "/state/passphrase" });
});

test("the tools run with this Node and the chosen CLI first on PATH, and fetch nothing", () => {
  const env = toolEnvironment({ PATH: "/usr/bin", PULUMI_SKIP_UPDATE_CHECK: "false" }, "/opt/pulumi/pulumi");
  expect(env.PATH?.split(":").slice(1, 5)).toEqual(["/opt/pulumi", "/usr/bin", "/usr/sbin", "/sbin"]);
  expect(env.PATH?.startsWith(`${join(process.execPath, "..")}:`)).toBe(true);
  expect(env).toMatchObject({ PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true", PULUMI_SKIP_UPDATE_CHECK: "false" });
});
