import { createHash } from "node:crypto";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configuration } from "../../../providers/docker/configuration.ts";
import { shapesOf } from "../../../providers/docker/provider.ts";
import { functions, resources } from "../../../providers/docker/registry.ts";
import { record, type Shape } from "../../../providers/docker/shape.ts";
import { decode, encode, isValues, join, type Value, type Values } from "../../../providers/docker/values.ts";
import { type Answer, FakeEngine, IMAGE, type Sent } from "../../engine/fake-engine.ts";
import { Plugin, urn } from "./plugin.ts";

/** Long, in no message by chance, and valid as much as possible: a name, a word, a path's part. */
const CANARY = "canary7f3a9c51d2e8b604";

let engine: FakeEngine;
let plugin: Plugin;

beforeAll(async () => {
  engine = await new FakeEngine().listen();
  plugin = await Plugin.start({ host: engine.host });
});
afterAll(async () => {
  await plugin.close();
  await engine.close();
});

/** Every text of a shape, as the way to it: a name, 0 for an item, "canary-key" for a member of a map. */
function texts(shape: Shape, at: (string | number)[] = []): (string | number)[][] {
  switch (shape.kind) {
    case "text":
      return shape.choices ? [] : [at];
    case "list":
      return texts(shape.of, [...at, 0]);
    case "map":
      return texts(shape.of, [...at, "some-key"]);
    case "record":
      return Object.entries(shape.fields).flatMap(([name, field]) => texts(field, [...at, name]));
    default:
      return [];
  }
}

/** A value of a shape with the canary at one place and, around it, what is required. */
function planted(shape: Shape, [step, ...rest]: readonly (string | number)[], canary: string): Value {
  if (step === undefined) return canary;
  if (shape.kind === "list") return [planted(shape.of, rest, canary)];
  if (shape.kind === "map") return { [String(step)]: planted(shape.of, rest, canary) };
  if (shape.kind !== "record") throw new Error(`nothing is below a ${shape.kind}`);
  const required = shape.required.filter((name) => name !== step).map((name) => [name, filler(shape.fields[name]!)]);
  return { ...Object.fromEntries(required), [String(step)]: planted(shape.fields[step]!, rest, canary) };
}

function filler(shape: Shape): Value {
  if (shape.kind === "number") return shape.least ?? 1;
  if (shape.kind === "flag") return true;
  if (shape.kind === "list") return [filler(shape.of)];
  if (shape.kind === "record")
    return Object.fromEntries(shape.required.map((name) => [name, filler(shape.fields[name]!)]));
  return shape.kind === "text" ? (shape.choices?.[0] ?? "filler") : {};
}

function pathOf(steps: readonly (string | number)[]): string {
  return steps.reduce<string>((path, step) => (typeof step === "number" ? `${path}[${step}]` : join(path, step)), "");
}

/** Places at which the canary stands without a mark. */
function unmarked(struct: Parameters<typeof decode>[0], canary: string): string[] {
  const { values, secrets } = decode(struct);
  return bare(values, "", secrets, canary);
}

