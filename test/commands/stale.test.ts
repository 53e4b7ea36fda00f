import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { releaseStaleLocks } from "../../commands/stale.mjs";

let state: string;
let locks: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "bridgework-locks-"));
  locks = join(state, ".pulumi/locks/organization/bridgework/dev");
  mkdirSync(locks, { recursive: true });
});
afterEach(() => rmSync(state, { recursive: true }));

function left(content: object | string): string[] {
  writeFileSync(join(locks, "a.json"), typeof content === "string" ? content : JSON.stringify(content));
  releaseStaleLocks(state);
  return readdirSync(locks);
}
const lock = { pid: 4194305, username: "root", hostname: hostname(), timestamp: "2026-01-01T00:00:00Z" };

test("the lock of a process that is gone is removed", () => {
  expect(left(lock)).toEqual([]);
});

test("so is one whose process number now belongs to another program", () => {
  expect(left({ ...lock, pid: process.pid })).toEqual([]);
});

test("the lock of another machine stays", () => {
  expect(left({ ...lock, hostname: "elsewhere" })).toEqual(["a.json"]);
});

test("a lock that is being written stays", () => {
  expect(left('{"pid": 1')).toEqual(["a.json"]);
});

test("without a backend as yet there is nothing to do", () => {
  expect(() => releaseStaleLocks(join(state, "none"))).not.toThrow();
});
