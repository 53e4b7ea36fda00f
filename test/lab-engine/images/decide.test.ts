import { expect, test } from "vitest";
import { labImageNames } from "../../../lab-engine/images/catalogue.ts";
import { decideImage, type Facts } from "../../../lab-engine/images/decide.ts";

const facts: Facts = {
  present: undefined,
  ready: "new",
  missing: false,
  build: false,
  registry: async () => false,
};
const decide = (differs: Partial<Facts>) => decideImage({ ...facts, ...differs });
const answers = async () => true;
const unasked = () => Promise.reject(new Error("a registry was asked although it does not matter"));

test("an image that is missing is pulled where a registry answers, else loaded", async () => {
  expect(await decide({ registry: answers })).toBe("pull");
  expect(await decide({})).toBe("load");
});

test("up takes what is there, whatever it is", async () => {
  expect(await decide({ missing: true, present: {}, registry: unasked })).toBe("keep");
  expect(await decide({ missing: true, present: { build: "old" }, registry: unasked })).toBe("keep");
  expect(await decide({ missing: true })).toBe("load");
});

test("a build of the present packages is kept without asking a registry, an older one is renewed", async () => {
  expect(await decide({ present: { build: "new" }, registry: unasked })).toBe("keep");
  expect(await decide({ present: { build: "old" } })).toBe("load");
  expect(await decide({ present: { build: "old" }, registry: answers })).toBe("pull");
});

test("what came from a registry is renewed there only", async () => {
  expect(await decide({ present: {}, registry: answers })).toBe("pull");
  expect(await decide({ present: {} })).toBe("keep");
});

test("--build asks no registry and replaces what was pulled", async () => {
  expect(await decide({ build: true, present: {}, registry: unasked })).toBe("load");
  expect(await decide({ build: true, registry: unasked })).toBe("load");
  expect(await decide({ build: true, present: { build: "new" }, registry: unasked })).toBe("keep");
});

test.each([
  ["bridgework/web", ["web"]],
  ["bridgework/web:latest", ["web"]],
  ["docker.io/bridgework/redis", ["redis"]],
  ["bridgework/web:1.2", []],
  ["registry.example:5000/bridgework/web", []],
  ["nginx", []],
])("the reference %s means %j of the catalogue", (reference, names) => {
  expect(labImageNames([reference])).toEqual(names);
});
