import { existsSync, globSync } from "node:fs";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { type Kept, keep, run } from "../../system/process.ts";
import { programFolders } from "../../toolchain/places.mjs";
import type { Parts } from "./parts.ts";

/**
 * Starts the virtual machine; its standard input and output are the agent's port. It ends when these close.
 *
 * @param folder of this run: the machine finds the agent there, and its console is written there
 */
export async function boot({ root, kernel, initrd }: Parts, folder: string): Promise<Kept> {
  await symlink(process.execPath, join(folder, "node"));
  await symlink(join(root, "usr/bin/wg"), join(folder, "wg"));
  await bundle(join(folder, "agent.mjs"));
  await writeFile(join(folder, "often"), `${(await often()).join("\n")}\n`);
  const library = join(root, "usr/lib/x86_64-linux-gnu");
  const env = {
    LD_LIBRARY_PATH: `${library}:${join(root, "lib/x86_64-linux-gnu")}`,
    QEMU_MODULE_DIR: `${library}/qemu`,
  };
  const argv = [
    // Where it may, before the many processes of other tests: two test files wait for this one processor.
    ...["nice", "-n", "-10"],
    ...[
      join(root, "usr/bin/qemu-system-x86_64"),
      "-L",
      join(root, "usr/share/qemu"),
      "-L",
      join(root, "usr/share/seabios"),
    ],
    // Emulated, because few machines that tests run on have virtualization: 10 to 20 times as slow as this one.
    ...["-M", "q35", "-accel", "tcg,thread=multi", "-cpu", "qemu64", "-smp", "1", "-m", "2048"],
    ...["-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-nic", "none"],
    ...["-kernel", kernel, "-initrd", initrd, "-append", WORDS],
    ...["-serial", `file:${escaped(join(folder, "console"))}`, "-device", "virtio-rng-pci"],
    ...["-chardev", "stdio,id=agent,signal=off", "-device", "virtio-serial-pci"],
    ...["-device", "virtserialport,chardev=agent,name=agent"],
    ...share("root", "/"),
    ...share("modules", join(root, "lib/modules")),
    ...share("vm", folder),
  ];
  return keep(argv, { env, buffer: false });
}

/**
 * A kernel that panics ends. Nothing is guarded against in there: what guards costs an emulated processor half its time.
 */
const WORDS =
  "console=ttyS0 quiet loglevel=4 panic=-1 reboot=t mitigations=off nopti nokaslr audit=0 selinux=0 apparmor=0 " +
  "init_on_alloc=0 lsm= randomize_kstack_offset=off hardened_usercopy=off norandmaps rcupdate.rcu_expedited=1 " +
  "random.trust_cpu=on tsc=reliable no_timer_check nowatchdog";

/** A folder that the machine reads, by a name. */
function share(tag: string, path: string): string[] {
  const folder = `local,id=${tag},path=${escaped(path)},security_model=none,readonly=on,multidevs=remap`;
  return ["-fsdev", folder, "-device", `virtio-9p-pci,fsdev=${tag},mount_tag=${tag}`];
}

/** A comma ends a value of an option of qemu. */
function escaped(path: string): string {
  return path.replaceAll(",", ",,");
}

/** Programs that tests start all the time. */
const OFTEN =
  "sh ip tc bridge iptables-save ip6tables-save iptables-restore ip6tables-restore grep ls cat sysctl nsenter unshare mount flock ping";

/** What iptables loads besides. */
const EXTENSIONS = "/usr/lib/x86_64-linux-gnu/xtables";

/** Their files, and those of their libraries. */
async function often(): Promise<string[]> {
  const places = OFTEN.split(" ").flatMap((name) => programFolders(process.env.PATH).map((place) => join(place, name)));
  const programs = places.filter((place) => existsSync(place));
  const { stdout } = await run(["ldd", ...programs]);
  const libraries = [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, file]) => file!);
  return [...new Set([...programs, ...libraries, EXTENSIONS, "/etc/ld.so.cache", ...globSync("/etc/iproute2/*")])];
}

/** One file of all that the agent needs: read one by one, and its types taken out inside, it takes 15 s to start. */
async function bundle(file: string): Promise<void> {
  const input = fileURLToPath(new URL("agent.ts", import.meta.url));
  const own = {
    name: "own-place",
    transform: (code: string, id: string) => code.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href)),
  };
  const bundled = await rolldown({ input, platform: "node", plugins: [own], logLevel: "warn" });
  await bundled.write({ file, format: "esm", codeSplitting: false, minify: true });
  await bundled.close();
}
