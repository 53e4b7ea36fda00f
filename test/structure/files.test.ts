import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const FILES = globSync(
  "{*,{net,validation,engine,topology,components,providers,system,cli,commands,lab-engine,build,toolchain}/**/*}.{ts,mjs,cjs}",
  {
    exclude: (name) => name === "node_modules",
  },
);
const LENGTHS = FILES.map((file) => ({ file, lines: readFileSync(file, "utf8").split("\n").length }));

test("no file is longer than 300 lines", () => {
  expect(LENGTHS.filter(({ lines }) => lines > 300)).toEqual([]);
});

test("half of the files have fewer than 100 lines", () => {
  const sorted = LENGTHS.map(({ lines }) => lines).sort((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(100);
});

test("nothing is left open: no silenced compiler, no notes to do later", () => {
  const open = /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|expect-error|nocheck)/;
  const found = FILES.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, index) => (open.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});
