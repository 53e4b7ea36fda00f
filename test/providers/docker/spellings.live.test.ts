import { beforeAll, expect, test } from "vitest";
import type { Values } from "../../../providers/docker/values.ts";
import { busybox } from "./busybox.ts";
import { describeEngine, type TestEngine } from "./describe-engine.ts";
import { TYPES } from "./plugin.ts";

/** Valid declarations in words that the engine does not keep, or to which it adds its own. */
const SPELLED: Record<string, Values> = {
  "addresses written long": {
    networksAdvanced: [{ name: "six", ipv6Address: "FD4A:0:0:30:0:0:0:9", aliases: ["b", "a", "b"] }],
    dns: ["fd4a:0:0:30:0:0:0:53", "10.77.30.1"],
    hosts: [
      { host: "Gate", ip: "10.77.30.1" },
      { host: "gate6", ip: "fd4a:0:0:30:0:0:0:1" },
      { host: "host.docker.internal", ip: "host-gateway" },
    ],
  },
  "paths with slashes at their ends": {
    workingDir: "/srv//x/../",
    volumes: [
      { hostPath: "/srv/", containerPath: "/x/" },
      { volumeName: "named", containerPath: "/y//z/", readOnly: true },
      { containerPath: "/own/" },
    ],
    tmpfs: { "/run/two/": "", "/run/./three": "size=1m" },
    mounts: [{ type: "bind", source: "/tmp/", target: "/mnt/b/", bindOptions: { propagation: "rprivate" } }],
  },
  "ports on every address in its ways": {
    ports: [
      { internal: 80, external: 18601, ip: "0.0.0.0" },
      { internal: 80, external: 18602, ip: "::" },
      { internal: 80, external: 18603, ip: "0:0:0:0:0:0:0:1" },
      { internal: 80 },
    ],
    restart: "no",
  },
  "lists with doubles, empty values": {
    envs: ["A=1", "C=", "A=2"],
    labels: [{ label: "x.y/z", value: "" }],
    groupAdds: ["33", "33"],
    capabilities: { adds: ["CAP_NET_ADMIN", "net_admin"] },
    command: [],
    sysctls: {},
    user: "0:0",
  },
  "own log options and limits beside the engine's": {
    logOpts: { "max-size": "5m" },
    ulimits: [{ name: "nofile", soft: 50, hard: 60 }],
    cpuSet: "0,1",
    cpus: "0.50",
    memory: 64,
    memorySwap: -1,
    shmSize: 64,
    stopSignal: "TERM",
  },
  "modes of its own": { networkMode: "none", ipcMode: "shareable", pidMode: "host", healthcheck: { tests: ["NONE"] } },
  "an image's entry point taken away": { image: "entry", entrypoints: [], command: ["sleep", "1000"] },
  "an image's entry point taken away, and its command left": { image: "entry", entrypoints: [] },
  "a volume of its own where the image has one": {
    image: "entry",
    command: ["1000"],
    volumes: [{ containerPath: "/own" }],
  },
};

/** What an engine may be told to give every container and network. */
const DEFAULTS = [
  ...["--log-opt", "max-size=10m", "--log-opt", "max-file=3", "--default-ulimit", "nofile=100:200"],
  ...["--default-ulimit", "nproc=500:600", "--default-shm-size", "128m", "--default-ipc-mode", "private"],
  ...["--default-cgroupns-mode", "private", "--init", "--dns", "9.9.9.9", "--dns-opt", "ndots:3"],
  ...["--dns-search", "lab.test", "--mtu", "1400", "--ip", "127.0.0.1", "--userland-proxy=false"],
];

