import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { OwnFolder } from "../../system/own-folder.ts";
import { stateBackendOf } from "../../system/state-backend.ts";
import { fileOf, forget, leftBehind, note, unrecorded } from "../../system/unrecorded.ts";

const STACK = { project: "shop", name: "dev" };
const OURS = { id: "0123456789ab", name: "file:///srv/states" };
const THEIRS = { id: "ba9876543210", name: "s3://states" };
const LAB = { owner: "bridgework:shop/dev/lab", kind: "document" as const, name: "lab", stateBackend: OURS };

let parent: string;
let notes: OwnFolder;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "bridgework-notes-"));
  notes = new OwnFolder(join(parent, "run"));
});
afterEach(() => rm(parent, { recursive: true }));

test("a note is there until it is forgotten, and its folder with it", async () => {
  await note(notes, LAB);
  expect((await unrecorded(notes)).entries).toEqual([expect.objectContaining(LAB)]);
  await forget(notes, LAB);
  await expect(notes.inode("anything")).resolves.toBeUndefined();
  expect(await unrecorded(notes)).toEqual({ entries: [], unreadable: [] });
  expect(await notes.list()).toEqual([]);
});

test("two objects of one owner have a note each", async () => {
  const urn = "urn:pulumi:dev::shop::docker:index/container:Container::web";
  for (const name of ["web-1", "web-2"]) await note(notes, { owner: urn, kind: "container", name, stateBackend: OURS });
  await forget(notes, { owner: urn, name: "web-1" });
  expect((await unrecorded(notes)).entries.map(({ name }) => name)).toEqual(["web-2"]);
});

test.each([
  ["empty", ""],
  ["cut short", '{ "owner": "bridge'],
  ["of another kind", "[]"],
  ["without a maker", JSON.stringify({ ...LAB, since: 1 })],
  ["of a kind that there is not", JSON.stringify({ ...LAB, kind: "host", since: 1, maker: {} })],
])("a file that is %s is no note, and hides no other", async (_what, text) => {
  await note(notes, LAB);
  const file = fileOf({ owner: "bridgework:shop/dev/other", name: "other" });
  await notes.write(file, text);
  const found = await unrecorded(notes);
  expect(found.entries).toHaveLength(1);
  expect(found.unreadable).toEqual([file]);
});

test("a note under the name of another, and one that is a link, are none", async () => {
  await note(notes, LAB);
  const text = (await notes.read(fileOf(LAB))) ?? "";
  const other = fileOf({ owner: "bridgework:shop/dev/other", name: "other" });
  await notes.write(other, text);
  await writeFile(join(parent, "elsewhere"), text);
  const link = fileOf({ owner: "bridgework:shop/dev/third", name: "third" });
  await symlink(join(parent, "elsewhere"), join(parent, "run", link));
  const found = await unrecorded(notes);
  expect(found.entries).toHaveLength(1);
  expect(found.unreadable.sort()).toEqual([link, other].sort());
});

test("what a namesake with a state in another backend began is not left behind by us", async () => {
  await note(notes, LAB);
  const { entries } = await unrecorded(notes);
  expect(await leftBehind(entries, OURS, STACK)).toEqual(entries);
  expect(await leftBehind(entries, THEIRS, STACK)).toEqual([]);
});

test("a backend is one however it is written, and tells no password", () => {
  const at = (url: string) => stateBackendOf({ PULUMI_BACKEND_URL: url }, "/srv/lab");
  expect(at("file://./states")).toEqual(at("file:///srv/lab/states"));
  expect(at("file:///srv/lab/states/")).toEqual(at("file:///srv/lab/states"));
  expect(at("file:///srv/other").id).not.toBe(at("file:///srv/lab").id);
  const database = at("postgres://me:hunter2@db/states?sslpassword=hunter3");
  expect(JSON.stringify(database)).not.toMatch(/hunter/);
  expect(database.name).toBe("postgres://db/states");
});

test.each([
  ["plain", "json", (text: string) => Buffer.from(text)],
  ["compressed", "json.gz", (text: string) => gzipSync(text)],
] as const)("what a state in a file has is not left behind, another name of it is: %s", async (_, ending, packed) => {
  const stateBackend = { id: OURS.id, name: `file://${parent}` };
  const urn = "urn:pulumi:dev::shop::docker:index/network:Network::net1";
  await note(notes, LAB);
  for (const name of ["net1", "net1-b"]) await note(notes, { owner: urn, kind: "network", name, stateBackend: OURS });
  const { entries } = await unrecorded(notes);
  const left = async () => (await leftBehind(entries, stateBackend, STACK)).map(({ name }) => name).sort();
  expect(await left()).toEqual(["lab", "net1", "net1-b"]);
  const document = "urn:pulumi:dev::shop::bridgework:Lab$pulumi-nodejs:dynamic/bridgework:HostNetwork::lab";
  const resources = [
    { urn, outputs: { name: "net1" } },
    { urn: document, inputs: { host: "local" } },
  ];
  await mkdir(join(parent, ".pulumi/stacks/shop"), { recursive: true });
  const file = join(parent, ".pulumi/stacks/shop", `dev.${ending}`);
  await writeFile(file, packed(JSON.stringify({ version: 3, checkpoint: { latest: { resources } } })));
  expect(await left()).toEqual(["net1-b"]);
  await writeFile(file, packed("{"));
  expect(await left()).toEqual(["lab", "net1", "net1-b"]);
});
