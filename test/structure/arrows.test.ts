import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { arrowTable, ROOMS } from "./arrows.ts";
import { circles, roomOf, SOURCES } from "./imports.ts";

/** Imports that a rule forbids, as "file -> import". */
function breaches(forbidden: (imported: string, file: string) => boolean): string[] {
  return [...SOURCES].flatMap(([file, imports]) =>
    imports.filter((imported) => forbidden(imported, file)).map((imported) => `${file} -> ${imported}`),
  );
}

test("every room imports only the rooms that the table gives it", () => {
  const allowed = new Map(ROOMS.map(({ folder, imports }) => [folder, [folder, ...imports]]));
  const strays = breaches((imported, file) => {
    const room = roomOf(imported);
    return room !== undefined && !allowed.get(roomOf(file) ?? "")?.includes(room);
  });
  expect(strays).toEqual([]);
});

test("every arrow of the table is one that the code has", () => {
  const drawn = new Set(
    [...SOURCES].flatMap(([file, imports]) => imports.map((to) => `${roomOf(file)} -> ${roomOf(to)}`)),
  );
  const unused = ROOMS.flatMap(({ folder, imports }) => imports.map((to) => `${folder} -> ${to}`));
  expect(unused.filter((arrow) => !drawn.has(arrow))).toEqual([]);
});

test("components reach providers only by their resource classes", () => {
  const inside = (imported: string, file: string) =>
    roomOf(file) === "components" && imported.startsWith("providers/") && !/[-/]resource\.ts$/.test(imported);
  expect(breaches(inside)).toEqual([]);
});

test("no file imports itself by way of others", () => {
  expect(circles()).toEqual([]);
});

test("only the rooms that declare and serve resources know Pulumi, and what shows its events", () => {
  const rooms = ["index.ts", "components", "providers/host", "providers/docker"];
  const shows = "commands/output/events.mjs";
  const knows = breaches(
    (to, file) => to.startsWith("@pulumi/") && !rooms.includes(roomOf(file) ?? "") && file !== shows,
  );
  expect(knows).toEqual([]);
});

test("the text backend is known to its factory alone", () => {
  const text = "providers/host/text/";
  const inside = (imported: string, file: string) => imported.startsWith(text) && !file.startsWith(text);
  expect(breaches(inside)).toEqual(["providers/host/backends.ts -> providers/host/text/backend.ts"]);
});

test("one file of the product starts processes, and one before the product is installed", () => {
  const starters = [...SOURCES].filter(([, imports]) =>
    imports.some((name) => /^(execa|node:child_process)$/.test(name)),
  );
  expect(starters.map(([file]) => file)).toEqual(["system/process.ts", "toolchain/run.mjs"]);
});

test("CONTRIBUTING.md shows the table of rooms and arrows", () => {
  expect(readFileSync("CONTRIBUTING.md", "utf8")).toContain(arrowTable());
});
