import { existsSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../system/process.ts";

const ENTRY = join(import.meta.dirname, "../../commands/main.mjs");

/** Everything that is loaded before the toolchain has made sure of anything. */
function loadedAtOnce(file: string, seen = new Map<string, string[]>()): Map<string, string[]> {
  if (seen.has(file)) return seen;
  const text = readFileSync(file, "utf8");
  const names = [...text.matchAll(/^(?:import|export)\s[^;]*?from "([^"]+)"/gm)].map((match) => match[1] ?? "");
  seen.set(file, names);
  for (const name of names.filter((one) => one.startsWith("."))) loadedAtOnce(join(dirname(file), name), seen);
  return seen;
}

test("the entry loads only plain JavaScript and what comes with Node: there may be nothing else yet", () => {
  const foreign = [...loadedAtOnce(ENTRY)].flatMap(([file, names]) =>
    names
      .filter(
        (name) => !(name.startsWith(".") ? /\.[mc]js$/.test(name) : builtinModules.includes(name.replace("node:", ""))),
      )
      .map((name) => `${relative(dirname(ENTRY), file)} -> ${name}`),
  );
  expect(foreign).toEqual([]);
});

test.each([
  [["--help"], 0, /^usage: npm run sandbox \[-- COMMAND/],
  [["--", "-h"], 0, /^usage: npm run sandbox/],
  [["--nonsense", "ip"], 2, /a sandbox has no option --nonsense/],
])("npm run sandbox -- %o is answered before anything is installed or opened", async (args, code, said) => {
  const done = await run([process.execPath, ENTRY, "sandbox", ...args]);
  expect(done.stdout + done.stderr).toMatch(said);
  expect(done.code).toBe(code);
});

const system = ["/usr/bin/node", "/usr/local/bin/node"].find((file) => existsSync(file));

test.skipIf(!system)("the entry starts with the Node that the system has", async () => {
  const { code, stderr } = await run([system ?? "", ENTRY, "no-such-command"]);
  expect(stderr).toMatch(/there is no command "no-such-command"/);
  expect(code).toBe(2);
});
