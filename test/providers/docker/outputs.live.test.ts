import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { functions, resources } from "../../../providers/docker/registry.ts";
import type { Values } from "../../../providers/docker/values.ts";
import { describeEngine } from "./describe-engine.ts";
import { TYPES } from "./plugin.ts";
import { undefinedIn } from "./sdk.ts";

/** Least and more of each type: what the types exclude is undefined in neither. */
const context = mkdtempSync(join(tmpdir(), "docker-outputs-"));
const DECLARED: Record<string, Values[]> = {
  [TYPES.network]: [
    { name: "least" },
    { name: "more", ipamConfigs: [{ subnet: "10.71.0.0/24" }], labels: [{ label: "a", value: "b" }] },
  ],
  [TYPES.volume]: [{ name: "least" }, { name: "more", labels: [{ label: "a", value: "b" }] }],
  [TYPES.container]: [
    { name: "least", image: "busybox" },
    { name: "stopped", image: "busybox", start: false, mustRun: false, ports: [{ internal: 80 }] },
    {
      ...{
        name: "more",
        image: "busybox",
        ports: [{ internal: 80 }, { internal: 53, external: 5353, protocol: "udp" }],
      },
      ...{ uploads: [{ file: "/a", content: "a" }], healthcheck: { tests: ["CMD", "true"], interval: "10s" } },
      ...{
        devices: [{ hostPath: "/dev/null" }],
        volumes: [{ containerPath: "/v" }],
        labels: [{ label: "a", value: "b" }],
      },
      ...{
        mounts: [{ target: "/m", type: "tmpfs" }],
        capabilities: { drops: ["MKNOD"] },
        hosts: [{ host: "a", ip: "10.0.0.1" }],
      },
    },
  ],
  [TYPES.image]: [{ imageName: "made:v1", skipPush: true, build: { context } }],
  [TYPES.remoteImage]: [{ name: "busybox:latest" }],
  [TYPES.tag]: [{ sourceImage: "busybox:latest", targetImage: "alias:v1" }],
};
const CALLED: Record<string, Values> = {
  "docker:index/getLogs:getLogs": { name: "least" },
  "docker:index/getNetwork:getNetwork": { name: "bridge" },
  "docker:index/getRemoteImage:getRemoteImage": { name: "busybox" },
};
/** Those that need a registry are tried beside one. */
const ELSEWHERE = [TYPES.registryImage, "docker:index/getRegistryImage:getRegistryImage"];

describeEngine("outputs of a real engine, beside the types of the SDK", (engine) => {
  writeFileSync(join(context, "Dockerfile"), "FROM busybox\n");
  afterAll(async () => {
    rmSync(context, { recursive: true });
  });

  test("every served type and function is tried", () => {
    const tried = [...Object.keys(DECLARED), ...Object.keys(CALLED), ...ELSEWHERE];
    const served = [...resources.map(({ type }) => type), ...functions.map(({ token }) => token)];
    expect(served.filter((one) => !tried.includes(one))).toEqual([]);
  });

  for (const [type, declarations] of Object.entries(DECLARED)) {
    const [file = "", name = ""] = type.replace("docker:index/", "").split(":");
    test(`${name}: nothing that the types exclude is undefined, in a preview, after the update and after a refresh`, async () => {
      for (const [i, declared] of declarations.entries()) {
        const { inputs } = await engine.plugin.check(type, `${i}`, declared);
        const foreseen = await engine.plugin.create(type, `${i}`, inputs, { preview: true });
        expect(undefinedIn(foreseen.outputs, `${file}.d.ts`, name)).toEqual([]);
        const { id, outputs } = await engine.plugin.create(type, `${i}`, inputs);
        expect(undefinedIn(outputs, `${file}.d.ts`, name)).toEqual([]);
        const read = await engine.plugin.read(type, `${i}`, id, inputs, outputs);
        expect(read.outputs).toEqual(outputs);
        expect(read.inputs).toEqual(inputs);
        expect((await engine.plugin.diff(type, `${i}`, id, inputs, inputs, outputs)).detailed).toEqual({});
      }
    });
  }

  for (const [token, values] of Object.entries(CALLED)) {
    const name = token.split(":").at(-1) ?? "";
    test(`${name}: nothing that the types exclude is undefined`, async () => {
      const result = `${name[0]?.toUpperCase()}${name.slice(1)}Result`;
      expect(undefinedIn(await engine.plugin.invoke(token, values), `${name}.d.ts`, result)).toEqual([]);
    });
  }

  test("a port, a policy, a mode and a platform that are not declared read as with the official plugin", async () => {
    const { outputs } = await engine.plugin.make(TYPES.container, "box", {
      name: "box",
      image: "busybox",
      ports: [{ internal: 80 }],
    });
    expect(outputs.ports).toEqual([{ internal: 80, external: expect.any(Number), ip: "0.0.0.0", protocol: "tcp" }]);
    const plain = { attach: false, labels: [], mustRun: true, networkMode: "bridge", platform: "linux", restart: "no" };
    expect(outputs).toMatchObject({ ...plain, readOnly: false, rm: false, shmSize: 64, start: true, waitTimeout: 60 });
  });
});
