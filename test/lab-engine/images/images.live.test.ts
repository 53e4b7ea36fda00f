import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdtemp, rename, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasLists } from "../../../lab-engine/images/apt.ts";
import { run } from "../../../system/process.ts";
import { cache, repository } from "../../../toolchain/places.mjs";
import { liveUnless } from "../../live.ts";
import { cannotRunDocker } from "../../providers/docker/host.ts";
import { OpenSandbox } from "./sandbox.ts";

const IMAGES = [process.execPath, join(repository, "lab-engine/images/main.ts")];
const UP = [process.execPath, join(repository, "commands/main.mjs"), "up", "-C", join(import.meta.dirname, "stack")];

/** Takes the engine's socket away until the command says that it waits for it. */
const SILENCE = `mv /run/docker.sock /run/away
"$@" >/run/up.log 2>&1 &
until grep -q "waits for it" /run/up.log || ! kill -0 $!; do sleep 0.1; done
mv /run/away /run/docker.sock
wait $!
code=$?
cat /run/up.log
exit $code`;

const CGROUPS = "/sys/fs/cgroup";

const why = cannotRunDocker() ?? (await whyNoImages());

/** Where they are neither in the cache nor to be had, nothing here can be tried. */
async function whyNoImages(): Promise<string | undefined> {
  const done = await run([...IMAGES, "--cache-only", "--missing"], { timeout: 300_000 });
  return done.code === 0 ? undefined : `needs the images, and ${done.stderr}`;
}

function recordIn(folder: string) {
  const images = join(folder, "images");
  const [name = ""] = readdirSync(images).filter((entry) => entry.startsWith("build-"));
  return join(images, name, "build.json");
}

const buildIn = (folder: string) => JSON.parse(readFileSync(recordIn(folder), "utf8"));

/** What is built anew goes by the lists. */
const noLists = why ?? (hasLists() ? undefined : "needs package lists, of this machine or in the cache");

test.skipIf(noLists)(
  "the same packages make the same layers, none is fetched twice, and without a network an earlier build serves",
  async () => {
    const other = await mkdtemp(join(tmpdir(), "bridgework-images-"));
    try {
      const env = { XDG_CACHE_HOME: other };
      await cp(join(cache, "images"), join(other, "bridgework", "images"), { recursive: true });
      // As a full disk leaves it: what cannot be read is made again.
      await truncate(recordIn(join(other, "bridgework")), 100);
      const again = await run([...IMAGES, "--cache-only"], { env, timeout: 120_000 });
      expect(again.stderr).toMatch(/building the images/);
      expect(again.stderr).not.toMatch(/downloading/);
      expect(buildIn(join(other, "bridgework"))).toEqual(buildIn(cache));
      const third = await run([...IMAGES, "--cache-only"], { env });
      expect(third.stderr).toMatch(/^bridgework: in the cache: images of .*nginx=.*\n$/);

      const images = join(other, "bridgework", "images");
      const [name = ""] = readdirSync(images).filter((entry) => entry.startsWith("build-"));
      const earlier = name.replace(/[0-9a-f]+$/, "00");
      await rename(join(images, name), join(images, earlier));
      const record = { ...buildIn(join(other, "bridgework")), key: earlier.slice("build-".length) };
      await writeFile(recordIn(join(other, "bridgework")), JSON.stringify(record));
      await rm(join(images, "apt", "archives"), { recursive: true });
      const offline = await run(["unshare", "--net", ...IMAGES, "--cache-only"], { env, timeout: 120_000 });
      expect(offline.stderr).toMatch(/\(apt-get\): .*\nan earlier build of the images serves instead: .*nginx=/);
      expect(offline.code).toBe(0);
    } finally {
      await rm(other, { recursive: true });
    }
  },
);