const trials = (engine: TestEngine) => {
  const C = TYPES.container;
  beforeAll(async () => {
    const image = ["--change", 'ENTRYPOINT ["sleep"]', "--change", 'CMD ["sleep", "1000"]', "--change", "VOLUME /own"];
    await engine.host.must(["docker", "import", ...image, "--change", "ENV PATH=/bin", await busybox(), "entry"]);
    const dual = [{ subnet: "10.77.30.0/24" }, { subnet: "fd4a:0:0:30::/64" }];
    await engine.plugin.make(TYPES.network, "six", { name: "six", ipv6: true, ipamConfigs: dual });
  });

  test.each(Object.entries(SPELLED))(
    "%s are what is there, after a restart too, and go when they are taken back",
    async (_what, values) => {
      const bare: Values = { name: "spelled", image: "busybox" };
      const { inputs, id, outputs } = await engine.plugin.make(C, "spelled", { ...bare, ...values });
      expect((await engine.plugin.diff(C, "spelled", id, inputs, inputs, outputs)).detailed).toEqual({});
      await engine.host.docker("restart", "-t", "0", "spelled");
      const read = await engine.plugin.read(C, "spelled", id, inputs, outputs);
      expect(read.inputs).toEqual(inputs);
      expect((await engine.plugin.diff(C, "spelled", id, inputs, inputs, read.outputs)).detailed).toEqual({});
      await engine.plugin.remove(C, "spelled", id, inputs, outputs);
      const plain = await engine.plugin.make(C, "spelled", bare);
      expect((await engine.plugin.diff(C, "spelled", plain.id, plain.inputs, plain.inputs)).detailed).toEqual({});
      await engine.plugin.remove(C, "spelled", plain.id, plain.inputs);
    },
  );

  test("what is written in another order, or in another spelling of the same, is no change", async () => {
    const labels = [
      { label: "b", value: "1" },
      { label: "a", value: "2" },
    ];
    const mount = (of: Values[]): Values[] => [
      { target: "/m", type: "volume", source: "kept", volumeOptions: { labels: of } },
    ];
    const device = { hostPath: "/dev/null", containerPath: "/dev/one" };
    const [one, other]: [Values, Values] = [
      {
        tmpfs: { "/t": "size=1m,mode=0755,noexec,exec" },
        ports: [
          { internal: 80, external: 18701 },
          { internal: 80, external: 18702 },
        ],
        ...{ cpuSet: "0-1", mounts: mount(labels), devices: [{ ...device, permissions: "wr" }] },
        ...{ deviceCgroupRules: ["c 1:5 wr"], groupAdds: ["33", "34"], securityOpts: ["no-new-privileges"] },
      },
      {
        tmpfs: { "/t/": "exec,mode=755,size=1024K" },
        ports: [
          { internal: 80, external: 18702 },
          { internal: 80, external: 18701 },
        ],
        ...{ cpuSet: "1,0", mounts: mount(labels.toReversed()), devices: [{ ...device, permissions: "rw" }] },
        ...{ deviceCgroupRules: ["c 1:5 rw"], groupAdds: ["34", "33"], securityOpts: ["no-new-privileges:true"] },
      },
    ];
    const named: Values = { name: "ordered", image: "busybox" };
    const { id, inputs, outputs } = await engine.plugin.make(C, "ordered", { ...named, ...one });
    for (const next of [one, other])
      expect((await engine.plugin.diff(C, "ordered", id, { ...named, ...next }, inputs)).detailed).toEqual({});
    const fewer = { ...named, ...other, ports: [{ internal: 80, external: 18702 }] };
    expect((await engine.plugin.diff(C, "ordered", id, fewer, inputs)).detailed).toEqual({
      "ports[1]": "DELETE_REPLACE",
    });
    await engine.plugin.remove(C, "ordered", id, inputs, outputs);
  });

  test("a network is one by its name and by its id, as a mode and in the list", async () => {
    const { id: lan } = await engine.plugin.make(TYPES.network, "lan", { name: "lan" });
    const { id: wan } = await engine.plugin.make(TYPES.network, "wan", { name: "wan" });
    const aliases = ["zeta", "alpha"];
    const ways: Values[] = [
      { networkMode: lan, networksAdvanced: [{ name: "lan", aliases }] },
      { networkMode: "lan", networksAdvanced: [{ name: lan, aliases }] },
      { networkMode: wan, networksAdvanced: [{ name: lan, aliases }, { name: "wan" }] },
      { networkMode: "default" },
    ];
    for (const way of ways) {
      const made = await engine.plugin.make(C, "named", { name: "named", image: "busybox", ...way });
      expect((await engine.plugin.diff(C, "named", made.id, made.inputs, made.inputs)).detailed).toEqual({});
      const other = JSON.parse(
        JSON.stringify(made.inputs)
          .replaceAll(`"${lan}"`, '"lan"')
          .replaceAll(`"${wan}"`, '"wan"')
          .replace('"default"', '"bridge"'),
      ) as Values;
      expect((await engine.plugin.diff(C, "named", made.id, other, made.inputs)).detailed).toEqual({});
      await engine.plugin.remove(C, "named", made.id, made.inputs, made.outputs);
    }
    const twice = { name: "twice", image: "busybox", networksAdvanced: [{ name: lan }, { name: "lan" }] };
    expect((await engine.plugin.check(C, "twice", twice)).faults).toEqual([
      expect.stringMatching(/^networksAdvanced\[1\]: "lan": .*joins this network already/),
    ]);
  });
};

