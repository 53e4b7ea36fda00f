import { expect, test } from "vitest";
import { LAYERS, readBuild } from "../../../lab-engine/images/record.ts";

const KEY = "8cdd645e-a69ca9f2185c";
const layer = { digest: `sha256:${"0a".repeat(32)}`, created: "2024-05-01T10:00:00.000Z" };
const layers = Object.fromEntries(LAYERS.map((name) => [name, layer]));
const whole = { key: KEY, packages: ["nginx=1.22.1-9+deb12u3"], layers };
const { tools: _, ...without } = layers;

test("a whole record is read", () => {
  expect(readBuild(JSON.stringify(whole), KEY)).toEqual(whole);
});

test.each([
  ["nothing", ""],
  ["half of it", JSON.stringify(whole).slice(0, 90)],
  ["null", "null"],
  ["a list", "[]"],
  ["zeros, as a crash leaves them", "\0".repeat(200)],
  ["another key", JSON.stringify({ ...whole, key: "8cdd645e-000000000000" })],
  ["no packages", JSON.stringify({ ...whole, packages: undefined })],
  ["packages that are no words", JSON.stringify({ ...whole, packages: [1] })],
  ["no layers", JSON.stringify({ ...whole, layers: null })],
  ["a layer too few", JSON.stringify({ ...whole, layers: without })],
  ["a layer that is no object", JSON.stringify({ ...whole, layers: { ...layers, web: 1 } })],
  ["no digest", JSON.stringify({ ...whole, layers: { ...layers, web: { ...layer, digest: "sha256:1" } } })],
  ["no date", JSON.stringify({ ...whole, layers: { ...layers, web: { ...layer, created: "soon" } } })],
])("%s in place of it is no build", (_, text) => {
  expect(readBuild(text, KEY)).toBe(undefined);
});
