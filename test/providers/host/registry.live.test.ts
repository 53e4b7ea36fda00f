import { expect, test } from "vitest";
import { fileOf } from "../../../providers/host/register-files.ts";
import { lockHost } from "../../../providers/host/transport/lock.ts";
import { OwnFolder } from "../../../system/own-folder.ts";
import { describeWorlds } from "./describe-world.ts";
import { OWNER, type Scopes, type World } from "./world.ts";

const OTHER = "bridgework:shop/prod/lab";
const FOLDER = "/run/bridgework";
const OWN = `${FOLDER}/${fileOf(OWNER)}`;

/** With what only the registry knows: a route and a neighbour over somebody else's link, settings, a table of iptables. */
const LAB: Scopes = {
  RED: { links: { reth0: { type: "veth", peer: { scope: "host", name: "reth1" } } } },
  host: {
    routes: [{ to: "10.7.0.0/16", via: "192.168.77.9" }],
    neighbours: [{ address: "192.168.77.9", dev: "theirs0", mac: "02:00:00:00:00:09" }],
    sysctls: { "net.ipv4.ip_forward": "1" },
    firewall: { masquerade: [{ source: "11.11.11.0/24" }] },
  },
};

/** What makes a file no register, and the word for it. */
const BROKEN: { what: string; text: string; why: string }[] = [
  { what: "an empty file", text: "", why: "it is empty" },
  { what: "a truncated file", text: '{ "owner": "bridgework:shop/prod/lab", "claims": {"sys', why: "it is no JSON" },
  { what: "a file of nulls", text: "\0\0\0\0", why: "it is no JSON" },
  { what: "JSON of another kind", text: "[1, 2]", why: "" },
  { what: "a register without claims", text: `{ "owner": "${OTHER}" }`, why: "claims" },
  { what: "a claim that is none", text: `{ "owner": "${OTHER}", "claims": { "a": 7 } }`, why: "claims" },
  { what: "a register of nobody", text: '{ "owner": "somebody", "claims": {} }', why: "its owner is no mark of ours" },
  {
    what: "a register under another document's name",
    text: `{ "owner": "${OWNER}", "claims": {} }`,
    why: `it is called as the register of another document than ${OWNER}`,
  },
];

async function put(world: World, file: string, text: string): Promise<void> {
  await world.sandbox.must(["mkdir", "-p", "-m", "700", FOLDER]);
  await world.sandbox.must(["dd", `of=${file}`, "status=none"], { input: text });
}

