import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Kept, keep, run } from "../../system/process.ts";
import { which } from "../../toolchain/find.mjs";
import { liveUnless } from "../live.ts";
import { cannotRunDocker, DockerHost } from "../providers/docker/host.ts";
import { failure, LabStack } from "./stack.ts";

/** In nothing by chance. What follows it tells which secret it is. */
const CANARY = "canary-5e1d0b7a";
const TOPOLOGY = "bridgework:topology";
const UNHURRIED = 400_000;

/** Tells which secrets the command line of a process has, whenever one comes up. */
const WATCH = `const { readdirSync, readFileSync } = require("node:fs");
const canary = new RegExp(process.argv[1] + "-[a-z]+", "g");
const told = new Set();
setInterval(() => {
  for (const pid of readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name)))
    try {
      for (const [found] of readFileSync("/proc/" + pid + "/cmdline", "latin1").matchAll(canary))
        if (!told.has(found)) console.log([...told.add(found)].at(-1));
    } catch {}
}, 5);`;

/** Where a lab's topology takes secrets. */
const PLACES = {
  "containers.web.env.PASSWORD": `${CANARY}-env`,
  "containers.web.labels.token": `${CANARY}-label`,
  "containers.idle.command[2]": `sleep 1000000; : ${CANARY}-command`,
  "containers.idle.health.command[2]": `: ${CANARY}-health`,
  "images.app.build.args.TOKEN": `${CANARY}-build`,
  "volumes.data.options.o": `size=1m,nr_inodes=99,uid=0;${CANARY}-options`,
  "networks.lan.labels.token": `${CANARY}-network`,
};

const DECLARED = {
  images: { app: { build: { context: "app" } } },
  volumes: { data: { options: { type: "tmpfs", device: "tmpfs" } } },
  networks: { lan: { subnet: "10.91.0.0/24" } },
  containers: {
    web: { image: "app", env: { LANG: "C", LATER: { config: "later" } }, networks: { lan: { ip: "10.91.0.5" } } },
    idle: { image: "busybox", command: ["sh", "-c"], health: { command: ["sh", "-c"], interval: 1 } },
  },
  expect: [{ from: "host", ping: "10.91.0.5" }],
};

const reason = cannotRunDocker() ?? (which("pulumi") ? undefined : "needs the Pulumi CLI");

/** What a command of the CLI prints, which has to end well. */
async function cli(host: DockerHost, { stack, folder }: LabStack, ...words: string[]): Promise<string> {
  const { envVars, pulumiHome = "" } = stack.workspace;
  const argv = ["pulumi", ...words, "--cwd", folder, "--stack", stack.name, "--non-interactive", "--color", "never"];
  const env = { ...envVars, PULUMI_HOME: pulumiHome } as Record<string, string>;
  const done = await host.run(argv, { env, timeout: UNHURRIED });
  expect(done.code, done.stderr).toBe(0);
  return done.stdout + done.stderr;
}

