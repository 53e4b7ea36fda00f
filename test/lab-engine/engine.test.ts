import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { decideEngine, type FoundEngine, wantsImages } from "../../lab-engine/decide.mjs";
import { withoutServiceStarts } from "../../lab-engine/install.mjs";
import { hasPrivateData, stateOf } from "../../lab-engine/look.mjs";
import { daemonEnvironment, startEngine } from "../../lab-engine/start.mjs";
import { dockerNeeds } from "../../lab-engine/topology.mjs";
import { FakeEngine } from "../engine/fake-engine.ts";

const folder = mkdtempSync(join(tmpdir(), "bridgework-engine-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("what is done about the engine", () => {
  const silent: FoundEngine = {
    host: "unix:///var/run/docker.sock",
    words: "connect ENOENT",
    local: true,
    listening: false,
    daemon: undefined,
    stopped: false,
    program: true,
    unusable: undefined,
    apt: true,
    root: true,
    mapped: false,
    sandbox: false,
    privateData: false,
  };
  const decide = (differs: Partial<FoundEngine>) => decideEngine({ ...silent, ...differs });
  const steps = (differs: Partial<FoundEngine>) => decide(differs).map((step) => step.do);
  const stop = (differs: Partial<FoundEngine>) =>
    decide(differs).map((step) => (step.do === "stop" ? step.message : step));

  test("nothing, when one answers, whatever else is missing", () => {
    expect(decide({ words: undefined, program: false, root: false, apt: false, local: false })).toEqual([]);
  });

  test("one that is installed is started; on a fresh machine it is installed first", () => {
    expect(steps({})).toEqual(["start-engine"]);
    expect(steps({ program: false })).toEqual(["install-engine", "start-engine"]);
  });

  test("one that runs and does not answer yet is waited for, never doubled", () => {
    expect(decide({ daemon: 42 })).toEqual([
      { do: "wait-for-engine", why: "dockerd runs (pid 42) and does not answer yet" },
    ]);
    expect(steps({ listening: true })).toEqual(["wait-for-engine"]);
  });

  test("an engine elsewhere is never replaced by one here: its own words end it", () => {
    expect(
      stop({ local: false, host: "tcp://lab:2375", words: "Docker Engine at tcp://lab:2375 does not answer" }),
    ).toEqual(["Docker Engine at tcp://lab:2375 does not answer"]);
  });

  test.each([
    [{ root: false }, /sudo systemctl start docker/],
    [{ mapped: true }, /sudo systemctl start docker/],
    [{ daemon: 42, stopped: true, listening: true }, /is stopped \(dockerd, pid 42, .*kill -CONT 42 lets it go on/],
    [{ program: false, unusable: "/usr/bin/dockerd" }, /\/usr\/bin\/dockerd is there and not executable: chmod \+x/],
    [{ program: false, apt: false }, /https:\/\/docs.docker.com\/engine/],
    [{ sandbox: true, mapped: true }, /sudo npm run sandbox.*Raw networks work.*--config-file examples\/red-blue/],
    [{ sandbox: true, privateData: true, program: false }, /no network.*apt-get install docker.io/],
    [{ sandbox: true, privateData: false }, /machine's \/var\/lib\/docker/],
  ])("where it cannot be started, what helps is said: %o", (differs, message) => {
    expect(stop(differs)).toEqual([expect.stringMatching(message)]);
  });

  test("a sandbox of root starts its own", () => {
    expect(steps({ sandbox: true, privateData: true })).toEqual(["start-engine"]);
  });
});

test.each([
  ["42 (dockerd) S 1 2", { stopped: false }],
  ["42 (dockerd) T 1 2", { stopped: true }],
  ["42 (dockerd) t 1 2", { stopped: true }],
  ["42 (dockerd) Z 1 2", { daemon: undefined, stopped: false }],
  ["42 (a) Z (b) S 1 2", { daemon: undefined, stopped: false }],
])("the process of a pid file is what it is doing: %s", (stat, found) => {
  expect(stateOf(stat)).toEqual(found);
});

test("a sandbox gets images only where an engine can start in it: not without root, not inside another", () => {
  const root = { names: ["web"], program: true, privileged: true, sandbox: false };
  const cases = [root, { ...root, names: [] }, { ...root, program: false }];
  const poorer = [
    { ...root, privileged: false },
    { ...root, sandbox: true },
  ];
  expect([...cases, ...poorer].map(wantsImages)).toEqual([true, false, false, false, false]);
});

test("only a sandbox's own memory counts as private data", () => {
  expect(hasPrivateData("tmpfs /var/lib tmpfs rw 0 0\n")).toBe(true);
  expect(hasPrivateData("none /run tmpfs rw 0 0\ntmpfs /var/lib/docker tmpfs rw 0 0\n")).toBe(true);
  expect(hasPrivateData("/dev/sdb /var/lib/docker ext4 rw 0 0\ntmpfs /var/lib/other tmpfs rw 0 0\n")).toBe(false);
});

describe("while packages are installed", () => {
  const file = join(folder, "policy-rc.d");
  const during = async (systemd: boolean) => {
    let seen: string | undefined;
    const task = async () => {
      seen = existsSync(file) ? readFileSync(file, "utf8") : undefined;
    };
    await withoutServiceStarts(file, task, systemd);
    return seen;
  };

  test("no package script starts a service beside us, and afterwards nothing of that is left", async () => {
    expect(await during(false)).toMatch(/^#!\/bin\/sh\n.*exit 101\n$/s);
    expect(existsSync(file)).toBe(false);
    await expect(withoutServiceStarts(file, () => Promise.reject(new Error("apt")), false)).rejects.toThrow("apt");
    expect(existsSync(file)).toBe(false);
  });

  test("what a killed run has left is removed by the next one", async () => {
    writeFileSync(file, (await during(false)) ?? "");
    expect(await during(false)).toContain("exit 101");
    expect(existsSync(file)).toBe(false);
  });

  test("with systemd, which starts a service once, nothing is forbidden", async () => {
    expect(await during(true)).toBe(undefined);
  });

  test("a policy of the machine's own stays", async () => {
    writeFileSync(file, "#!/bin/sh\nexit 0\n");
    expect(await during(false)).toBe("#!/bin/sh\nexit 0\n");
    expect(readFileSync(file, "utf8")).toBe("#!/bin/sh\nexit 0\n");
  });
});

describe("where systemd runs", () => {
  const { PATH } = process.env;
  const calls = join(folder, "calls");
  const program = (name: string, script: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >> ${calls}\n${script}\n`, { mode: 0o755 });
  const called = () => readFileSync(calls, "utf8").trim().split("\n");
  let engine: FakeEngine;

  beforeEach(async () => {
    engine = await new FakeEngine().listen();
    process.env.PATH = `${folder}:${PATH}`;
    rmSync(calls, { force: true });
  });
  afterEach(async () => {
    process.env.PATH = PATH;
    await engine.close();
  });

  test("a unit docker.service is started by it, and waited for until it answers", async () => {
    program("systemctl", "exit 0");
    program("dockerd", "exit 1");
    await startEngine({ DOCKER_HOST: engine.host }, true);
    expect(called()).toEqual(["systemctl cat docker.service", "systemctl start docker.service"]);
    expect(engine.calls).toContain("GET /version");
  });

  test("a unit that fails is told with its state and its last words, and no dockerd is started beside it", async () => {
    const state = "printf 'ActiveState=failed\\nSubState=failed\\nResult=exit-code\\n'";
    const refusal = "echo 'Job for docker.service failed.' >&2; exit 1";
    program("systemctl", `case $1 in start) ${refusal} ;; show) ${state} ;; esac`);
    program("journalctl", "echo 'failed to start daemon: no iptables'");
    program("dockerd", "exit 1");
    const failing = startEngine({ DOCKER_HOST: engine.host }, true);
    const words =
      /Job for docker.service failed.*is failed \(failed, exit-code\); .*failed to start daemon: no iptables/s;
    await expect(failing).rejects.toThrow(words);
    expect(called().filter((call) => call.startsWith("dockerd"))).toEqual([]);
  });
});

test("an engine is told the proxies of who starts it, and no secrets", () => {
  const env = {
    PATH: "/bin",
    https_proxy: "http://p:1",
    NO_PROXY: "x",
    PULUMI_CONFIG_PASSPHRASE: "secret",
    TOKEN: "t",
  };
  expect(daemonEnvironment(env)).toEqual({ PATH: "/bin", https_proxy: "http://p:1", NO_PROXY: "x" });
});

describe("what a stack needs of Docker", () => {
  const needs = (text: string) => {
    const file = join(folder, "Pulumi.dev.yaml");
    writeFileSync(file, text);
    return dockerNeeds(file);
  };

  test("raw networks need none", () => {
    expect(needs("config:\n  bridgework:topology:\n    bridges: { br0: {} }\n    containers: {}\n").engine).toBe(false);
    expect(dockerNeeds(join(folder, "none.yaml"))).toEqual({ engine: false, references: [] });
  });

  test.each(["networks", "containers", "images", "volumes"])("%s need an engine", (part) => {
    expect(needs(`config:\n  bridgework:topology:\n    ${part}: { one: {} }\n`).engine).toBe(true);
  });

  test("references are those of containers and of images to pull; names of declared images are none", () => {
    const topology = {
      images: { web: { build: "web" }, redis: { pull: "bridgework/redis" } },
      containers: { a: { image: "web" }, b: { image: "redis" }, c: { image: "nginx:alpine" } },
    };
    expect(needs(JSON.stringify({ config: { "x:topology": topology } })).references).toEqual([
      "nginx:alpine",
      "bridgework/redis",
    ]);
  });

  test("a file that cannot be read is left to Pulumi, which says what is wrong with it", () => {
    for (const text of ["config: [", "- 1", "config: { x:topology: 7 }", ""]) expect(needs(text).engine).toBe(false);
  });
});
