import { beforeAll, expect, test } from "vitest";
import { older } from "../../../engine/api-version.ts";
import { resources } from "../../../providers/docker/registry.ts";
import type { Values } from "../../../providers/docker/values.ts";
import { describeEngine } from "./describe-engine.ts";
import { CONTAINERS } from "./import/containers.ts";
import { NETWORKS, VOLUMES } from "./import/others.ts";
import { TYPES } from "./plugin.ts";

/** What another kind of host would have to have, or an engine of a swarm. */
const ELSEWHERE: Record<string, string[]> = {
  container: ["storageOpts", "deviceReadBps", "deviceReadIops", "deviceWriteBps", "deviceWriteIops"],
  network: ["ingress", "ipamDriver"],
  volume: ["driver"],
};

describeEngine("what was made by hand and is imported", (engine) => {
  let partner = "";
  const api = async (path: string, body: Values) => {
    const argv = [
      "curl",
      "-s",
      "--unix-socket",
      "/run/docker.sock",
      "-H",
      "content-type: application/json",
      "-d",
      "@-",
    ];
    const said = await engine.host.must([...argv, `http://docker${path}`], { input: JSON.stringify(body) });
    const answer = JSON.parse(said) as { Id?: string; Name?: string; message?: string };
    if (answer.message) throw new Error(answer.message);
    return answer.Id ?? answer.Name ?? "";
  };

  beforeAll(async () => {
    await engine.host.docker("network", "create", "--subnet", "10.77.0.0/24", "first");
    await engine.host.must(["ip", "link", "add", "wire0", "type", "veth", "peer", "name", "wire1"]);
    partner = await engine.host.docker("run", "-d", "--name", "partner", "--ipc", "shareable", "busybox");
  });

  const kinds = [
    {
      kind: "network",
      type: TYPES.network,
      made: NETWORKS,
      make: (name: string, body: Values) => api("/networks/create", { Name: name, ...body }),
    },
    {
      kind: "volume",
      type: TYPES.volume,
      made: VOLUMES,
      make: (name: string, body: Values) => api("/volumes/create", { Name: name, ...body }),
    },
    {
      ...{ kind: "container", type: TYPES.container, made: CONTAINERS },
      make: (name: string, body: Values) => api(`/containers/create?name=${name}`, { Image: "busybox", ...body }),
    },
  ] as const;

  for (const { kind, type, made, make } of kinds) {
    test(`${kind}: the objects below leave out no input`, () => {
      const tried = new Set([
        "name",
        "image",
        "mustRun",
        ...(ELSEWHERE[kind] ?? []),
        ...made.flatMap(({ inputs }) => Object.keys(inputs)),
      ]);
      const properties = Object.entries(resources.find((one) => one.type === type)?.properties ?? {});
      // An order that nothing on the host tells of cannot be imported, nor can the files that were put into a container.
      const readable = properties.filter(([name, { remembered }]) => !remembered && name !== "uploads");
      expect(readable.map(([name]) => name).filter((name) => !tried.has(name))).toEqual([]);
    });

    made.forEach(({ body, inputs }, i) => {
      const names = Object.keys(inputs);
      test(`${kind}: ${names.slice(0, 5).join(", ") || "nothing"} and the like are in the inputs, which check takes, and nothing differs`, async () => {
        const name = `${kind}-${i}`;
        const id = await make(name, body);
        const read = await engine.plugin.read(type, name, name);
        expect(read.id).toBe(id);
        const always = kind === "container" ? { image: "busybox", mustRun: false } : {};
        const text = JSON.stringify(inputs).replaceAll("PARTNER", partner);
        // Since 28.0 each container has a random MAC address, and the engine does not tell which ones were asked for.
        const told = older(await engine.host.apiVersion(), "1.48") ? text : text.replace(/,"macAddress":"[^"]*"/, "");
        const wanted = JSON.parse(told) as Values;
        expect(read.inputs).toEqual({
          name,
          ...always,
          ...wanted,
          ...(kind === "network" ? { ipamConfigs: inputs.ipamConfigs } : {}),
        });
        const checked = await engine.plugin.check(type, name, read.inputs);
        expect(checked.faults).toEqual([]);
        const compared = await engine.plugin.diff(type, name, id, checked.inputs, read.inputs, read.outputs);
        expect(compared.detailed).toEqual({});
      });
    });
  }

  test("what the engine chose is written down too, and is no difference to a program that leaves the choice to it", async () => {
    await engine.host.docker("network", "create", "plain");
    const plain = await engine.plugin.read(TYPES.network, "plain", "plain");
    const [config] = plain.inputs.ipamConfigs as { subnet: string }[];
    expect(config?.subnet).toMatch(/^(172|192)\./);
    const bare = { name: "plain" };
    expect((await engine.plugin.diff(TYPES.network, "plain", plain.id, bare, plain.inputs)).detailed).toEqual({});
    const first = await engine.plugin.read(TYPES.network, "first", "first");
    const undeclared = await engine.plugin.diff(TYPES.network, "first", first.id, { name: "first" }, first.inputs);
    expect(Object.keys(undeclared.detailed)).toEqual(["ipamConfigs"]);
  });

  test("a setting that the program leaves out after an import shows, each by itself", async () => {
    const options = [
      "--security-opt",
      "no-new-privileges",
      "--ulimit",
      "nofile=1000:2000",
      "--init",
      "--shm-size",
      "100m",
    ];
    const more = ["-h", "hosty", "--log-opt", "max-size=1m", "-e", "A=1"];
    await engine.host.docker("run", "-d", "--name", "s1", ...options, ...more, "busybox");
    const { id, inputs } = await engine.plugin.read(TYPES.container, "s1", "s1");
    const next = { name: "s1", image: "busybox", envs: ["A=2"] };
    const { detailed } = await engine.plugin.diff(TYPES.container, "s1", id, next, inputs);
    const lost = ["envs[0]", "hostname", "init", "logOpts", "securityOpts", "shmSize", "ulimits"];
    expect(Object.keys(detailed).sort()).toEqual(lost);
  });
});
