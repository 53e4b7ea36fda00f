import { describe, expect, test } from "vitest";
import { configuration } from "../../../providers/docker/configuration.ts";
import { shapesOf } from "../../../providers/docker/provider.ts";
import { functions, resources } from "../../../providers/docker/registry.ts";
import { record, type Shape } from "../../../providers/docker/shape.ts";
import { interfaceOf } from "./sdk.ts";

/** Fields that ours has beyond the SDK's: kept by `check`, never written by a program. */
const OWN = new Set(["build.contextDigest"]);

/** Every input that only one side knows, by path. */
function unmatched(file: string, name: string, shape: Shape, path = ""): string[] {
  const plain = bare(shape);
  if (plain.kind !== "record") return [`${path}: ${name} is a ${plain.kind} here`];
  const sdk = interfaceOf(file, name);
  const at = (field: string) => (path === "" ? field : `${path}.${field}`);
  const missing = sdk.filter((input) => !plain.fields[input.name]).map((input) => `${at(input.name)}: only in the SDK`);
  const extra = Object.keys(plain.fields).filter(
    (field) => !sdk.some((input) => input.name === field) && !OWN.has(at(field)),
  );
  const optional = sdk.filter(
    (input) => input.optional === plain.required.includes(input.name) && plain.fields[input.name],
  );
  const nested = sdk.flatMap((input) => {
    const field = plain.fields[input.name];
    return input.holds && field ? unmatched("types/input.d.ts", input.holds, field, at(input.name)) : [];
  });
  return [
    ...missing,
    ...extra.map((field) => `${at(field)}: not in the SDK`),
    ...optional.map((input) => `${at(input.name)}: required on one side only`),
    ...nested,
  ];
}

/** The shape of one item, whatever lists and refusals are around it. */
function bare(shape: Shape): Shape {
  if (shape.kind === "list" || shape.kind === "map") return bare(shape.of);
  return shape.kind === "refused" ? bare(shape.as) : shape;
}

describe("the official SDK's inputs", () => {
  for (const resource of resources) {
    const [file = "", name = ""] = resource.type.replace("docker:index/", "").split(":");
    test(`every input of docker.${name}, however deep, is honoured or refused by name`, () => {
      expect(unmatched(`${file}.d.ts`, `${name}Args`, record(shapesOf(resource), ...resource.required))).toEqual([]);
    });
  }

  test("every input of docker.Provider is known", () => {
    expect(unmatched("provider.d.ts", "ProviderArgs", record(configuration))).toEqual([]);
  });

  test("every argument and result of the functions is known", () => {
    for (const { token, arguments: shape, results } of functions) {
      const file = token.split(":")[1]?.replace("index/", "") ?? "";
      const type = `${file[0]?.toUpperCase()}${file.slice(1)}`;
      expect(unmatched(`${file}.d.ts`, `${type}Args`, shape)).toEqual([]);
      const given = interfaceOf(`${file}.d.ts`, `${type}Result`).filter(({ optional }) => !optional);
      expect(Object.keys(results).sort()).toEqual(given.map(({ name }) => name).sort());
    }
  });
});

describe("every property", () => {
  for (const resource of resources) {
    test(`of ${resource.type} can be read back, or says that it is remembered`, () => {
      const blind = Object.entries(resource.properties).filter(([, { live, remembered }]) => !live === !remembered);
      expect(blind.map(([name]) => name)).toEqual([]);
    });
  }
});
