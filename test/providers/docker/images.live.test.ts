import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Values } from "../../../providers/docker/values.ts";
import { describeEngine } from "./describe-engine.ts";
import { TYPES } from "./plugin.ts";

describeEngine("images on a real engine", (engine) => {
  const context = mkdtempSync(join(tmpdir(), "image-context-"));
  const write = (name: string, text: string) => writeFileSync(join(context, name), text);

  beforeAll(async () => {
    write("Dockerfile", 'FROM busybox\nARG WHO=nobody\nCOPY . /app\nENV WHO=$WHO\nCMD ["sleep", "1000000"]\n');
    write("kept", "1");
    write("ignored", "1");
    write(".dockerignore", "ignored\n");
  });
  afterAll(async () => {
    rmSync(context, { recursive: true });
  });

  const files = async (tag: string) => (await engine.host.docker("run", "--rm", tag, "ls", "/app")).split("\n").sort();
  const declared = (build: Values = {}): Values => ({
    imageName: "built:v1",
    skipPush: true,
    build: { context, args: { WHO: "me" }, ...build },
  });

  test("docker.Image builds a context without what .dockerignore leaves out, and again when a file changes", async () => {
    const { inputs, id, outputs } = await engine.plugin.make(TYPES.image, "built", declared());
    expect(await files("built:v1")).toEqual(["Dockerfile", "kept"]);
    expect(outputs.repoDigest).toBe(await engine.host.docker("image", "inspect", "-f", "{{.Id}}", "built:v1"));

    const compare = async (build: Values = {}) => {
      const { inputs: next } = await engine.plugin.check(TYPES.image, "built", declared(build));
      return { next, detailed: (await engine.plugin.diff(TYPES.image, "built", id, next, inputs)).detailed };
    };
    expect((await compare()).detailed).toEqual({});
    write("ignored", "2");
    expect((await compare()).detailed).toEqual({});
    // The engine knows a digest of all of it; what is declared otherwise than last time is named as well.
    const otherwise = { args: { WHO: "you" }, dockerfile: "./Dockerfile" };
    expect((await compare(otherwise)).detailed).toEqual({
      "build.args.WHO": "UPDATE",
      "build.dockerfile": "ADD",
      "build.contextDigest": "UPDATE",
    });
    write("kept", "2");
    const { next, detailed } = await compare();
    expect(detailed).toEqual({ "build.contextDigest": "UPDATE" });
    await engine.plugin.update(TYPES.image, "built", id, next, inputs);
    expect(await engine.host.docker("run", "--rm", "built:v1", "cat", "/app/kept")).toBe("2");
  });

  test("a tag that somebody moved to another image is named", async () => {
    const { inputs } = await engine.plugin.check(TYPES.image, "built", declared());
    await engine.host.docker("tag", "busybox", "built:v1");
    const { detailed } = await engine.plugin.diff(TYPES.image, "built", "any", inputs, inputs);
    expect(detailed).toEqual({ "build.contextDigest": "UPDATE" });
  });

  test("BuildKit builds where it is asked for", async () => {
    const asked = { ...declared({ builderVersion: "BuilderBuildKit" }), imageName: "kit:v1" };
    await engine.plugin.make(TYPES.image, "kit", asked);
    expect(await files("kit:v1")).toEqual(["Dockerfile", "kept"]);
  });

  test("a build that fails says what the builder said, and a context that is not there is named at once", async () => {
    write("Broken", "FROM busybox\nRUN echo reached && false\n");
    const { inputs } = await engine.plugin.check(TYPES.image, "broken", declared({ dockerfile: "Broken" }));
    await expect(engine.plugin.create(TYPES.image, "broken", inputs)).rejects.toThrow(/non-zero code: 1.*reached/s);
    const { faults } = await engine.plugin.check(TYPES.image, "nowhere", declared({ context: "/nowhere" }));
    expect(faults).toEqual([expect.stringMatching(/^build.context: "\/nowhere": is no directory/)]);
  });

  test("docker.RemoteImage uses what is present, and leaves it there", async () => {
    const { inputs, id, outputs } = await engine.plugin.make(TYPES.remoteImage, "present", { name: "busybox:latest" });
    expect(outputs.imageId).toBe(await engine.host.docker("image", "inspect", "-f", "{{.Id}}", "busybox"));
    await engine.plugin.remove(TYPES.remoteImage, "present", id, inputs, outputs);
    expect(await engine.host.docker("images", "-q", "busybox")).not.toBe("");
  });

  test("docker.RemoteImage builds with all its tags, and takes them away", async () => {
    const build = { context, tags: ["zoo:dev"], buildArgs: { WHO: "zoo" }, labels: { a: "b" }, noCache: true };
    const { inputs, id, outputs } = await engine.plugin.make(TYPES.remoteImage, "zoo", { name: "zoo:latest", build });
    expect(await engine.host.docker("run", "--rm", "zoo:dev", "sh", "-c", "echo $WHO")).toBe("zoo");
    expect((await engine.plugin.diff(TYPES.remoteImage, "zoo", id, inputs, inputs)).detailed).toEqual({});
    await engine.plugin.remove(TYPES.remoteImage, "zoo", id, inputs, outputs);
    expect(await engine.host.docker("images", "-q", "zoo")).toBe("");
  });

  test("a pull that no registry answers fails with the engine's words and the image's name", async () => {
    const pull = engine.plugin.create(TYPES.remoteImage, "far", { name: "registry.invalid/nothing:v1" });
    await expect(pull).rejects.toThrow(/registry\.invalid/);
  });

  test("the functions tell what the engine knows", async () => {
    const network = await engine.plugin.invoke("docker:index/getNetwork:getNetwork", { name: "bridge" });
    expect(network).toMatchObject({ name: "bridge", driver: "bridge", scope: "local" });
    const image = await engine.plugin.invoke("docker:index/getRemoteImage:getRemoteImage", { name: "busybox" });
    expect(image.id).toBe(await engine.host.docker("image", "inspect", "-f", "{{.Id}}", "busybox"));
    await expect(engine.plugin.invoke("docker:index/getNetwork:getNetwork", { name: "nope" })).rejects.toThrow(
      /"nope"/,
    );
    await expect(engine.plugin.invoke("docker:index/getNetwork:getNetwork", { name: 7 })).rejects.toThrow(
      /must be text/,
    );
  });
});
