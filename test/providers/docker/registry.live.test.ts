import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UNKNOWN, type Values } from "../../../providers/docker/values.ts";
import { liveUnless } from "../../live.ts";
import { cannotRunDocker, DockerHost } from "./host.ts";
import { Plugin, TYPES } from "./plugin.ts";
import { PASSWORD, type Registry, registryProgram, startRegistry } from "./registry.ts";
import { undefinedIn } from "./sdk.ts";

const program = cannotRunDocker() ? undefined : await registryProgram();
const reason = cannotRunDocker() ?? (program ? undefined : "needs Debian's package docker-registry");
const DIGEST = "docker:index/getRegistryImage:getRegistryImage";

liveUnless(reason)("a real registry", () => {
  const home = mkdtempSync(join(tmpdir(), "docker-registry-"));
  const [R, I, G, T] = [TYPES.remoteImage, TYPES.image, TYPES.registryImage, TYPES.tag];
  let host: DockerHost;
  let plugin: Plugin;
  let open: string;
  let closed: string;
  let digest: string;
  let registries: Registry[];

  const start = (config: Values = {}, env: Record<string, string> = {}) =>
    Plugin.start({ host: `unix://${host.socket}`, ...config }, { HOME: home, ...env });
  const names = async () => (await host.docker("images", "--format", "{{.Repository}}:{{.Tag}}")).split("\n").sort();
  const login = (password: string) => ({ server: closed, username: "me", password });
  const app = (more: Values = {}): Values => ({ imageName: `${closed}/app:v1`, build: { context: home }, ...more });

  beforeAll(async () => {
    host = await DockerHost.open();
    await host.importBusybox();
    registries = [await startRegistry(host, program ?? "", false), await startRegistry(host, program ?? "", true)];
    [open = "", closed = ""] = registries.map(({ address }) => address);
    await host.docker("tag", "busybox", `${open}/box:v1`);
    await host.docker("push", "-q", `${open}/box:v1`);
    digest = await host.docker("image", "inspect", "-f", "{{index .RepoDigests 0}}", `${open}/box:v1`);
    await host.docker("rmi", `${open}/box:v1`);
    writeFileSync(join(home, "Dockerfile"), "FROM busybox\nENV A=1\n");
    plugin = await start();
  });
  afterAll(async () => {
    await plugin?.close();
    await host?.close();
    for (const registry of registries ?? []) await registry.close();
    rmSync(home, { recursive: true });
  });

  test("docker.RemoteImage pulls by tag, by digest, by both and for a platform, and takes away what it pulled", async () => {
    const tagged = `${open}/box:v1`;
    const forms: Values[] = [
      { name: tagged },
      { name: digest },
      { name: digest.replace("@", ":v1@") },
      { name: tagged, platform: "linux/amd64" },
      { name: tagged, forceRemove: true },
    ];
    for (const form of forms) {
      const { inputs, id, outputs } = await plugin.make(R, "box", form);
      expect(outputs).toMatchObject({ imageId: expect.stringMatching(/^sha256:/), repoDigest: digest });
      expect((await plugin.diff(R, "box", id, inputs, inputs)).detailed).toEqual({});
      await plugin.remove(R, "box", id, inputs, outputs);
      expect(await names()).toEqual(["busybox:latest"]);
    }
  });

  test("keepLocally leaves the image; pullTriggers pull a tag that moved in the registry, triggers replace", async () => {
    const name = `${open}/moving:v1`;
    await host.docker("tag", "busybox", name);
    await host.docker("push", "-q", name);
    await host.docker("rmi", name);
    const first: Values = { name, keepLocally: true, pullTriggers: ["1"], triggers: { a: "1" } };
    const { inputs, id, outputs } = await plugin.make(R, "moving", first);
    await host.must(["docker", "build", "-q", "-t", `${open}/moving:new`, "-"], { input: "FROM busybox\nENV B=2\n" });
    await host.docker("tag", `${open}/moving:new`, `${open}/moving:v1`);
    await host.docker("push", "-q", name);
    await host.docker("tag", "busybox", name);
    const now = await plugin.invoke(DIGEST, { name });
    expect(now.sha256Digest).not.toBe(String(outputs.repoDigest).split("@")[1]);

    const next: Values = { ...inputs, pullTriggers: [now.sha256Digest ?? ""] };
    expect((await plugin.diff(R, "moving", id, next, inputs)).detailed).toEqual({ pullTriggers: "UPDATE" });
    const moved = await plugin.update(R, "moving", id, next, inputs, outputs);
    expect(moved.outputs.repoDigest).toBe(`${open}/moving@${String(now.sha256Digest)}`);
    const other: Values = { ...next, triggers: { a: "2" } };
    expect((await plugin.diff(R, "moving", id, other, next)).replaces).toEqual(["triggers"]);
    await plugin.remove(R, "moving", id, next, moved.outputs);
    expect(await names()).toContain(name);
    await host.docker("rmi", "-f", name, `${open}/moving:new`);
  });

  test("an image of another platform than the declared one is refused, present or pulled", async () => {
    const foreign: Values = { name: `${open}/box:v1`, platform: "linux/arm64" };
    await expect(plugin.create(R, "foreign", foreign)).rejects.toThrow(/box:v1.*linux\/amd64.*linux\/arm64/s);
    expect(await names()).not.toContain(`${open}/box:v1`);
  });

  test("what the registry has not is named with its own words", async () => {
    const pulled = plugin.create(R, "no", { name: `${open}/box:nope` });
    await expect(pulled).rejects.toThrow(/box:nope cannot be pulled: .*(manifest unknown|not found)/);
    await expect(plugin.invoke(DIGEST, { name: `${open}/box:nope` })).rejects.toThrow(/box:nope.*manifest unknown/);
  });

  test("docker.Image builds, pushes with its login, and tells the digest that the registry has", async () => {
    const { inputs, faults } = await plugin.check(I, "app", app({ registry: login(PASSWORD) }), ["registry.password"]);
    expect(faults).toEqual([]);
    const { id, outputs, secrets } = await plugin.create(I, "app", inputs, { secrets: ["registry.password"] });
    expect(secrets).toContain("registry.password");
    expect(outputs.repoDigest).toMatch(new RegExp(`^${closed}/app@sha256:[0-9a-f]{64}$`));
    expect((await plugin.diff(I, "app", id, inputs, inputs)).detailed).toEqual({});
    // Another login makes no other image: what stands on it stays.
    const relogged = { ...inputs, registry: { ...login(PASSWORD), server: `http://${closed}` } };
    for (const preview of [true, false]) {
      const after = await plugin.update(I, "app", id, relogged, inputs, outputs, { preview });
      expect(after.outputs.repoDigest).toBe(outputs.repoDigest);
    }
    const other = { ...inputs, build: { ...(inputs.build as Values), contextDigest: "sha256:0" } };
    const foreseen = await plugin.update(I, "app", id, other, inputs, outputs, { preview: true });
    expect(foreseen.outputs.repoDigest).toBe(UNKNOWN);

    const knows = await start({ registryAuth: [{ address: closed, username: "me", password: PASSWORD }] });
    const found = await knows.invoke(DIGEST, { name: `${closed}/app:v1` });
    expect(`${closed}/app@${String(found.sha256Digest)}`).toBe(outputs.repoDigest);
    await host.docker("tag", `${closed}/app:v1`, `${open}/app:v1`);
    await host.docker("push", "-q", `${open}/app:v1`);
    const local = await knows.invoke("docker:index/getRemoteImage:getRemoteImage", { name: `${closed}/app:v1` });
    expect(local.repoDigest).toBe(outputs.repoDigest);
    await host.docker("rmi", `${closed}/app:v1`, `${open}/app:v1`);
    await knows.close();
  });

  test("a wrong password and none are told by the registry's words, and the password nowhere", async () => {
    for (const [registry, words] of [
      [{ registry: login("wrong-password") }, /cannot push .*app:v1: .*unauthorized/i],
      [{}, /cannot push .*app:v1: .*no basic auth credentials/],
    ] as const) {
      const { inputs } = await plugin.check(I, "app", app(registry));
      const failed = await plugin.create(I, "app", inputs, { secrets: ["registry.password"] }).then(String, String);
      expect(failed).toMatch(words);
      expect(failed).not.toContain("wrong-password");
    }
    const { faults } = await plugin.check(I, "app", { ...app({ registry: login("x") }), imageName: "app" });
    expect(faults).toEqual([expect.stringMatching(/^registry.server: .* is not the registry of imageName "app"/)]);
    await host.docker("rmi", `${closed}/app:v1`);
  });

  test("docker.Provider's registryAuth, files and the CLI's own login open the registry for pulls and builds", async () => {
    const of = (auth: Values) => ({ registryAuth: [{ address: closed, ...auth }] });
    const loggedIn = { auths: { [closed]: { auth: Buffer.from(`me:${PASSWORD}`).toString("base64") } } };
    const ways: [settings: Values, env: Record<string, string>][] = [
      [of({ username: "me", password: PASSWORD }), {}],
      [of({ configFileContent: JSON.stringify(loggedIn) }), {}],
      [{}, { DOCKER_CONFIG: home }],
    ];
    writeFileSync(join(home, "config.json"), JSON.stringify(loggedIn));
    writeFileSync(join(home, "Derived"), `FROM ${closed}/app:v1\n`);
    const build = { context: home, dockerfile: "Derived" };
    for (const [settings, env] of ways) {
      const other = await start(settings, env);
      const derived = await other.make(I, "derived", { imageName: "derived:v1", skipPush: true, build });
      expect(derived.outputs.repoDigest).toMatch(/^sha256:/);
      await host.docker("rmi", "-f", `${closed}/app:v1`, "derived:v1");
      const pulled = await other.make(R, "app", { name: `${closed}/app:v1` });
      await other.remove(R, "app", pulled.id, pulled.inputs, pulled.outputs);
      await other.close();
    }
    await expect(plugin.create(R, "app", { name: `${closed}/app:v1` })).rejects.toThrow(/app:v1.*no basic auth/);
  });

  test("docker.getRegistryImage asks the registry itself, with a login, and needs no engine", async () => {
    const login = { registryAuth: [{ address: closed, username: "me", password: PASSWORD }] };
    const alone = await Plugin.start({ host: "unix:///nowhere/docker.sock", ...login }, { HOME: home });
    const found = await alone.invoke(DIGEST, { name: `${open}/box:v1` });
    expect(undefinedIn(found, "getRegistryImage.d.ts", "GetRegistryImageResult")).toEqual([]);
    expect(`${open}/box@${String(found.sha256Digest)}`).toBe(digest);
    expect(await alone.invoke(DIGEST, { name: digest })).toMatchObject({ sha256Digest: digest.split("@")[1] });
    const behind = await alone.invoke(DIGEST, { name: `${closed}/app:v1` });
    expect(behind.sha256Digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    await alone.close();
    const words = /box:nope cannot be had: .* answered GET box:nope with 404: manifest unknown/;
    await expect(plugin.invoke(DIGEST, { name: `${open}/box:nope` })).rejects.toThrow(words);
    await expect(plugin.invoke(DIGEST, { name: `${closed}/app:v1` })).rejects.toThrow(/401: authentication required/);
    await expect(plugin.invoke(DIGEST, { name: "127.0.0.1:1/x" })).rejects.toThrow(/127.0.0.1:1 does not answer: .*/);
  });

  test("docker.RegistryImage pushes, sees what somebody else pushed in its place, and takes away what it pushed", async () => {
    const name = `${open}/mine:v1`;
    const declared: Values = { name, triggers: { a: "1" } };
    await expect(plugin.make(G, "mine", declared)).rejects.toThrow(/nothing was pushed: the engine has no image/);
    await host.docker("tag", "busybox", name);
    const { inputs, id, outputs } = await plugin.make(G, "mine", declared);
    expect(undefinedIn(outputs, "registryImage.d.ts", "RegistryImage")).toEqual([]);
    expect(outputs.sha256Digest).toBe((await plugin.invoke(DIGEST, { name })).sha256Digest);
    expect((await plugin.diff(G, "mine", id, inputs, inputs, outputs)).detailed).toEqual({});
    expect(await plugin.read(G, "mine", id, inputs, outputs)).toMatchObject({ id, inputs, outputs });
    const again = { ...inputs, triggers: { a: "2" } };
    expect((await plugin.diff(G, "mine", id, again, inputs, outputs)).replaces).toEqual(["triggers"]);
    const elsewhere = { ...inputs, name: `${open}/mine:v2` };
    expect((await plugin.diff(G, "mine", id, elsewhere, inputs, outputs)).replaces).toEqual(["name"]);
    expect((await plugin.diff(G, "mine", id, { ...inputs, name: UNKNOWN }, inputs)).detailed).toEqual({
      name: "UPDATE_REPLACE",
    });

    await host.must(["docker", "build", "-q", "-t", name, "-"], { input: "FROM busybox\nENV THEIRS=1\n" });
    await host.docker("push", "-q", name);
    expect((await plugin.diff(G, "mine", id, inputs, inputs, outputs)).replaces).toEqual(["name"]);
    expect((await plugin.read(G, "mine", id, inputs, outputs)).id).toBe("");
    await plugin.remove(G, "mine", id, inputs, outputs);
    const theirs = await plugin.invoke(DIGEST, { name });
    expect(theirs.sha256Digest).not.toBe(id);

    const kept = await plugin.make(G, "kept", { name, keepRemotely: true });
    await plugin.remove(G, "kept", kept.id, kept.inputs, kept.outputs);
    expect((await plugin.invoke(DIGEST, { name })).sha256Digest).toBe(kept.id);
    await plugin.remove(G, "kept", kept.id, { ...kept.inputs, keepRemotely: false }, kept.outputs);
    await expect(plugin.invoke(DIGEST, { name })).rejects.toThrow(/404: manifest unknown/);
    await expect(plugin.read(G, "mine", name)).rejects.toThrow(/cannot be imported/);
    await host.docker("rmi", "-f", name);
  });

  test("docker.RegistryImage builds, and logs in with its own authConfig, which is that of its registry", async () => {
    const name = `${closed}/built:v1`;
    const authConfig = { address: closed, username: "me", password: PASSWORD };
    const declared: Values = { name, authConfig, build: { context: home } };
    const elsewhere = await plugin.check(G, "built", { ...declared, name: "built:v1" });
    expect(elsewhere.faults).toEqual([expect.stringMatching(/^authConfig.address: .*is not the registry of name/)]);
    const { id, inputs, outputs } = await plugin.make(G, "built", declared);
    expect(outputs.sha256Digest).toMatch(/^sha256:/);
    await plugin.remove(G, "built", id, inputs, outputs);
    const wrong = { ...declared, authConfig: { ...authConfig, password: "wrong-password" } };
    const failed = await plugin.make(G, "built", wrong).then(String, String);
    expect(failed).toMatch(/cannot push .*built:v1: .*unauthorized/i);
    expect(failed).not.toContain("wrong-password");
    await host.docker("rmi", "-f", name);
  });

  test("docker.Tag gives a name, sees it moved or taken away, and leaves it on destroy", async () => {
    const declared: Values = { sourceImage: "busybox:latest", targetImage: `${open}/alias:v1` };
    const { inputs, id, outputs } = await plugin.make(T, "alias", declared);
    expect(undefinedIn(outputs, "tag.d.ts", "Tag")).toEqual([]);
    expect(outputs.sourceImageId).toBe(await host.docker("image", "inspect", "-f", "{{.Id}}", "busybox"));
    const changes = async (next = inputs) => (await plugin.diff(T, "alias", id, next, inputs, outputs)).detailed;
    expect(await changes()).toEqual({});
    expect(await plugin.read(T, "alias", id, inputs, outputs)).toMatchObject({ id, inputs, outputs });
    expect(await changes({ ...inputs, tagTriggers: ["x"] })).toEqual({ tagTriggers: "ADD_REPLACE" });
    expect(await changes({ ...inputs, targetImage: "busybox:latest" })).toEqual({ targetImage: "UPDATE_REPLACE" });
    await host.must(["docker", "build", "-q", "-t", `${open}/alias:v1`, "-"], { input: "FROM busybox\nENV X=1\n" });
    expect(await changes()).toEqual({ sourceImage: "UPDATE_REPLACE" });
    await plugin.make(T, "alias", declared);
    expect(await changes()).toEqual({});
    await plugin.remove(T, "alias", id, inputs, outputs);
    expect(await names()).toContain(`${open}/alias:v1`);
    await host.docker("rmi", `${open}/alias:v1`);
    expect((await plugin.read(T, "alias", id, inputs, outputs)).id).toBe("");
    expect(Object.keys(await changes())).toEqual(["targetImage"]);
    const absent = plugin.make(T, "absent", { sourceImage: "absent:v1", targetImage: "x:v1" });
    await expect(absent).rejects.toThrow(/sourceImage: the engine has no image "absent:v1"/);
    const { faults } = await plugin.check(T, "odd", { ...declared, targetImage: digest });
    expect(faults).toEqual([expect.stringMatching(/^targetImage: .*a digest cannot be given/)]);
    await expect(plugin.read(T, "alias", "busybox:latest")).rejects.toThrow(/cannot be imported/);
  });
});
