import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../system/process.ts";
import { compareDependencies, type LockedPackage } from "../../toolchain/dependencies.mjs";
import { manifests, repository } from "../../toolchain/places.mjs";

const lock = {
  packages: {
    "": { version: "0.1.0" },
    "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/b-darwin": {
      version: "1.0.0",
      integrity: "sha512-b",
      optional: true,
      os: ["darwin"],
      cpu: ["arm64"],
    },
    "node_modules/b-wasm": { version: "1.0.0", integrity: "sha512-c", optional: true },
  },
};
const linux = { os: "linux", cpu: "x64", libc: "glibc" };
const installed = (a: object) => ({ packages: { "node_modules/a": a } });

test("what npm recorded is current when every locked package is there, optional ones of other platforms aside", () => {
  expect(compareDependencies(lock, installed({ version: "1.0.0", integrity: "sha512-a" }), linux)).toBe("current");
});

test.each([
  ["another version", installed({ version: "1.0.1", integrity: "sha512-a" })],
  ["another content", installed({ version: "1.0.0", integrity: "sha512-x" })],
  ["a package less", { packages: {} }],
])("%s is outdated", (_, record) => {
  expect(compareDependencies(lock, record, linux)).toBe("outdated");
});

test("without npm's record they are missing", () => {
  expect(compareDependencies(lock, undefined, linux)).toBe("missing");
});

test("a node_modules of another platform is outdated here", () => {
  const record = installed({ version: "1.0.0", integrity: "sha512-a" });
  expect(compareDependencies(lock, record, { os: "darwin", cpu: "arm64", libc: undefined })).toBe("outdated");
  const musl = { ...lock.packages["node_modules/b-darwin"], os: ["linux"], cpu: ["x64"], libc: ["musl"] };
  const wanted = { packages: { "node_modules/c": musl } };
  expect(compareDependencies(wanted, { packages: {} }, linux)).toBe("current");
  expect(compareDependencies(wanted, { packages: {} }, { ...linux, libc: "musl" })).toBe("outdated");
});

/** Where a package at `path` finds `name`, as Node looks for it. */
function lookups(path: string, name: string): string[] {
  const here = `${path === "" ? "" : `${path}/`}node_modules/${name}`;
  return path === ""
    ? [here]
    : [here, ...lookups(path.slice(0, Math.max(0, path.lastIndexOf("/node_modules/"))), name)];
}

test.each([repository, join(manifests, "node"), join(manifests, "official")])(
  "the lock of %s has every optional dependency that its packages name, whatever this platform is",
  (folder) => {
    const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
    const named = Object.entries<LockedPackage>(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).map((name) => ({ path, name })),
    );
    const missing = named.filter(({ path, name }) => !lookups(path, name).some((place) => place in packages));
    expect(missing).toEqual([]);
  },
);

test.each([repository, join(manifests, "node"), join(manifests, "official")])(
  "npm ci takes the lock of %s as it is, and asks no registry",
  async (cwd) => {
    const offline = ["--offline", "--cache", "/dev/null/none", "--ignore-scripts"];
    const done = await run(["npm", "ci", "--dry-run", ...offline], { cwd });
    expect(done).toMatchObject({ code: 0, stderr: "" });
  },
);