test.skipIf(noLists)(
  "where there is no build yet, lists that cannot be fetched are the fault that is told",
  async () => {
    const empty = await mkdtemp(join(tmpdir(), "bridgework-images-"));
    try {
      const away = ["sh", "-c", 'mount -t tmpfs none /var/lib/apt/lists && exec "$@"', "sh"];
      const env = { XDG_CACHE_HOME: empty };
      const tried = await run(["unshare", "--net", "--mount", ...away, ...IMAGES, "--cache-only"], { env });
      expect(tried.stderr).toMatch(/\nbridgework: fetching package lists \(apt-get\): Failed to fetch .*\n$/);
      expect(tried.code).toBe(1);
    } finally {
      await rm(empty, { recursive: true });
    }
  },
);

liveUnless(why)("a sandbox", () => {
  let sandbox: OpenSandbox;
  beforeAll(async () => {
    sandbox = await OpenSandbox.open();
  });
  afterAll(async () => await sandbox.close());
  const docker = (...args: string[]) => sandbox.must("docker", ...args);
  const ids = () => docker("image", "ls", "--quiet", "--no-trunc", "--filter", "reference=bridgework/*");

  test("up tells the last words of an engine that does not start, and begins nothing", async () => {
    await sandbox.must("sh", "-c", "echo 1 > /run/docker.pid");
    const up = await sandbox.run(UP);
    await sandbox.must("rm", "/run/docker.pid");
    expect(up.code).toBe(1);
    expect(up.stderr).toMatch(/dockerd ended; its last words \(\/run\/docker.log\):\n.*delete \/var\/run\/docker.pid/s);
    expect(up.stdout).not.toContain("Updating");
  });

  test("up starts an engine and loads the images that the stack names", async () => {
    const up = await sandbox.run(UP);
    expect(up.stderr).toMatch(/no Docker Engine answers at unix:\/\/\/run\/docker.sock: it is started/);
    expect(up.stderr).toMatch(/no registry answers/);
    expect(up.stderr).toMatch(/loading bridgework\/web:latest, bridgework\/redis:latest into the engine .*done/);
    expect(up.code).toBe(0);
    expect((await docker("image", "ls", "--format", "{{.Repository}}")).split("\n").sort()).toEqual([
      "bridgework/redis",
      "bridgework/web",
    ]);
  });

  test("up leaves an engine that runs alone, and one that is slow is waited for", async () => {
    const pid = await sandbox.must("cat", "/run/docker.pid");
    const quick = await sandbox.run(UP);
    expect(quick.stderr).not.toMatch(/start|load|wait/);
    const slow = await sandbox.run(["sh", "-c", SILENCE, "sh", ...UP]);
    expect(slow.stdout).toContain(`dockerd runs (pid ${pid}) and does not answer yet: this waits for it`);
    expect(slow.code).toBe(0);
    expect(await sandbox.must("cat", "/run/docker.pid")).toBe(pid);
  });

  test("an engine that is stopped is not waited for, and how it goes on is said", async () => {
    const pid = await sandbox.must("cat", "/run/docker.pid");
    await sandbox.must("kill", "-STOP", pid);
    for (const command of ["up", "preview"]) {
      const done = await sandbox.run(UP.map((word) => (word === "up" ? command : word)));
      expect(done).toMatchObject({ code: 1, stderr: expect.stringContaining(`kill -CONT ${pid} lets it go on\n`) });
    }
    await sandbox.must("kill", "-CONT", pid);
  });

  test("npm run images loads what is missing, then nothing, and the ids stay", async () => {
    const first = await sandbox.run(IMAGES);
    expect(first.stderr).toMatch(/loading bridgework\/httpd:latest into/);
    const loaded = await ids();
    const second = await sandbox.run(IMAGES);
    const tags = ["web", "redis", "httpd"].map((name) => `bridgework: bridgework/${name}:latest is up to date\n`);
    expect(second.stderr).toBe(tags.join(""));
    await docker("image", "rm", ...loaded.split("\n"));
    await sandbox.run(IMAGES);
    expect(await ids()).toBe(loaded);
  });

  test("each server answers, from the host and to the programs of the others", async () => {
    const names = ["web", "redis", "httpd"];
    for (const name of names) await docker("run", "--detach", "--name", `the-${name}`, `bridgework/${name}`);
    const address = (name: string) =>
      docker("inspect", "--format", "{{.NetworkSettings.Networks.bridge.IPAddress}}", `the-${name}`);
    const [web = "", redis = "", httpd = ""] = await Promise.all(names.map(address));
    const insideAt = (name: string, ...argv: string[]) => docker("exec", `the-${name}`, ...argv);

    expect(await sandbox.must("curl", "-sSi", "--retry-connrefused", "--retry", "3", web)).toMatch(
      /Server: nginx\/.*Welcome to nginx!/s,
    );
    expect(await insideAt("web", "curl", "-sSi", httpd)).toMatch(/Server: Apache\/.*It works!/s);
    expect(await insideAt("redis", "redis-cli", "-h", redis, "PING")).toBe("PONG");
    for (const name of names) {
      expect(await insideAt(name, "ip", "-br", "address")).toMatch(/eth0/);
      expect(await insideAt(name, "ping", "-c1", "-w10", httpd)).toContain("1 received");
      expect(await insideAt(name, "getent", "hosts", "localhost")).toContain("localhost");
    }
  });

  test("the programs that a person looks with are there, each with its libraries", async () => {
    const inWeb = (...argv: string[]) => docker("exec", "the-web", ...argv);
    expect(await inWeb("sh", "-c", "dig -v 2>&1")).toMatch(/^DiG /);
    expect(await inWeb("sh", "-c", "tcpdump --version 2>&1")).toMatch(/^tcpdump version/);
    expect(await inWeb("curl", "--version")).toMatch(/^curl /);
    expect(await inWeb("sh", "-c", "ss -ltn | grep -c :80")).toBe("2");
    expect(await inWeb("sh", "-c", "bridge -V 2>&1; ps | wc -l")).toMatch(/^bridge utility, .*\n\d+$/);
  });

  test("each server ends in good order, without waiting for the kill", async () => {
    await docker("stop", "--time", "8", "the-web", "the-redis", "the-httpd");
    const codes = await docker("inspect", "--format", "{{.State.ExitCode}}", "the-web", "the-redis", "the-httpd");
    expect(codes).toBe("0\n0\n0");
    await docker("rm", "the-web", "the-redis", "the-httpd");
  });

  test("where a registry answers the official image is pulled, and stays where it no longer does", async ({ skip }) => {
    if (!existsSync("/etc/docker")) skip("only a folder /etc/docker of the machine's can be hidden and written to");
    const script = join(import.meta.dirname, "registry.ts");
    const registry = await sandbox.keep([process.execPath, script, "library/nginx", "alpine"]);
    await sandbox.must("sh", "-c", `echo '{"registry-mirrors": ["http://127.0.0.1:5000"]}' > /etc/docker/daemon.json`);
    await sandbox.must("sh", "-c", "kill -HUP $(cat /run/docker.pid)");
    await docker("image", "rm", "bridgework/web");
    const pulled = await sandbox.run([...IMAGES, "web"]);
    expect(pulled.stderr).toMatch(/pulling nginx:alpine as bridgework\/web:latest: \d+ s, done/);
    const names = await docker("image", "inspect", "bridgework/web", "--format", "{{.RepoTags}}");
    expect(names).toBe("[bridgework/web:latest nginx:alpine]");
    await registry.close();
    const later = await sandbox.run([...IMAGES, "web"]);
    expect(later.stderr).toMatch(/no registry answers.*bridgework\/web:latest is up to date\n$/s);
  });

  test("what ran in it is gone when it ends, its cgroups too", async () => {
    await docker("run", "--detach", "bridgework/redis");
    const left = () =>
      ["", ...readdirSync(CGROUPS)].filter((tree) => existsSync(join(CGROUPS, tree, sandbox.cgroup))).length;
    expect(left()).toBeGreaterThan(0);
    await sandbox.close();
    expect(left()).toBe(0);
  });
});
