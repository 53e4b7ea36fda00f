import { describe, expect, test } from "vitest";
import { configuration } from "../../../providers/docker/configuration.ts";
import { shapesOf } from "../../../providers/docker/provider.ts";
import { Redaction } from "../../../providers/docker/redaction.ts";
import { functions, resources } from "../../../providers/docker/registry.ts";
import { secretsOf } from "../../../providers/docker/secrets.ts";
import { digestText, record, type Shape, secretText, text } from "../../../providers/docker/shape.ts";
import type { Values } from "../../../providers/docker/values.ts";

const asked = (values: Values, ...secrets: string[]) => [{ values, secrets: new Set(secrets) }];
const marks = (answer: Values, of: ReturnType<typeof asked>, shape: Shape = record({})) =>
  [...secretsOf(answer, of, shape)].sort();

describe("what an answer marks", () => {
  const envs = ["A=1", "PW=hunter22"];

  test("is the value itself where the property is as it was asked for", () => {
    expect(marks({ envs, name: "web" }, asked({ envs }, "envs[1]"))).toEqual(["envs[1]"]);
  });

  test("is the whole property where the host has moved or changed it", () => {
    expect(marks({ envs: ["PW=hunter22", "A=1"] }, asked({ envs }, "envs[1]"))).toContain("envs");
    expect(marks({ envs: ["A=1", "PW=other"] }, asked({ envs }, "envs[1]"))).toEqual(["envs"]);
  });

  test("is also what is kept of it, and the logs that may print it", () => {
    const answer = { uploads: [{ file: "/a", content: "secret1" }], __uploads: "digest", containerLogs: "" };
    const of = asked({ uploads: answer.uploads }, "uploads[0].content");
    expect(marks(answer, of)).toEqual(["__uploads", "containerLogs", "uploads[0].content"]);
  });

  test("is whatever else holds its text", () => {
    const networksAdvanced = [{ name: "secret-net" }];
    const answer = {
      networksAdvanced,
      networkDatas: [{ networkName: "secret-net", ip: "10.0.0.1" }],
      note: "x=hunter22",
    };
    expect(marks(answer, asked({ networksAdvanced, envs }, "networksAdvanced[0].name", "envs[1]"))).toEqual([
      "networkDatas[0].networkName",
      "networksAdvanced[0].name",
      "note",
    ]);
  });

  test("is what was completed of the same property only where it tells of the secret", () => {
    const shape = record({ build: record({ context: text, args: { kind: "map", of: text }, digest: digestText }) });
    const build = { context: "/a", args: { "odd-key": "hunter22", B: "2" } };
    const answer = { build: { ...build, digest: "sha256:1" }, context: "/a" };
    expect(marks(answer, asked({ build }, 'build.args["odd-key"]'), shape)).toEqual([
      'build.args["odd-key"]',
      "build.digest",
    ]);
    expect(marks(answer, asked({ build }), shape)).toEqual([]);
  });

  test("is what its type says, marked or not", () => {
    const shape = record({ registry: record({ server: text, password: secretText }) });
    expect(marks({ registry: { server: "r", password: "p" } }, asked({}), shape)).toEqual(["registry.password"]);
  });

  test("is nothing where there is no secret", () => {
    expect(marks({ envs, containerLogs: "x" }, asked({ envs }))).toEqual([]);
  });
});

describe("words", () => {
  const redaction = new Redaction();
  const secrets = {
    plain: "hunter2hunter2",
    variable: "TOKEN=abc=def",
    quoted: 'a"b\nc',
    pem: `-----BEGIN-----\n${"MIIE".repeat(20)}\n-----END-----`,
  };
  redaction.learn(
    { ...secrets, map: { "odd-key": "odd-value" }, other: "public" },
    new Set(["plain", "variable", "quoted", "pem", 'map["odd-key"]']),
  );

  test.each<[string, string, string]>([
    ["as it is", "said hunter2hunter2!", "said [secret]!"],
    ["twice", "hunter2hunter2hunter2hunter2", "[secret][secret]"],
    ["what a variable is set to", "value abc=def of TOKEN", "value [secret] of TOKEN"],
    ["in JSON", String.raw`{"x":"a\"b\nc"}`, '{"x":"[secret]"}'],
    ["in an address", "/x?q=hunter2hunter2&r=a%22b%0Ac", "/x?q=[secret]&r=[secret]"],
    ["in a header", Buffer.from("hunter2hunter2").toString("base64"), "[secret]"],
    ["cut off", '"hunter2hun..., 5 more', '"[secret]..., 5 more'],
    ["a line of many", `line 2 is ${"MIIE".repeat(20)}`, "line 2 is [secret]"],
    ["under a key that has to be quoted", "got odd-value", "got [secret]"],
    ["and nothing else", "public, hunter2, abc", "public, hunter2, abc"],
  ])("have no secret: %s", (_what, words, clean) => {
    expect(redaction.clean(words)).toBe(clean);
  });

  test("keep what is too short to be told from chance", () => {
    const short = new Redaction();
    short.learn("ab", new Set([""]));
    expect(short.clean("about")).toBe("about");
  });
});

/** Names of the official package for what is a secret by itself. Its own schema marks the passwords. */
const BY_NAME = /^(password|auth|.*[tT]oken|keyMaterial|configFileContent)$/;

test("every password, token and key of the official inputs is secret here, in types to come as well", () => {
  const inputs = [
    record(configuration),
    ...resources.map((resource) => record(shapesOf(resource))),
    ...functions.map((one) => one.arguments),
  ];
  const found = inputs.flatMap((shape) => named(shape));
  expect(found.filter(({ secret }) => !secret)).toEqual([]);
  expect(found.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["password", "keyMaterial", "configFileContent", "auth", "identityToken", "registryToken"]),
  );
});

function named(shape: Shape): { name: string; secret: boolean }[] {
  if (shape.kind === "list" || shape.kind === "map") return named(shape.of);
  if (shape.kind !== "record") return [];
  return Object.entries(shape.fields).flatMap(([name, field]) => {
    const own = field.kind === "text" && BY_NAME.test(name) ? [{ name, secret: field.tells === "secret" }] : [];
    return [...own, ...named(field)];
  });
}
