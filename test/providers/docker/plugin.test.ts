import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { resources } from "../../../providers/docker/registry.ts";
import { UNKNOWN, type Value, type Values } from "../../../providers/docker/values.ts";
import { type Answer, FakeEngine, IMAGE } from "../../engine/fake-engine.ts";
import { Plugin, TYPES } from "./plugin.ts";

let engine: FakeEngine;
let plugin: Plugin;

beforeAll(async () => {
  engine = await new FakeEngine().listen();
  plugin = await Plugin.start({ host: engine.host });
});
afterEach(() => {
  engine.answer = () => undefined;
});
afterAll(async () => {
  await plugin.close();
  await engine.close();
});

const types = Object.values(TYPES);
const container = { image: "busybox", name: "web-1" };

describe("whatever a program sends", () => {
  const odd: [string, Value][] = [
    ["unknown", UNKNOWN],
    ["a number", 7],
    ["a fraction", 1.5],
    ["a negative number", -5],
    ["text", "text"],
    ["text with a NUL", "a\0b"],
    ["true", true],
    ["an empty list", []],
    ["a list of null", [null]],
    ["a list of unknown", [UNKNOWN]],
    ["a list of lists", [[1]]],
    ["a map", { name: 1, __proto__x: "y" }],
    ["a list of maps", [{ name: "x" }, { name: UNKNOWN }, {}]],
    ["very long text", "x".repeat(100_000)],
  ];

  for (const resource of resources) {
    test(`${resource.type} takes every kind of value for every input without falling over`, async () => {
      for (const name of Object.keys(resource.properties)) {
        for (const [what, value] of odd) {
          const checked = await plugin.check(resource.type, "odd", { image: "busybox", [name]: value });
          expect(checked.faults, `${name}: ${what}`).toBeInstanceOf(Array);
        }
      }
    });
  }

  test("previews of what is unknown give unknown outputs", async () => {
    for (const type of types) {
      const { outputs } = await plugin.create(type, "later", { name: UNKNOWN, image: UNKNOWN }, { preview: true });
      expect(outputs.name).toBe(UNKNOWN);
    }
  });

  test("names every fault at once, each with its path, and shows no secret", async () => {
    const { faults } = await plugin.check(
      TYPES.container,
      "faulty",
      {
        name: "x",
        nonsense: 1,
        restart: "sometimes",
        envs: ["hunter2hunter2"],
        memory: "64",
        networkMode: "host",
        ports: [{ internal: 80, external: 70000 }],
        networksAdvanced: [
          { name: "a", ipv4Address: "010.0.0.1", macAddress: "01:00:00:00:00:01" },
          { aliases: ["-x"] },
        ],
        uploads: [{ file: "relative", content: "a", contentBase64: "b" }],
      },
      ["envs[0]"],
    );
    const paths = faults.map((fault) => fault.split(":")[0]).sort();
    expect(paths).toEqual(
      [
        "envs[0]",
        "image",
        "memory",
        "name",
        "networksAdvanced[0].ipv4Address",
        "networksAdvanced[0].macAddress",
        "networksAdvanced[1].aliases[0]",
        "networksAdvanced[1].name",
        "nonsense",
        "ports[0].external",
        "restart",
        "uploads[0]",
        "uploads[0].file",
      ].sort(),
    );
  });

  test("refuses a type, and a function, that it does not serve, and says how to go back", async () => {
    await expect(plugin.check("docker:index/service:Service", "s", {})).rejects.toThrow(
      /plugins.*lines of Pulumi.yaml/s,
    );
    await expect(plugin.invoke("docker:index/getPlugin:getPlugin", { id: "x" })).rejects.toThrow(/official plugin/);
  });

  test("an id that is no id is simply not there", async () => {
    for (const id of ["", "../../etc", "x y", "a".repeat(5000), "\u{1f600}"]) {
      const { id: found } = await plugin.read(TYPES.container, "odd", id, container);
      expect(found).toBe("");
      await plugin.remove(TYPES.container, "odd", id, container);
    }
  });
});