describeWorlds("a file in the registry that is none of ours", (world) => {
  test.each(BROKEN)("$what stops nobody; it is told, and put aside by the next update", async ({ text, why }) => {
    await put(world, `${FOLDER}/${fileOf(OTHER)}`, text);
    expect((await world.notes(LAB)).join()).toContain(`${FOLDER}/${fileOf(OTHER)} cannot be used: ${why}`);
    expect(await world.transport.list()).toEqual([fileOf(OTHER)]);
    const { notes } = await world.outcome(LAB);
    expect(notes.join()).toContain(`It is ${fileOf(OTHER)}.unreadable now`);
    expect(await world.notes(LAB)).toEqual([]);
    expect(await world.plan(LAB)).toEqual([]);
    await world.apply({}, { recorded: LAB });
    expect(await world.changes()).toEqual([]);
    expect(await world.transport.list()).toEqual([`${fileOf(OTHER)}.unreadable`]);
    await world.transport.tidy();
    expect(await world.sandbox.must(["ls", "/run"])).not.toContain("bridgework");
  });

  test.each([
    ["a link", ["ln", "-s", "/etc/hostname", `${FOLDER}/${fileOf(OTHER)}`], "is a symbolic link"],
    ["a folder", ["mkdir", `${FOLDER}/${fileOf(OTHER)}`], "is no file"],
    ["a pipe", ["mkfifo", `${FOLDER}/${fileOf(OTHER)}`], "is no file"],
    ["a file that others may write", ["install", "-m", "666", "/dev/null", `${FOLDER}/${fileOf(OTHER)}`], "mode 666"],
  ])("%s is not read", async (_what, command, why) => {
    await world.sandbox.must(["mkdir", "-p", "-m", "700", FOLDER]);
    await world.sandbox.must(command);
    const { notes } = await world.outcome(LAB);
    expect(notes.join()).toContain(why);
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});

describeWorlds("our own register", (world) => {
  test.each([
    ["truncated", () => put(world, OWN, '{ "owner": "bridgework:te')],
    ["empty", () => put(world, OWN, "")],
    ["gone", () => world.sandbox.must(["rm", OWN])],
  ])("that is %s is told from the marks: a preview sees no drift, an update does nothing", async (_how, spoil) => {
    await world.apply(LAB);
    await spoil();
    expect(await world.plan(LAB, { recorded: LAB })).toEqual(["adopt sysctl net.ipv4.ip_forward in host"]);
    await world.apply(LAB, { recorded: LAB });
    expect(await world.plan(LAB, { recorded: LAB })).toEqual([]);
  });

  test("that is truncated stops no destroy, which leaves but the setting whose former value it held", async () => {
    await world.apply(LAB);
    await put(world, OWN, '{ "owner": "bridgework:te');
    const { notes } = await world.outcome({}, { recorded: LAB });
    expect(notes.join()).toContain("a setting that it held the former value of stays as it is");
    await world.byHand("sysctl -q -w net.ipv4.ip_forward=0");
    expect(await world.changes()).toEqual([]);
  });

  test("that is lost makes nobody's object ours: what a document may have taken over stays", async () => {
    await world.byHand("ip link add br0 type bridge");
    const before = await world.settled();
    const scopes = { host: { links: { br0: { type: "bridge", up: false } } } };
    await world.apply(scopes, { adopt: true });
    await put(world, OWN, "");
    await world.apply({}, { adopt: true, recorded: scopes });
    expect(await world.changes(before)).toEqual([]);
  });

  test.each([
    ["net/../kernel/hostname", { value: "broken" }],
    ["net/ipv4/ip_forward", { value: "0\nkernel/hostname = broken" }],
    ["net/ipv4/ip_forward", { value: "0", beside: { "kernel/hostname": "broken" } }],
    ["kernel/hostname", { value: "broken" }],
  ])("that somebody made by hand names no other file of the kernel: %s %o", async (key, before) => {
    const ref = { kind: "sysctl", scope: "host", key };
    const claims = { [`sysctl host ${key}`]: { ref, inode: "", before, wants: { value: "x" } } };
    await put(world, OWN, JSON.stringify({ owner: OWNER, claims }));
    const hostname = await world.sandbox.must(["cat", "/proc/sys/kernel/hostname"]);
    const { notes } = await world.outcome({}, { recorded: LAB });
    expect(notes.join()).toContain("names nothing that a document can have");
    expect(await world.sandbox.must(["cat", "/proc/sys/kernel/hostname"])).toBe(hostname);
    expect(await world.changes()).toEqual([]);
  });
});

/** Nobody but root can give a file away. */
const GIVEN_AWAY: [string, string[], RegExp][] =
  process.getuid?.() === 0
    ? [["belongs to somebody else", ["chown", "12345", FOLDER], /\/run\/bridgework belongs to user 12345, not to 0/]]
    : [];

describeWorlds("the registry's folder", (world) => {
  test.each([
    ...GIVEN_AWAY,
    ["may be written by others", ["chmod", "770", FOLDER], /may be written by others \(mode 770\)/] as const,
  ])("that %s is refused", async (_what, command, words) => {
    await world.sandbox.must(["mkdir", FOLDER]);
    await world.sandbox.must(command);
    await expect(world.notes(LAB)).rejects.toThrow(words);
    await expect(world.apply(LAB)).rejects.toThrow(words);
    await expect(world.transport.lock("a test", () => undefined)).rejects.toThrow(words);
    expect(await world.changes()).toEqual([]);
  });

  test("that is a link is refused, and so is a lock that is one", async () => {
    await world.sandbox.must(["mkdir", "/run/elsewhere"]);
    await world.sandbox.must(["ln", "-s", "/run/elsewhere", FOLDER]);
    await expect(world.apply(LAB)).rejects.toThrow("/run/bridgework is a symbolic link");
    await world.sandbox.must(["rm", FOLDER]);
    await world.sandbox.must(["mkdir", "-m", "700", FOLDER]);
    await world.sandbox.must(["ln", "-s", "/run/elsewhere/lock", `${FOLDER}/lock`]);
    const attempt = world.transport.lock("a test", () => undefined);
    await expect(attempt).rejects.toThrow("/run/bridgework/lock is a symbolic link");
    expect(await world.sandbox.must(["ls", "/run/elsewhere"])).toBe("");
  });

  test("without room stops an update before it changes anything, gives the lock back, and stops no destroy", async () => {
    await world.apply(LAB);
    await world.sandbox.must(["mount", "--bind", FOLDER, FOLDER]);
    const update = async (scopes: Scopes) => {
      const lock = await world.transport.lock("a test", () => undefined);
      await world.apply(scopes, { recorded: LAB }).finally(() => lock.release());
    };
    await fill(world);
    const made = await world.settled();
    await expect(update({ ...LAB, BLUE: {} })).rejects.toThrow(/cannot be written: ENOSPC.*Make room there/);
    expect(await world.changes(made)).toEqual([]);
    await update({});
    expect(await world.changes()).toEqual([]);
  });

  test("that is a mount which others may write is not to be removed; one that is read only is told with the way on", async () => {
    await world.sandbox.must(["mkdir", FOLDER]);
    await world.sandbox.must(["mount", "-t", "tmpfs", "-o", "mode=777", "open", FOLDER]);
    await expect(world.apply(LAB)).rejects.toThrow(/mode 777.*it is a mount of its own: umount .*bridgework\)/);
    await world.sandbox.must(["chmod", "700", FOLDER]);
    await world.sandbox.must(["mount", "-o", "remount,ro", FOLDER]);
    const words = /lock cannot be written: EROFS: read-only file system\. .*remount,rw.*run the command again$/;
    await expect(world.transport.lock("a test", () => undefined)).rejects.toThrow(words);
    await world.sandbox.must(["umount", FOLDER]);
  });

  test("is gone when nothing of ours is left on the host", async () => {
    const lock = await world.transport.lock("a test", () => undefined);
    await world.apply(LAB);
    await world.apply({});
    await lock.release();
    expect((await world.sandbox.must(["ls", "/run"])).split("\n")).not.toContain("bridgework");
  });
});

/** Moves the registry to a file system that is full. */
async function fill(world: World): Promise<void> {
  const small = "/run/small";
  await world.sandbox.must(["mkdir", small]);
  await world.sandbox.must(["mount", "-t", "tmpfs", "-o", "size=32k,mode=700", "small", small]);
  await world.sandbox.must(["cp", "-a", `${FOLDER}/.`, small]);
  await world.sandbox.must(["mount", "--bind", small, FOLDER]);
  await world.sandbox.run(["dd", "if=/dev/zero", `of=${FOLDER}/filler`, "bs=1k"]);
}

describeWorlds("who waits for the lock", (world) => {
  test("is told when the one that is named has ended", async () => {
    const lock = await world.transport.lock("a test", () => undefined);
    const holder = { what: "bridgework:shop/prod/lab", pid: 4_000_000, started: "1" };
    const pids = (await world.sandbox.must(["readlink", "/proc/self/ns/pid"])).trim();
    await put(world, `${FOLDER}/holder`, JSON.stringify({ ...holder, pids }));
    const told: string[] = [];
    const second = world.transport.lock("another", (words) => told.push(words));
    await expect.poll(() => told, { timeout: 20_000 }).toHaveLength(1);
    await lock.release();
    await (await second).release();
    expect(told[0]).toContain("the last one that did, bridgework:shop/prod/lab (pid 4000000), has ended");
  });

  test("gives up on one that keeps it for too long, and names it", async () => {
    const folder = new OwnFolder(`/proc/${world.sandbox.pid}/root${FOLDER}`);
    const inside = (argv: readonly string[]) => world.sandbox.argv("host", argv);
    const lock = await lockHost(folder, inside, "one that hangs", () => undefined);
    const told: boolean[] = [];
    const second = lockHost(folder, inside, "another", (_words, isOurs) => told.push(isOurs), {
      first: 50,
      again: 50,
      limit: 1200,
    });
    await expect(second).rejects.toThrow(/is held by one that hangs \(pid \d+\), for 1 s. See whether that process/);
    expect(told.length).toBeGreaterThan(2);
    expect(told).not.toContain(false);
    await lock.release();
    await (await lockHost(folder, inside, "a third", () => undefined)).release();
  });

  test("finds none that a killed process left, once somebody has tidied up; one at work keeps its own", async () => {
    const lock = await world.transport.lock("at work", () => undefined);
    await world.transport.tidy();
    expect((await world.sandbox.must(["ls", FOLDER])).split("\n")).toContain("lock");
    await lock.release();
    await world.sandbox.must(["mkdir", "-p", "-m", "700", FOLDER]);
    await world.sandbox.must(["touch", `${FOLDER}/lock`]);
    await world.transport.tidy();
    expect((await world.sandbox.run(["ls", FOLDER])).code).not.toBe(0);
  });

  test("gets one that is new where the old one went with the last of ours", async () => {
    const turns = Array.from({ length: 12 }, async (_, index) => {
      const lock = await world.transport.lock(`turn ${index}`, () => undefined);
      const inside = await world.sandbox.run(["mkdir", "/run/one"]);
      await world.sandbox.run(["rmdir", "/run/one"]);
      await lock.release();
      return inside.code;
    });
    expect(await Promise.all(turns)).toEqual(Array(12).fill(0));
  });
});
