import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Kept } from "../../system/process.ts";
import { lacks } from "../links.ts";
import { liveUnless } from "../live.ts";
import { Sandbox } from "../sandbox.ts";
import { transportInto } from "../transport.ts";
import type { Machine } from "./machine.ts";
import { serveMachine } from "./runner.ts";
import { machineBehind, virtualMachine } from "./virtual.ts";

const shared = await virtualMachine();
const none = typeof shared === "string" ? shared : undefined;

liveUnless(none)("the virtual machine of a test run", () => {
  const machine = shared as Machine;
  const end = (kept: Kept) => new Promise((resolve) => kept.ended(resolve));

  test("tells how a program ended, and all that it said", async () => {
    const argv = ["sh", "-c", "cat; echo größer; echo wrong >&2; exit 7"];
    const { code, stdout, stderr } = await machine.run(argv, { input: "a\nb" });
    expect({ code, stdout, stderr }).toEqual({ code: 7, stdout: "a\nbgrößer\n", stderr: "wrong\n" });
  });

  test("tells of a program that is not there", async () => {
    expect(await machine.run(["no-such-program"])).toMatchObject({ ended: "ENOENT" });
  });

  test("ends a program that takes too long", async () => {
    const { code, ended } = await machine.run(["sleep", "600"], { timeout: 500 });
    expect(code).toBeUndefined();
    expect(ended).toMatch(/^timed out after/);
  });

  test("runs several at once, and takes in and gives out megabytes", async () => {
    const input = "0123456789abcdef\n".repeat(100_000);
    const sizes = await Promise.all([1, 2].map(async () => (await machine.run(["cat"], { input })).stdout === input));
    expect(sizes).toEqual([true, true]);
    const begun = Date.now();
    await Promise.all(Array.from({ length: 10 }, () => machine.run(["sleep", "3"])));
    expect(Date.now() - begun).toBeLessThan(29_000);
  });

  test("keeps a program that is talked with, until it is told to end", async () => {
    const kept = machine.keep(["cat"]);
    const said = new Promise((resolve) => kept.output(resolve));
    kept.write("hello\n");
    expect(await said).toBe("hello\n");
    expect(await kept.close()).toMatchObject({ code: 0, stdout: "hello\n" });
    const other = machine.keep(["sleep", "600"]);
    other.signal("SIGKILL");
    expect(await end(other)).toMatchObject({ ended: "killed by SIGKILL" });
  });

  test("has this machine's files, and changes none of them", async () => {
    const file = import.meta.filename;
    const { stdout } = await machine.run(["sh", "-c", 'head -n 1 "$1"; echo x >"$1.new" && ls "$1.new"', "sh", file]);
    expect(stdout.split("\n")).toEqual([expect.stringContaining("import"), `${file}.new`, ""]);
    expect(existsSync(`${file}.new`)).toBe(false);
  });

  test("holds a sandbox whose registry and lock a transport reaches", async () => {
    const sandbox = await Sandbox.open(machine);
    const transport = transportInto(sandbox);
    await sandbox.namespaces("RED");
    expect((await transport.namespaces()).map(({ name }) => name)).toEqual(["RED"]);
    await transport.write("x.json", "{}\n");
    expect([await transport.list(), await transport.read("x.json")]).toEqual([["x.json"], "{}\n"]);
    const lock = await transport.lock("a test", () => undefined);
    const told: unknown[] = [];
    const second = transport.lock("another", (holder) => told.push(holder));
    await expect.poll(() => told, { timeout: 60_000 }).toEqual([expect.stringMatching(/^a test \(pid \d+\)$/)]);
    await lock.release();
    await (await second).release();
    await sandbox.must(["chmod", "666", "/run/bridgework/x.json"]);
    await expect(transport.read("x.json")).rejects.toThrow("may be written by others (mode 666)");
    await sandbox.close();
    expect(await machine.run(["test", "-d", `/proc/${sandbox.pid}`])).toMatchObject({ code: 1 });
  });

  test.each([
    "link near name x type vlan id 1",
    "link near name x type ipvlan mode l3",
    "name x type dummy",
    "name x type vrf table 10",
    "name x type bond",
    "name x type wireguard",
    "name x type gre remote 192.0.2.1",
    "name x type ipip remote 192.0.2.1",
    "name x type sit remote 192.0.2.1",
    "name x type ip6tnl remote fd00::1",
  ])("makes what many kernels lack: ip link add %s", async (words) => {
    expect(await lacks(words, words, machine)).toBeUndefined();
  });

  describe("that crashes", () => {
    let served: Awaited<ReturnType<typeof serveMachine>>;
    let other: Machine;
    beforeAll(async () => {
      served = await serveMachine();
      other = (await machineBehind(served.path)) as Machine;
    });
    afterAll(() => served.close());

    test("fails what is asked of it, then and later, and ends what it kept", async () => {
      const kept = end(other.keep(["sleep", "600"]));
      const asked = other.run(["sleep", "600"], { timeout: 0 });
      const crash = other.run(["sh", "-c", "echo 1 >/proc/sys/kernel/sysrq; echo c >/proc/sysrq-trigger"]);
      for (const one of [asked, crash, other.run(["true"])]) await expect(one).rejects.toThrow("has ended");
      expect(await kept).toMatchObject({ code: undefined, ended: "the virtual machine has ended" });
      await expect(other.run(["true"])).rejects.toThrow("the virtual machine has ended");
    });
  });
});