describe("rules between resources of one deployment", () => {
  test("a static address must lie in the subnet that was declared before", async () => {
    await plugin.check(TYPES.network, "n", {
      name: "rules",
      ipamConfigs: [{ subnet: "10.9.0.0/24", gateway: "10.9.0.1" }],
    });
    const place = async (ipv4Address: string, name: string) =>
      (
        await plugin.check(TYPES.container, name, {
          image: "b",
          name,
          networksAdvanced: [{ name: "rules", ipv4Address }],
        })
      ).faults;
    expect(await place("10.8.0.5", "outside")).toEqual([expect.stringContaining("outside the subnet 10.9.0.0/24")]);
    expect(await place("10.9.0.1", "gateway")).toEqual([
      expect.stringContaining("Network n.ipamConfigs[0].gateway has this address already"),
    ]);
    expect(await place("10.9.0.255", "broadcast")).toEqual([expect.stringContaining("broadcast")]);
    expect(await place("10.9.0.9", "first")).toEqual([]);
    expect(await place("10.9.0.9", "second")).toEqual([
      expect.stringContaining("Container first.networksAdvanced[0].ipv4Address has this address"),
    ]);
  });

  test("two containers cannot bind one host port, nor share a name", async () => {
    await plugin.check(TYPES.container, "p1", {
      image: "b",
      name: "port-1",
      ports: [{ internal: 80, external: 8080 }],
    });
    const second = { image: "b", name: "port-1", ports: [{ internal: 81, external: 8080, ip: "127.0.0.1" }] };
    const { faults } = await plugin.check(TYPES.container, "p2", second);
    expect(faults).toEqual([expect.stringMatching(/^name: /), expect.stringMatching(/^ports\[0\].external: /)]);
  });

  test("a gateway outside the subnet, overlapping subnets and host bits are named", async () => {
    const { faults } = await plugin.check(TYPES.network, "bad", {
      ipamConfigs: [{ subnet: "10.1.0.0/16", gateway: "10.2.0.1" }, { subnet: "10.1.2.0/24" }],
    });
    expect(faults).toEqual([
      expect.stringMatching(/^ipamConfigs\[0\].gateway: .*outside/),
      expect.stringMatching(/^ipamConfigs\[1\].subnet: .*one subnet of IPv4/),
    ]);
    const { faults: bits } = await plugin.check(TYPES.network, "bits", { ipamConfigs: [{ subnet: "10.1.0.1/16" }] });
    expect(bits).toEqual([expect.stringContaining("Write 10.1.0.0/16")]);
  });
});

test("memory is flat over hundreds of previews", async () => {
  const Networks = { bridge: { NetworkID: "b".repeat(64) } };
  const live = {
    ...{ Id: "c1", Name: "/web-1", Image: IMAGE, State: { Running: true } },
    ...{ Config: { Image: "busybox", Env: [] }, HostConfig: {}, NetworkSettings: { Networks } },
  };
  engine.answer = (call) => (call === "GET /containers/c1/json" ? { status: 200, body: live } : undefined);
  const watched = await Plugin.start({ host: engine.host }, { NODE_OPTIONS: "--inspect=127.0.0.1:0" });
  const heap = await watched.heap();
  const afterPreviews = async (times: number) => {
    for (let i = 0; i < times; i++) {
      const { inputs } = await watched.check(TYPES.container, "flat", container);
      expect((await watched.diff(TYPES.container, "flat", "c1", inputs, inputs)).detailed).toEqual({});
      await watched.read(TYPES.container, "flat", "c1", inputs);
    }
    engine.calls.length = 0;
    return { resident: watched.memory(), objects: await heap.objects() };
  };
  const start = await afterPreviews(200);
  let [before, after] = [start, await afterPreviews(400)];
  // One object that every preview leaves behind would be 400, each time; what is still on its way once is none.
  for (let more = 0; more < 2 && after.objects - before.objects >= 200; more++)
    [before, after] = [after, await afterPreviews(400)];
  heap.close();
  await watched.close();
  expect(after.objects - before.objects).toBeLessThan(200);
  expect(after.resident - start.resident).toBeLessThan(15);
});

