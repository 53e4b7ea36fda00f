import { type ChildProcess, spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ownName } from "../../commands/own-name.mjs";
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
  async function left(content: object | string): Promise<string[]> {
    const file = put(
      ".pulumi/locks/organization/bridgework/dev/a.json",
      typeof content === "string" ? content : JSON.stringify(content),
    );
    await clearLeftovers(state);
    return readdirSync(dirname(file));
  }

  test("of a process that is gone is removed", async () => {
    expect(await left(lock)).toEqual([]);
    expect(said.join("")).toContain(`a run of ${lock.timestamp} (pid ${lock.pid}) was killed; this one goes on`);
  });

  test("is removed too when its process number now belongs to another program", async () => {
    expect(await left({ ...lock, pid: process.pid })).toEqual([]);
  });

  test("of another machine stays", async () => {
    expect(await left({ ...lock, hostname: "elsewhere" })).toEqual(["a.json"]);
    expect(said).toEqual([]);
  });

  /** A program that is called `pulumi`, for two seconds, started by the command of this process number. */
  function pulumi(command: number | string): ChildProcess {
    const program = join(state, "pulumi");
    copyFileSync("/bin/sleep", program);
    return spawn(program, ["2"], { env: { BRIDGEWORK_RUN: ownName("run").replace(/\d+$/, String(command)) } });
  }

  test("of a Pulumi whose command was killed is waited for", async () => {
    const { pid } = pulumi(4194305);
    expect(await left({ ...lock, pid })).toEqual([]);
    expect(said.join("")).toContain(`this one goes on when its Pulumi (pid ${pid}) has ended`);
  });

  test("of a Pulumi whose command goes on stays, and nobody waits for it", async () => {
    const child = pulumi(process.pid);
    expect(await left({ ...lock, pid: child.pid })).toEqual(["a.json"]);
    expect(child.exitCode).toBe(null);
    child.kill();
  });

  test.each([...CUT, "{}", "null"])("that is cut off is of no run that goes on, and removed: %o", async (text) => {
    expect(await left(text)).toEqual([]);
    expect(said.join("")).toContain("whose lock is cut off was killed");
  });
});

describe("what is cut off and can be made again", () => {
  test.each(CUT)("the type of a file's content: %o", async (text) => {
    const file = put(".pulumi/stacks/bridgework/dev.json.attrs", text);
    const lock = put(".pulumi/locks/organization/bridgework/dev/a.json.attrs", text);
    await clearLeftovers(state);
    expect([file, lock].filter(existsSync)).toEqual([]);
  });

  test.each(CUT)("the version of the layout: %o", async (text) => {
    const file = put(".pulumi/meta.yaml", text);
    await clearLeftovers(state);
    expect(readFileSync(file, "utf8")).toBe("version: 1\n");
  });

  test.each(CUT)("which stack is selected, and that is said: %o", async (text) => {
    const file = put("home/workspaces/bridgework-1-workspace.json", text);
    await clearLeftovers(state);
    expect(existsSync(file)).toBe(false);
    expect(said.join("")).toMatch(/which stack was selected.*stack select NAME/);
  });
});

describe("a state that is cut off", () => {
  test.each(CUT)("stops every command, with the way back to the one before it: %o", async (text) => {
    const file = put(".pulumi/stacks/bridgework/dev.json", text);
    put(".pulumi/stacks/bridgework/dev.json.bak", '{"version":3}');
    await expect(clearLeftovers(state)).rejects.toThrow(`cp ${file}.bak ${file}`);
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  test("says so where the one before it is cut off as well", async () => {
    put(".pulumi/stacks/bridgework/dev.json", "");
    put(".pulumi/stacks/bridgework/dev.json.bak", "{");
    await expect(clearLeftovers(state)).rejects.toThrow(
      /dev.json is 0 bytes long and cut off. Put it back from a copy/,
    );
  });
});

test("what is whole stays as it is, and nothing is said", async () => {
  const files = {
    ".pulumi/meta.yaml": "version: 1\n",
    ".pulumi/meta.yaml.attrs": '{"user.metadata":null}\n',
    ".pulumi/stacks/bridgework/dev.json": '{"version":3,"checkpoint":{}}',
    "home/workspaces/bridgework-1-workspace.json": "{}",
  };
  for (const [name, text] of Object.entries(files)) put(name, text);
  await clearLeftovers(state);
  for (const [name, text] of Object.entries(files)) expect(readFileSync(join(state, name), "utf8")).toBe(text);
  expect(said).toEqual([]);
  expect(() => clearLeftovers(join(state, "none"))).not.toThrow();
});
