import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { remoteBuildShape } from "../../../../providers/docker/image/remote-build.ts";
import type { Values } from "../../../../providers/docker/values.ts";
import { describeEngine } from "../describe-engine.ts";
import { TYPES } from "../plugin.ts";

/** Two elements of every list and map that a build of `docker.RemoteImage` takes, and what the image then shows. */
const SEVERAL: Record<string, { values: unknown[] | Record<string, string>; shows?: string[] }> = {
  extraHosts: { values: ["a.example:10.0.0.1", "b.example:10.0.0.2"], shows: ["10.0.0.1", "10.0.0.2"] },
  buildArgs: { values: { WHO: "me", WHAT: "that" }, shows: ["who=me", "what=that"] },
  label: { values: { one: "1", two: "2" } },
  labels: { values: { three: "3", four: "4" } },
  tags: { values: ["several:one", "several:two"] },
  cacheFroms: { values: ["busybox", "busybox:latest"] },
  ulimits: {
    values: [
      { name: "nofile", soft: 99, hard: 99 },
      { name: "core", soft: 3584, hard: 3584 },
    ],
    shows: ["nofile=99", "core=7"],
  },
  authConfigs: {
    values: [
      { hostName: "one.invalid", userName: "a", password: "b" },
      { hostName: "two.invalid", auth: "YTpi" },
    ],
  },
};

describeEngine("builds on a real engine", (engine) => {
  const folder = mkdtempSync(join(tmpdir(), "builds-"));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

  beforeAll(() => {
    const seen = "cat /etc/hosts; echo who=$WHO what=$WHAT; echo nofile=$(ulimit -n) core=$(ulimit -c)";
    write("Dockerfile", `FROM busybox\nARG WHO\nARG WHAT\nRUN (${seen}) > /seen\nCMD ["cat", "/seen"]\n`);
    write("Slow", "FROM busybox\nRUN sleep 20\n");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("every list and map of a build has a trial here", () => {
    const fields = remoteBuildShape.kind === "record" ? remoteBuildShape.fields : {};
    const open = Object.entries(fields).filter(([, { kind }]) => kind === "list" || kind === "map");
    expect(open.map(([name]) => name).toSorted()).toEqual(Object.keys(SEVERAL).toSorted());
  });

  test.each(Object.entries(SEVERAL))("%s takes none, one and two elements", async (name, { values, shows = [] }) => {
    const entries = Array.isArray(values) ? values : Object.entries(values);
    for (const count of [0, 1, 2]) {
      const some = entries.slice(0, count);
      const given = Array.isArray(values) ? some : Object.fromEntries(some as [string, string][]);
      const build = { context: folder, noCache: true, [name]: given } as Values;
      const image = `several-${name.toLowerCase()}:${count}`;
      const { inputs, faults } = await engine.plugin.check(TYPES.remoteImage, image, { name: image, build });
      expect(faults).toEqual([]);
      await engine.plugin.create(TYPES.remoteImage, image, inputs);
      const said = await engine.host.docker("run", "--rm", image);
      expect(shows.map((text) => said.includes(text))).toEqual(shows.map((_, i) => i < count));
    }
    const labels = JSON.parse(
      await engine.host.docker("image", "inspect", "-f", "{{json .Config.Labels}}", `several-${name.toLowerCase()}:2`),
    );
    if (name.startsWith("label")) expect(labels).toMatchObject(values);
    if (name !== "tags") return;
    for (const tag of values as string[]) expect(await engine.host.docker("images", "-q", tag)).not.toBe("");
  });

  test("docker.Image takes none, one and two addHosts", async () => {
    const hosts = ["a.example:10.0.0.1", "b.example:10.0.0.2"];
    for (const count of [0, 1, 2]) {
      // The builder's cache knows no hosts.
      const build = { context: folder, addHosts: hosts.slice(0, count), args: { WHO: String(count) } };
      await engine.plugin.make(TYPES.image, "hosts", { imageName: `hosts:${count}`, skipPush: true, build });
      const said = await engine.host.docker("run", "--rm", `hosts:${count}`);
      expect(["10.0.0.1", "10.0.0.2"].map((ip) => said.includes(ip))).toEqual([count > 0, count > 1]);
    }
  });

  test("a Dockerfile outside the context builds, and is no file of the image", async () => {
    const outside = mkdtempSync(join(tmpdir(), "outside-"));
    writeFileSync(join(outside, "file"), "");
    write("Outside", 'FROM busybox\nCOPY . /app\nCMD ["ls", "-A", "/app"]\n');
    const build = { context: outside, dockerfile: join(folder, "Outside") };
    const declared = { imageName: "outside:v1", skipPush: true, build };
    const { outputs } = await engine.plugin.make(TYPES.image, "outside", declared);
    expect(await engine.host.docker("run", "--rm", "outside:v1")).toBe("file");
    expect(outputs.dockerfile).toMatch(/^\.\.\/.*Outside$/);
    rmSync(outside, { recursive: true });
  });

  test("a build that prints nothing is found by its id", async () => {
    const build = { context: folder, suppressOutput: true };
    const { outputs } = await engine.plugin.make(TYPES.remoteImage, "quiet", { name: "quiet:v1", build });
    expect(outputs.imageId).toBe(await engine.host.docker("image", "inspect", "-f", "{{.Id}}", "quiet:v1"));
  });

  test("options of security are refused by name, as the engine takes none here", async () => {
    const build = { context: folder, securityOpts: ["seccomp=unconfined"] };
    const { faults } = await engine.plugin.check(TYPES.remoteImage, "safe", { name: "safe:v1", build });
    expect(faults).toEqual([expect.stringMatching(/^build\.securityOpts: .*takes none for a build on Linux/)]);
  });

  test("customTimeouts end a build that takes longer, and say so", async () => {
    const declared = { name: "slow:v1", build: { context: folder, dockerfile: "Slow" } };
    const { inputs } = await engine.plugin.check(TYPES.remoteImage, "slow", declared);
    const begun = Date.now();
    await expect(engine.plugin.create(TYPES.remoteImage, "slow", inputs, { limit: 1 })).rejects.toThrow(
      /the 1 s of customTimeouts\.create are over/,
    );
    expect(Date.now() - begun).toBeLessThan(15_000);
    expect(await engine.host.docker("images", "-q", "slow")).toBe("");
  });

  test("customTimeouts leave no half-made container behind", async () => {
    const declared = { image: "busybox", name: "late", command: ["sleep", "99"], wait: true, waitTimeout: 60 };
    const healthcheck = { tests: ["CMD", "false"], interval: "30s" };
    const { inputs } = await engine.plugin.check(TYPES.container, "late", { ...declared, healthcheck });
    await expect(engine.plugin.create(TYPES.container, "late", inputs, { limit: 2 })).rejects.toThrow(
      /the 2 s of customTimeouts\.create are over/,
    );
    expect(await engine.host.docker("ps", "-aq", "--filter", "name=late")).toBe("");
  });
});
