import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sandboxArgv } from "../../commands/sandbox.mjs";
import { programFolders, repository } from "../../toolchain/places.mjs";
import { isPrivileged } from "../../toolchain/privilege.mjs";

const env = { ...process.env, PATH: programFolders(process.env.PATH).join(":") };
const NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];
const ENTRY = [process.execPath, join(repository, "commands/sandbox.mjs"), "--"];

function run(argv: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(argv[0]!, argv.slice(1), { env, encoding: "utf8", timeout: 120_000 });
}
const inside = (...command: string[]) => run(sandboxArgv(command));
const names = (text: string) => text.trim().split(/\s+/).filter(Boolean).sort();

/** Starts a sandbox that goes on until it is ended, and tells its network namespace. */
async function hold(as: readonly string[], script: string, first = ":") {
  const [file = "", ...args] = [...as, ...ENTRY, "sh", "-c", `${first}; readlink /proc/self/ns/net; ${script}`];
  const child = spawn(file, args, { env, stdio: ["ignore", "pipe", "ignore"] });
  const namespace = await new Promise<string>((resolve) =>
    child.stdout.once("data", (data) => resolve(`${data}`.trim())),
  );
  const ended = new Promise((resolve) => child.once("close", resolve));
  return { child, namespace, ended };
}

/** The processes of this machine that are in a network namespace. */
function processesIn(namespace: string): string[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => quietly(() => readlinkSync(`/proc/${pid}/ns/net`)).includes(namespace));
}

/** Processes end while /proc is read. */
function quietly<T>(read: () => T): T[] {
  try {
    return [read()];
  } catch {
    return [];
  }
}

const ways = [["as this user", []] as const, ["through a user namespace", isPrivileged() ? NOBODY : []] as const];

describe.each(ways)("a sandbox %s", (_, as) => {
  const enter = (...command: string[]) => run([...as, ...ENTRY, ...command]);

  test("sees no interface of the machine but a loopback that is up, in /sys as well", () => {
    expect(enter("ip", "-br", "link").stdout).toMatch(/^lo\s+UNKNOWN .*\n$/);
    expect(names(enter("ls", "/sys/class/net").stdout)).toEqual(["lo"]);
  });

  test("has a /run of its own with nothing of the machine's", () => {
    expect(names(enter("find", "/run", "-not", "-type", "d").stdout)).toEqual([]);
    expect(names(enter("ls", "/run/netns").stdout)).toEqual([]);
  });

  test("builds namespaces, bridges and rules, and leaves nothing on the machine", () => {
    const host = () => ({
      links: run(["ip", "-j", "link"]).stdout,
      named: run(["ip", "netns"]).stdout,
      mounts: readFileSync("/proc/mounts", "utf8").match(/^\S+ \/run\/netns\S*/gm),
    });
    const before = host();
    const built = enter(
      "sh",
      "-ec",
      "ip netns add RED; ip link add br0 type bridge; ip netns; ip -br link show br0; iptables -t nat -A POSTROUTING -j MASQUERADE; sysctl -w net.ipv4.ip_forward=1",
    );
    expect(built.stderr).toBe("");
    expect(built.stdout).toMatch(/RED.*br0.*ip_forward = 1/s);
    expect(host()).toEqual(before);
  });

  test("gives the exit code of its command", () => {
    expect(enter("sh", "-c", "exit 7").status).toBe(7);
  });

  test("hands arguments on as they are", () => {
    expect(enter("printf", "%s|", "a b", "$(id)", "'").stdout).toBe("a b|$(id)|'|");
  });

  test("keeps its stacks to itself", () => {
    const script = 'echo "$BRIDGEWORK_SANDBOX $BRIDGEWORK_STATE_DIR [$PULUMI_BACKEND_URL]"';
    const elsewhere = ["env", "PULUMI_BACKEND_URL=file:///mine"];
    const { status, stdout, stderr } = run([...elsewhere, ...as, ...ENTRY, "sh", "-c", script]);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "1 /run/bridgework-state []\n", stderr: "" });
  });

  test("ends everything in it with a signal, background processes too", async () => {
    const { child, namespace, ended } = await hold(as, "setsid sleep 1000 & sleep 1000");
    expect(processesIn(namespace).length).toBeGreaterThan(0);
    child.kill("SIGTERM");
    expect(await ended).toBe(143);
    expect(processesIn(namespace)).toEqual([]);
  });

  test("ends with the process that holds it, even one that is killed", async () => {
    const { child, namespace } = await hold(as, "sleep 1000");
    expect(processesIn(namespace).length).toBeGreaterThan(0);
    child.kill("SIGKILL");
    await expect.poll(() => processesIn(namespace), { timeout: 5000 }).toEqual([]);
  });

  test("hands an interrupt to its command", async () => {
    const { child, ended } = await hold(as, "sleep 1000 & wait", "trap 'exit 42' INT");
    child.kill("SIGINT");
    expect(await ended).toBe(42);
  });
});

test("the machine's Docker Engine is out of reach, wherever it is", () => {
  const script =
    'echo "$DOCKER_HOST [$DOCKER_CONTEXT]"; ls /run/docker.sock /var/lib/docker/* /etc/docker/* 2>&1 | grep -cv "cannot access"';
  const elsewhere = ["env", "DOCKER_HOST=tcp://lab:2375", "DOCKER_CONTEXT=lab"];
  expect(run([...elsewhere, ...ENTRY, "sh", "-c", script]).stdout).toBe("unix:///run/docker.sock []\n0\n");
});

test("cgroups stay reachable, for a container engine", () => {
  expect(names(inside("ls", "/sys/fs/cgroup").stdout)).toEqual(readdirSync("/sys/fs/cgroup").sort());
});
