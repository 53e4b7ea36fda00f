import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { clearLeftovers } from "../../commands/stale.mjs";

let state: string;
const said: string[] = [];
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "bridgework-stale-"));
  said.length = 0;
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(state, { recursive: true });
});

function put(name: string, text: string): string {
  const file = join(state, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}
const CUT = ["", '{"pid": 1', "\0\0\0\0"];

describe("a lock", () => {
  const lock = { pid: 4194305, username: "root", hostname: hostname(), timestamp: "2026-01-01T00:00:00Z" };
  function left(content: object | string): string[] {
    const file = put(
      ".pulumi/locks/organization/bridgework/dev/a.json",
      typeof content === "string" ? content : JSON.stringify(content),
    );
    clearLeftovers(state);
    return readdirSync(dirname(file));
  }

  test("of a process that is gone is removed", () => {
    expect(left(lock)).toEqual([]);
    expect(said.join("")).toContain(`a run of ${lock.timestamp} (pid ${lock.pid}) was killed; this one goes on`);
  });

  test("is removed too when its process number now belongs to another program", () => {
    expect(left({ ...lock, pid: process.pid })).toEqual([]);
  });

  test("of another machine stays", () => {
    expect(left({ ...lock, hostname: "elsewhere" })).toEqual(["a.json"]);
    expect(said).toEqual([]);
  });

  test.each([...CUT, "{}", "null"])("that is cut off is of no run that goes on, and removed: %o", (text) => {
    expect(left(text)).toEqual([]);
    expect(said.join("")).toContain("whose lock is cut off was killed");
  });
});

describe("what is cut off and can be made again", () => {
  test.each(CUT)("the type of a file's content: %o", (text) => {
    const file = put(".pulumi/stacks/bridgework/dev.json.attrs", text);
    const lock = put(".pulumi/locks/organization/bridgework/dev/a.json.attrs", text);
    clearLeftovers(state);
    expect([file, lock].filter(existsSync)).toEqual([]);
  });

  test.each(CUT)("the version of the layout: %o", (text) => {
    const file = put(".pulumi/meta.yaml", text);
    clearLeftovers(state);
    expect(readFileSync(file, "utf8")).toBe("version: 1\n");
  });

  test.each(CUT)("which stack is selected, and that is said: %o", (text) => {
    const file = put("home/workspaces/bridgework-1-workspace.json", text);
    clearLeftovers(state);
    expect(existsSync(file)).toBe(false);
    expect(said.join("")).toMatch(/which stack was selected.*stack select NAME/);
  });
});

describe("a state that is cut off", () => {
  test.each(CUT)("stops every command, with the way back to the one before it: %o", (text) => {
    const file = put(".pulumi/stacks/bridgework/dev.json", text);
    put(".pulumi/stacks/bridgework/dev.json.bak", '{"version":3}');
    expect(() => clearLeftovers(state)).toThrow(`cp ${file}.bak ${file}`);
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  test("says so where the one before it is cut off as well", () => {
    put(".pulumi/stacks/bridgework/dev.json", "");
    put(".pulumi/stacks/bridgework/dev.json.bak", "{");
    expect(() => clearLeftovers(state)).toThrow(/dev.json is 0 bytes long and cut off. Put it back from a copy/);
  });
});

test("what is whole stays as it is, and nothing is said", () => {
  const files = {
    ".pulumi/meta.yaml": "version: 1\n",
    ".pulumi/meta.yaml.attrs": '{"user.metadata":null}\n',
    ".pulumi/stacks/bridgework/dev.json": '{"version":3,"checkpoint":{}}',
    "home/workspaces/bridgework-1-workspace.json": "{}",
  };
  for (const [name, text] of Object.entries(files)) put(name, text);
  clearLeftovers(state);
  for (const [name, text] of Object.entries(files)) expect(readFileSync(join(state, name), "utf8")).toBe(text);
  expect(said).toEqual([]);
  expect(() => clearLeftovers(join(state, "none"))).not.toThrow();
});