describeEngine("valid declarations in any spelling, on a real engine", trials);
describeEngine("valid declarations on an engine with defaults of its own", trials, ...DEFAULTS);

describeEngine("published ports on a real engine", (engine) => {
  const [N, C] = [TYPES.network, TYPES.container];

  test("need a network that carries them, which is told before anything is made", async () => {
    await engine.host.must(["ip", "link", "add", "trunk", "type", "veth", "peer", "name", "trunk2"]);
    const options = { parent: "trunk" };
    await engine.plugin.make(N, "dark", { name: "dark", internal: true });
    await engine.plugin.make(N, "lit", { name: "lit" });
    await engine.plugin.make(N, "aside", { name: "aside", driver: "macvlan", options });
    const on = (names: string[], more: Values = { ports: [{ internal: 80, external: 18099 }] }): Values => ({
      name: "published",
      image: "busybox",
      networksAdvanced: names.map((name) => ({ name })),
      ...more,
    });
    const faults = async (values: Values) => (await engine.plugin.check(C, "published", values)).faults.join();
    expect(await faults(on(["dark"]))).toMatch(/^ports: Docker publishes no port over an internal network.* \(dark\)/);
    expect(await faults(on(["dark"], { publishAllPorts: true }))).toMatch(/^publishAllPorts: .*internal/);
    expect(await faults(on([], { networkMode: "dark", ports: [{ internal: 80 }] }))).toMatch(/^ports: .*internal/);
    expect(await faults(on(["aside"]))).toMatch(/^ports: .*driver macvlan publishes no port.*a bridge network as well/);
    expect(await faults(on(["lit", "aside"]))).toMatch(
      /gateway, which is "aside".* Give "lit" a name that comes first/,
    );
    expect(await faults(on(["host"], {}))).toMatch(/^networksAdvanced\[0\]: "host": a mode/);
    for (const names of [
      ["dark", "lit"],
      ["lit", "dark"],
    ]) {
      expect(await faults(on(names))).toBe("");
      const { id, inputs } = await engine.plugin.make(C, "published", on(names));
      expect(await engine.host.docker("port", "published", "80")).toContain("18099");
      expect((await engine.plugin.diff(C, "published", id, inputs, inputs)).detailed).toEqual({});
      await engine.plugin.remove(C, "published", id, inputs);
    }
  });

  test("a network of the engine that nobody declared here counts as it is", async () => {
    await engine.host.docker("network", "create", "--internal", "theirs");
    const values = {
      name: "late",
      image: "busybox",
      ports: [{ internal: 80 }],
      networksAdvanced: [{ name: "theirs" }],
    };
    expect((await engine.plugin.check(C, "late", values)).faults).toEqual([expect.stringMatching(/^ports: .*theirs/)]);
  });
});