function bare(value: Value, path: string, secrets: ReadonlySet<string>, canary: string): string[] {
  if (secrets.has(path)) return [];
  if (typeof value === "string") return value.includes(canary) ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((item, i) => bare(item, `${path}[${i}]`, secrets, canary));
  if (!isValues(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => bare(item, join(path, key), secrets, canary));
}

/** The worst of engines: whatever was asked of it, it repeats in its own words. */
const gossip = (call: string, { url, headers, body }: Sent): Answer | undefined =>
  /^(GET \/(version|info|_ping)|GET \/images)/.test(call)
    ? undefined
    : {
        status: 400,
        body: { message: `bad: ${decodeURIComponent(url)} ${url} ${headers} ${body} ${JSON.stringify(body)}` },
      };

/** An engine that makes what it is told and shows it as it was told. */
function faithful(): (call: string, sent: Sent) => Answer | undefined {
  const made = new Map<string, object>();
  const show = (id: string) => (made.has(id) ? ({ status: 200, body: made.get(id) } as const) : undefined);
  return (call, { url, body }) => {
    const [method, path = ""] = call.split(" ");
    const name = new URL(url, "http://x").searchParams.get("name") ?? "";
    if (call === "POST /containers/create") {
      const { HostConfig, NetworkingConfig, ...Config } = JSON.parse(body);
      const State = { Running: true, Status: "running", StartedAt: "1", ExitCode: 0 };
      const NetworkSettings = { Networks: NetworkingConfig?.EndpointsConfig ?? {} };
      made.set("/containers/made", {
        Id: "made",
        Name: `/${name}`,
        Image: IMAGE,
        State,
        Config,
        HostConfig,
        NetworkSettings,
      });
      return { status: 201, body: { Id: "made" } };
    }
    if (call === "POST /networks/create") {
      const network = { Id: "net", Scope: "local", Containers: {}, Created: "", ...JSON.parse(body) };
      made.set("/networks/net", network);
      return { status: 201, body: { Id: "net" } };
    }
    if (call === "POST /volumes/create") {
      const { DriverOpts: Options, ...rest } = JSON.parse(body);
      made.set(`/volumes/${rest.Name}`, { ...rest, Options, Mountpoint: `/v/${rest.Name}`, Scope: "local" });
      return { status: 201, body: made.get(`/volumes/${rest.Name}`) };
    }
    if (method === "GET") return show(path.replace(/\/json$/, ""));
    return /^(POST|PUT|DELETE)$/.test(method ?? "") ? { status: 204 } : undefined;
  };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

describe.each(resources.map((resource) => [resource.type, resource] as const))("%s", (type, resource) => {
  const shape = record(shapesOf(resource), ...resource.required);
  const all = texts(shape).map((steps) => [pathOf(steps), steps] as const);

  test.each(all)("a secret at %s is in no answer and in no error", async (path, steps) => {
    // One that is valid wherever a name, a word or a path would be; and one that hardly is anywhere.
    for (const canary of [CANARY, `/${CANARY} "x"\n`]) {
      const news = { ...(resource.named ? { name: "some-name" } : {}), ...(planted(shape, steps, canary) as Values) };
      const secrets = new Set([path]);
      const request = new messages.CheckRequest();
      request.setUrn(urn(type, "canary"));
      request.setNews(encode(news, secrets));
      request.setRandomseed(Buffer.from("0123456789abcdef"));
      engine.answer = () => undefined;
      const checked = await plugin.call<messages.CheckResponse>("check", request).catch(messageOf);
      if (typeof checked === "string") {
        expect(checked).not.toContain(CANARY);
        continue;
      }
      const faults = checked.getFailuresList().map((one) => one.getReason());
      expect(faults.join("\n")).not.toContain(CANARY);
      expect(unmarked(checked.getInputs(), CANARY)).toEqual([]);
      if (resource.idHolds?.includes(path))
        expect(faults.join("\n")).toContain("a secret, and the resource's id holds it");
      if (faults.length > 0) continue;
      for (const [preview, answer] of [
        [true, faithful()],
        [false, faithful()],
        [false, gossip],
      ] as const) {
        engine.answer = answer;
        const create = new messages.CreateRequest();
        create.setUrn(urn(type, "canary"));
        create.setProperties(checked.getInputs());
        create.setPreview(preview);
        create.setTimeout(5);
        const made = await plugin.call<messages.CreateResponse>("create", create).catch((error: unknown) => error);
        if (made instanceof messages.CreateResponse) {
          expect(made.getId()).not.toContain(CANARY);
          expect(unmarked(made.getProperties(), CANARY)).toEqual([]);
        } else expectClean(made);
      }
    }
  });
});

/** Neither the words of an error nor what is recorded with it have the canary in the clear. */
function expectClean(error: unknown): void {
  expect(messageOf(error)).not.toContain(CANARY);
  const { metadata } = error as { metadata?: { get(name: string): (string | Buffer)[] } };
  const [recorded] = metadata?.get("grpc-status-details-bin") ?? [];
  if (recorded) expect(Buffer.from(recorded).toString("latin1").replaceAll(MARKED, "")).not.toContain(CANARY);
}

/** A secret as Pulumi's wire has it, up to its end. */
const MARKED =
  /4dabf18193072939515e22adb298388d[\s\S]*?1b47061264138c4ac30d75fd1eb44270[\s\S]*?value[\s\S]*?canary7f3a9c51d2e8b604/g;

describe("the provider's own configuration", () => {
  const shape = record(configuration);
  const all = texts(shape).map((steps) => [pathOf(steps), steps] as const);

  test.each(all)("a secret at %s is in no answer and in no error", async (_path, steps) => {
    const [root] = steps;
    const value = planted(shape, steps, CANARY) as Values;
    const text = Object.entries(value).map(([key, one]) => [key, typeof one === "string" ? one : JSON.stringify(one)]);
    const request = new messages.CheckRequest();
    request.setUrn("urn:pulumi:dev::trial::pulumi:providers:docker::p");
    request.setNews(encode(Object.fromEntries(text), new Set([String(root)])));
    const checked = await plugin.call<messages.CheckResponse>("checkConfig", request);
    expect(
      checked
        .getFailuresList()
        .map((one) => one.getReason())
        .join("\n"),
    ).not.toContain(CANARY);
    expect(unmarked(checked.getInputs(), CANARY)).toEqual([]);
  });

  test("passwords and keys are secret although the program does not say so", async () => {
    const request = new messages.CheckRequest();
    request.setUrn("urn:pulumi:dev::trial::pulumi:providers:docker::p");
    const registryAuth = JSON.stringify([{ address: "r:5000", username: "u", password: CANARY }]);
    request.setNews(encode({ registryAuth, keyMaterial: CANARY, host: "tcp://h:1" }));
    const checked = await plugin.call<messages.CheckResponse>("checkConfig", request);
    const { secrets } = decode(checked.getInputs());
    expect([...secrets].sort()).toEqual(["keyMaterial", "registryAuth"]);
  });

  test("what it says is taken out of every error, in whatever spelling", async () => {
    const own = await Plugin.start({
      host: engine.host,
      registryAuth: JSON.stringify([{ address: "r", password: CANARY }]),
    });
    engine.answer = gossip;
    const words = Buffer.from(CANARY).toString("base64");
    const failed = await own
      .create("docker:index/network:Network", "n", { name: `net-${CANARY}`, labels: [{ label: "a", value: words }] })
      .catch(messageOf);
    expect(failed).toContain("bad: ");
    expect(failed).not.toContain(CANARY);
    expect(failed).not.toContain(words);
    await own.close();
  });
});

describe.each(functions.map((one) => [one.token, one] as const))("%s", (token, { arguments: shape }) => {
  test.each(texts(shape).map((steps) => [pathOf(steps), steps] as const))(
    "a secret at %s is in no answer and in no error",
    async (path, steps) => {
      const request = new messages.InvokeRequest();
      request.setTok(token);
      request.setArgs(encode(planted(shape, steps, CANARY) as Values, new Set([path])));
      engine.answer = gossip;
      const answer = await plugin.call<messages.InvokeResponse>("invoke", request).catch(messageOf);
      if (typeof answer === "string") expect(answer).not.toContain(CANARY);
      else expect(unmarked(answer.getReturn(), CANARY)).toEqual([]);
    },
  );
});

test("what is kept of a secret is a secret too", async () => {
  const upload = { file: "/x", content: CANARY };
  const request = new messages.CreateRequest();
  request.setUrn(urn("docker:index/container:Container", "canary"));
  request.setProperties(
    encode({ name: "web-1", image: "busybox", uploads: [upload] }, new Set(["uploads[0].content"])),
  );
  engine.answer = faithful();
  const made = await plugin.call<messages.CreateResponse>("create", request).catch((error: unknown) => error);
  if (made instanceof messages.CreateResponse) expect([...decode(made.getProperties()).secrets]).toContain("__uploads");
  else expect(messageOf(made)).not.toContain(createHash("sha256").update(CANARY).digest("hex"));
});
