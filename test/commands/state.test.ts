import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { closeStateFiles, ensurePassphrase, ensureStateFolder, withRunFolder } from "../../commands/state.mjs";
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

test("files that Pulumi made are closed to others, whatever the umask was; programs stay programs", () => {
  const inner = join(folder, ".pulumi", "history");
  mkdirSync(inner, { recursive: true });
  writeFileSync(join(inner, "a.json"), "{}");
  chmodSync(join(inner, "a.json"), 0o666);
  writeFileSync(join(folder, "plugin"), "");
  chmodSync(join(folder, "plugin"), 0o755);
  const elsewhere = mkdtempSync(join(tmpdir(), "bridgework-elsewhere-"));
  chmodSync(elsewhere, 0o755);
  symlinkSync(elsewhere, join(folder, "link"));
  closeStateFiles(folder);
  expect([inner, join(inner, "a.json"), join(folder, "plugin"), elsewhere].map(mode)).toEqual([
    "700",
    "600",
    "700",
    "755",
  ]);
  rmSync(elsewhere, { recursive: true });
});

test("a folder that another run takes away meanwhile is passed over", () => {
  expect(() => closeStateFiles(join(folder, "runs", "run-that-has-ended"))).not.toThrow();
});

test("an empty passphrase is made anew only where no stack was made with it", () => {
  const file = made();
  writeFileSync(file, "");
  expect(readFileSync(made(), "utf8").trim()).toMatch(/^[\w-]{43}$/);
  mkdirSync(join(folder, "state", ".pulumi", "stacks"), { recursive: true });
  writeFileSync(file, "\n");
  expect(made).toThrow(/passphrase is empty, and the stacks beside it were made with/);
});

test("a sandbox takes the passphrase of the checkout, so that the secrets of its stack files open", () => {
  const checkout = join(folder, "checkout");
  const inside = () => ensurePassphrase(join(folder, "inside"), checkout);
  vi.stubEnv("BRIDGEWORK_SANDBOX", "1");
  const text = readFileSync(ensurePassphrase(checkout, checkout), "utf8");
  expect(readFileSync(inside(), "utf8")).toBe(text);
  vi.unstubAllEnvs();
  expect(mode(inside())).toBe("600");
});

test("a run has a folder of its own, which ends with it; that of a killed one is removed", async () => {
  const runs = join(folder, "runs");
  const pids = /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0];
  for (const name of [`run-${pids}-4194305`, "run-1-4194305"]) mkdirSync(join(runs, name), { recursive: true });
  const seen = await withRunFolder(folder, async (own) => {
    expect(mode(own)).toBe("700");
    return readdirSync(runs);
  });
  expect(seen.sort()).toEqual(["run-1-4194305", `run-${pids}-${process.pid}`].sort());
  expect(readdirSync(runs)).toEqual(["run-1-4194305"]);
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

test("what Node is started with by the user stays, and ours is there once, however deep a command is called", () => {
  const once = toolEnvironment({ NODE_OPTIONS: "--max-old-space-size=512" }, undefined);
  expect(once.NODE_OPTIONS).toMatch(/^--max-old-space-size=512 --require "[^"]+preload\.cjs"$/);
  expect(toolEnvironment(once, undefined).NODE_OPTIONS).toBe(once.NODE_OPTIONS);
});

test("the tools run with this Node and the chosen CLI first on PATH, and fetch nothing", () => {
  const env = toolEnvironment({ PATH: "/usr/bin", PULUMI_SKIP_UPDATE_CHECK: "false" }, "/opt/pulumi/pulumi");
  expect(env.PATH?.split(":").slice(1, 5)).toEqual(["/opt/pulumi", "/usr/bin", "/usr/sbin", "/sbin"]);
  expect(env.PATH?.startsWith(`${join(process.execPath, "..")}:`)).toBe(true);
  expect(env).toMatchObject({ PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true", PULUMI_SKIP_UPDATE_CHECK: "false" });
});