liveUnless(reason)("no secret is anywhere in the clear", () => {
  let host: DockerHost;
  let stack: LabStack;
  let watch: Kept;
  let seen = "";

  beforeAll(async () => {
    host = await DockerHost.open();
    await host.importBusybox();
    stack = await LabStack.open({ argv: (_scope, words) => host.argv(words) }, "canary");
    const app = join(stack.folder, "app");
    mkdirSync(app);
    writeFileSync(join(app, "Dockerfile"), 'FROM busybox\nARG TOKEN\nRUN test -n "$TOKEN"\nCMD ["sleep", "1000000"]\n');
    await stack.configure({ topology: { ...DECLARED, images: { app: { build: { context: app } } } } });
    const { workspace } = stack.stack;
    const secrets = {
      ...Object.fromEntries(Object.entries(PLACES).map(([path, value]) => [`${TOPOLOGY}.${path}`, value])),
      "bridgework:later": `${CANARY}-later`,
    };
    const all = Object.entries(secrets).map(([path, value]) => [path, { value, secret: true }] as const);
    await workspace.setAllConfig("canary", Object.fromEntries(all), true);
    // What every process of the host was called with, all the time.
    watch = keep(host.argv([process.execPath, "--eval", WATCH, CANARY]));
    watch.output((text) => {
      seen += text;
    });
  }, UNHURRIED);
  afterAll(async () => {
    // The watch is a process of the host, and ends with it.
    await host?.close();
    await watch?.close(0);
    await stack?.close();
  });

  /** Files of the stack, of the temporary folder and of the host's /run that hold it. */
  const files = async () => {
    const own = await run(["grep", "-rlF", CANARY, stack.folder]);
    const runs = await host.run(["grep", "-rlF", CANARY, "/run/bridgework", "/run/netns"]);
    return `${own.stdout}${runs.stdout}`;
  };
  const exported = () => cli(host, stack, "stack", "export");

  test("a preview shows none", { timeout: UNHURRIED }, async () => {
    const { text } = await stack.preview({ diff: true });
    expect(text).not.toContain(CANARY);
    expect(text).toContain("10.91.0.5");
    expect(await files()).toBe("");
  });

  test("an update hands each to where it belongs, and leaves none in its output, files and state, which has what stands beside", {
    timeout: UNHURRIED,
  }, async () => {
    expect(await stack.up()).not.toContain(CANARY);
    const web = await host.inspect<{ Config: { Env: string[]; Labels: Record<string, string> } }>("web");
    expect(web.Config.Env).toEqual(expect.arrayContaining([`PASSWORD=${CANARY}-env`, `LATER=${CANARY}-later`]));
    expect(web.Config.Labels).toMatchObject({ token: `${CANARY}-label` });
    const idle = await host.inspect<{ Config: { Cmd: string[]; Healthcheck: { Test: string[] } } }>("idle");
    expect(idle.Config.Cmd.join(" ")).toContain(`${CANARY}-command`);
    expect(idle.Config.Healthcheck.Test.join(" ")).toContain(`${CANARY}-health`);
    expect(JSON.stringify(await host.inspect("data"))).toContain(`${CANARY}-options`);
    expect(await host.docker("history", "--no-trunc", "bridgework/app")).toContain(`${CANARY}-build`);
    const state = await exported();
    expect(state).not.toContain(CANARY);
    expect(state).toContain("LANG=C");
    expect(await files()).toBe("");
  });

  test("another preview finds nothing to do, and shows none", { timeout: UNHURRIED }, async () => {
    const { text } = await stack.preview({ expectNoChanges: true, diff: true });
    expect(text).not.toContain(CANARY);
  });

  test("a preview as JSON, and with one changed, has none", { timeout: UNHURRIED }, async () => {
    const { workspace } = stack.stack;
    await workspace.setConfig(
      "canary",
      `${TOPOLOGY}.containers.web.env.PASSWORD`,
      { value: `${CANARY}-other`, secret: true },
      true,
    );
    const json = await cli(host, stack, "preview", "--json");
    expect(json).not.toContain(CANARY);
    expect(json).toContain('"envs"');
  });

  test("what was changed by hand is told without what it was, and a failure that repeats one has none", {
    timeout: UNHURRIED,
  }, async () => {
    await host.docker("stop", "--time", "0", "web");
    expect((await stack.preview({ diff: true })).text).not.toContain(CANARY);
    const { workspace } = stack.stack;
    const entry = `${TOPOLOGY}.containers.web.entrypoint[0]`;
    await workspace.setConfig("canary", entry, { value: `${CANARY}-entrypoint`, secret: true }, true);
    const words = await failure(stack.up());
    expect(words).toMatch(/executable file not found|no such file/);
    expect(words).not.toContain(CANARY);
    expect(await exported()).not.toContain(CANARY);
    expect(await files()).toBe("");
  });

  test("no process was called with one, but those that containers themselves run", () => {
    const theirs = ["command", "health", "entrypoint"].map((place) => `${CANARY}-${place}`);
    // What a test sets in between, it hands to the CLI so.
    const set = ["other", "entrypoint"].map((place) => `${CANARY}-${place}`);
    const found = new Set(seen.trim().split("\n"));
    expect([...found].filter((one) => ![...theirs, ...set].includes(one))).toEqual([]);
    expect(seen).toContain(`${CANARY}-command`);
  });

  test("destroy says none either", { timeout: UNHURRIED }, async () => {
    expect(await stack.destroy()).not.toContain(CANARY);
    expect(await files()).toBe("");
  });

  test("what is secret by its type is so in the state although the program does not say so", {
    timeout: UNHURRIED,
  }, async () => {
    const program = "test/stacks/programs/passwords/index.ts";
    const other = await LabStack.open({ argv: (_scope, words) => host.argv(words) }, "dev", { program });
    const context = join(other.folder, "app");
    mkdirSync(context);
    writeFileSync(join(context, "Dockerfile"), "FROM busybox\nARG TOKEN\n");
    await other.configure({ settings: { password: CANARY, context } });
    await other.up();
    const state = await cli(host, other, "stack", "export");
    expect(state).not.toContain(CANARY);
    expect(state).toContain("127.0.0.1:15000/me/x");
    expect(await other.up({ expectNoChanges: true })).toContain("unchanged");
    await other.close();
  });
});
