import { setTimeout as delay } from "node:timers/promises";
import { noSandbox } from "./sandbox.ts";
import { here, type Machine } from "./vm/machine.ts";
import { virtualMachine } from "./vm/virtual.ts";

/** Where tests of a type of link run. */
export interface Kernel {
  /** Why they run nowhere, for them to be skipped by; undefined where they do. */
  lacks?: string | undefined;
  /** Undefined for this machine's own. */
  machine?: Machine;
}

/** This machine's, for what every kernel has. */
export const ownKernel: Kernel = { lacks: noSandbox };

/**
 * A kernel that makes links of a type: this machine's own, else that of the virtual machine.
 *
 * @param words as after `ip link add`, of a link on the veth `near`
 * @param modules that no kernel loads by itself; only the virtual machine is made to
 * @throws {Error} where it cannot be made for another reason
 * @example
 * const kernel = await kernelWith("802.1Q", "name tagged link near type vlan id 1");
 * liveUnless(kernel.lacks)("a VLAN", () => { const world = new World(kernel.machine); ... });
 */
export async function kernelWith(what: string, words: string, modules: readonly string[] = []): Promise<Kernel> {
  return await kernelThat(what, ofLink(words), modules);
}

/**
 * A kernel that has a queueing discipline: this machine's own, else that of the virtual machine.
 *
 * @param words as after `tc qdisc add dev lo root`
 */
export async function kernelWithQueue(words: string): Promise<Kernel> {
  return await kernelThat(words, ofQueue(words));
}

/**
 * What most tests of links make, for many begin at once; and what gives every namespace settings of its own, which a test
 * beside would see come.
 */
const FURNITURE = ["bridge", "veth", "vrf", "nf_conntrack", "br_netfilter"];

/** While another test file has the kernel load what a type stands on, it has none of that type. */
async function patiently(ask: () => Promise<string | undefined>): Promise<string | undefined> {
  let lacking = await ask();
  for (let tries = 0; lacking !== undefined && tries < 4; tries++) {
    await delay(500);
    lacking = await ask();
  }
  return lacking;
}

/** By the program that the kernel itself asks; one test file after the other, or the second would not wait for the first. */
const LOAD = 'flock /run "$(cat /proc/sys/kernel/modprobe)" "$1"';

/** Why links of a type cannot be made on a kernel, by default this machine's; undefined where they can. */
export async function lacks(what: string, words: string, machine = here): Promise<string | undefined> {
  return await missing(what, ofLink(words), machine);
}

/** Why this machine's kernel has no such queueing discipline; undefined where it has. */
export async function lacksQueue(words: string): Promise<string | undefined> {
  return await missing(words, ofQueue(words), here);
}

/** Lines that only a kernel takes which has what is asked for. */
interface Trial {
  tool: "ip" | "tc";
  input: string;
}

function ofLink(words: string): Trial {
  return { tool: "ip", input: `link add name near type veth peer name far\nlink add ${words}\n` };
}

function ofQueue(words: string): Trial {
  return { tool: "tc", input: `qdisc add dev lo root ${words}\n` };
}

async function kernelThat(what: string, trial: Trial, modules: readonly string[] = []): Promise<Kernel> {
  const lacking = await missing(what, trial, here);
  if (lacking === undefined || lacking === noSandbox) return { lacks: lacking };
  const machine = await virtualMachine();
  if (typeof machine === "string") return { lacks: `${lacking}, and there is no virtual machine: ${machine}` };
  for (const module of [...FURNITURE, ...modules]) await machine.run(["sh", "-c", LOAD, "sh", module]);
  return { lacks: await patiently(() => missing(what, trial, machine)), machine };
}

async function missing(what: string, { tool, input }: Trial, machine: Machine): Promise<string | undefined> {
  if (machine === here && noSandbox !== undefined) return noSandbox;
  const tried = await machine.run([...machine.unshare, "--net", tool, "-batch", "-"], { input });
  if (tried.code === 0) return undefined;
  if (/Unknown device type|Operation not supported|Invalid argument|qdisc kind is unknown/.test(tried.stderr))
    return `the kernel has no ${what}`;
  throw new Error(`${input}${tried.stderr || tried.ended}`);
}
