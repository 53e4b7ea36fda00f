import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../system/process.ts";
import { copyCheckout } from "../checkout.ts";

/** A checkout of its own, since what is built stands in it. */
let checkout: string;

beforeAll(async () => {
  checkout = join(mkdtempSync(join(tmpdir(), "bridgework-build-")), "checkout");
  copyCheckout(checkout);
  await build();
});

afterAll(() => rmSync(dirname(checkout), { recursive: true }));

async function build(): Promise<void> {
  const done = await run([process.execPath, "build/main.mjs"], { cwd: checkout });
  expect(done).toMatchObject({ code: 0, stdout: "", stderr: "" });
}

/** The file that runs for an entry, from the checkout. */
async function running(entry: string): Promise<string> {
  const script = `process.stdout.write(require("./build/built.cjs").entry(${JSON.stringify(entry)}))`;
  const { stdout } = await run([process.execPath, "--eval", script], { cwd: checkout });
  return stdout.slice(checkout.length + 1);
}

test("what was built runs, until a source changes; building makes it current", async () => {
  expect(await running("providers/host/provider")).toBe("dist/providers/host/provider.js");
  utimesSync(join(checkout, "net", "scope.ts"), new Date(), new Date(Date.now() - 1000));
  expect(await running("providers/host/provider")).toBe("providers/host/provider.ts");
  await build();
  expect(await running("providers/host/provider")).toBe("dist/providers/host/provider.js");
});

test("a source that is gone is a change as well", async () => {
  rmSync(join(checkout, "net", "scope.ts"));
  expect(await running("cli/main")).toBe("cli/main.ts");
  cpSync("net/scope.ts", join(checkout, "net", "scope.ts"));
  await build();
  expect(await running("cli/main")).toBe("dist/cli/main.js");
});

test("what the bundles do not hold are dependencies of the package", () => {
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: object };
  const files = readdirSync(join(checkout, "dist"), { recursive: true, encoding: "utf8" });
  const named = files
    .filter((file) => file.endsWith(".js"))
    .flatMap((file) => {
      const text = readFileSync(join(checkout, "dist", file), "utf8");
      const found = text.matchAll(/^(?:import|export) [^;]*?["']([^."'][^"']*)["'];$|\b__require\("([^."][^"]*)"\)/gm);
      return [...found].map(([, imported, required]) => imported ?? required ?? "");
    });
  const packages = new Set(named.map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? ""));
  expect([...packages].filter((name) => !isBuiltin(name) && !Object.hasOwn(dependencies, name))).toEqual([]);
  expect(packages).toContain("@pulumi/pulumi");
});

test("the licence of every package that a bundle holds goes with it", () => {
  const text = readFileSync(join(checkout, "dist", "third-party-licences.txt"), "utf8");
  for (const name of ["ajv", "execa", "undici", "yaml"]) expect(text).toMatch(new RegExp(`^${name} \\d`, "m"));
});