describe("an engine with a bad day", () => {
  const only = (pattern: RegExp, answer: Answer) => (call: string) => (pattern.test(call) ? answer : undefined);

  test("its own words come through, with status and call", async () => {
    engine.answer = only(/POST \/networks\/create/, { status: 409, body: { message: "Pool overlaps with other one" } });
    await expect(plugin.create(TYPES.network, "n", { name: "net" })).rejects.toThrow(
      /409: Pool overlaps with other one/,
    );
  });

  test.each<[string, Answer]>([
    ["500", { status: 500, body: { message: "oops" } }],
    ["a connection that ends", "die"],
    ["half an answer", "half"],
    ["something that is not JSON", "garbage"],
  ])("a create that meets %s fails once, and is not sent twice", async (_what, answer) => {
    engine.answer = only(/POST \/containers\/create/, answer);
    engine.calls.length = 0;
    await expect(plugin.create(TYPES.container, "c", container)).rejects.toThrow(/Docker Engine/);
    expect(engine.calls.filter((call) => call === "POST /containers/create")).toHaveLength(1);
  });

  test("a container that cannot be started is removed again", async () => {
    engine.answer = (call) => {
      if (call === "POST /containers/create") return { status: 201, body: { Id: "made" } };
      if (call === "POST /containers/made/start")
        return { status: 500, body: { message: "port is already allocated" } };
      return call === "DELETE /containers/made" ? { status: 204 } : undefined;
    };
    await expect(plugin.create(TYPES.container, "c", container)).rejects.toThrow(/port is already allocated/);
    expect(engine.calls).toContain("DELETE /containers/made");
  });

  const ended = { Running: false, Restarting: false, ExitCode: 3 };
  const run = (StartedAt: string) => ({ Running: true, Restarting: false, StartedAt });

  test.each<[string, object[], RegExp]>([
    ["ends at once", [ended], /not running: ended with 3\..*mustRun: false/],
    ["runs at the first look only", [run("10:00"), ended], /not running: ended with 3\./],
    ["only restarts", [{ Running: true, Restarting: true }], /not running: still restarting after 0\.3 s/],
    ["is another run at each look", [run("10:00"), run("10:01")], /not running: still restarting after 0\.3 s/],
  ])(
    "a container that must run and %s fails the update with its last words, and is removed again",
    async (_, states, words) => {
      const looks = [...states];
      engine.answer = (call) => {
        if (call === "POST /containers/create") return { status: 201, body: { Id: "made" } };
        if (call === "POST /containers/made/start" || call === "DELETE /containers/made") return { status: 204 };
        if (call !== "GET /containers/made/json") return undefined;
        const State = looks.length > 1 ? looks.shift() : looks[0];
        return { status: 200, body: { Id: "made", State } };
      };
      const impatient = { ...container, containerReadRefreshTimeoutMilliseconds: 300 };
      await expect(plugin.create(TYPES.container, "c", impatient)).rejects.toThrow(words);
      expect(engine.calls).toContain("DELETE /containers/made");
    },
  );

  test("a secret that the engine repeats is not in the error", async () => {
    engine.answer = only(/POST \/containers\/create/, {
      status: 400,
      body: { message: "bad env PASSWORD=hunter2hunter2 (hunter2hunter2)" },
    });
    const inputs = { ...container, envs: ["PASSWORD=hunter2hunter2"] };
    const failed = await plugin
      .create(TYPES.container, "c", inputs, { secrets: ["envs[0]"] })
      .catch((error: Error) => error.message);
    expect(failed).toContain("bad env");
    expect(failed).not.toContain("hunter2");
  });

  test("secret inputs come back secret, wherever the host moved them", async () => {
    const inputs: Values = { ...container, envs: ["A=1", "PASSWORD=hunter2hunter2"] };
    const { secrets } = await plugin.create(TYPES.container, "c", inputs, { preview: true, secrets: ["envs[1]"] });
    expect(secrets).toContain("envs[1]");
  });

  test("an engine that starts late is waited for; one that never does is named once, with its socket", async () => {
    const late = new FakeEngine();
    const waiting = await Plugin.start({ host: late.host });
    const read = waiting.read(TYPES.network, "n", "some-id", { name: "net" });
    await sleep(1500);
    await late.listen();
    expect((await read).id).toBe("");
    await waiting.close();
    await late.close();

    const absent = await Plugin.start({ host: "unix:///nowhere/docker.sock" });
    const begun = Date.now();
    await expect(absent.read(TYPES.network, "n", "some-id", { name: "net" })).rejects.toThrow(
      /unix:\/\/\/nowhere\/docker.sock/,
    );
    expect(Date.now() - begun).toBeLessThan(20_000);
    await absent.close();
  }, 60_000);
});
