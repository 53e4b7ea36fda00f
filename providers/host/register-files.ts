import { fnv1a } from "../../net/name.ts";
import type { Register } from "./register.ts";
import { parseRegister } from "./register-text.ts";
import type { Transport } from "./transport/transport.ts";

const SUFFIX = ".claims.json";
/** What was put aside is called so. */
export const ASIDE = ".unreadable";

export function fileOf(owner: string): string {
  const readable = owner
    .replace(/^bridgework:/, "")
    .replace(/[^A-Za-z0-9.-]+/g, "_")
    .slice(0, 80);
  return `${readable}-${fnv1a(owner).toString(16)}${SUFFIX}`;
}

/** What the registry holds: registers, and files that are none. */
export interface Registry {
  registers: Register[];
  unreadable: Unreadable[];
}

export interface Unreadable {
  file: string;
  why: string;
}

/** Every document's register on this host, ours included. One that cannot be read stops nobody. */
export async function readRegisters(transport: Transport): Promise<Registry> {
  const files = (await transport.list()).filter((name) => name.endsWith(SUFFIX) && !name.startsWith("."));
  const read = await Promise.all(files.map((name) => readRegister(transport, name)));
  return {
    registers: read.filter((one): one is Register => one !== undefined && "owner" in one),
    unreadable: read.filter((one): one is Unreadable => one !== undefined && "why" in one),
  };
}

async function readRegister(transport: Transport, file: string): Promise<Register | Unreadable | undefined> {
  try {
    const text = await transport.read(file);
    if (text === undefined) return undefined;
    const register = parseRegister(text);
    if (fileOf(register.owner) === file) return register;
    return { file, why: `it is called as the register of another document than ${register.owner}` };
  } catch (error) {
    // Another user's registry, or no room for more open files, is nothing that is wrong with a file.
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    return { file, why: (error as Error).message };
  }
}

/** Puts files that cannot be read aside, where a person finds them. Call it with the host's lock held. */
export async function setAside(transport: Transport, unreadable: readonly Unreadable[]): Promise<void> {
  for (const { file } of unreadable) await transport.rename(file, asideOf(file));
}

export function asideOf(file: string): string {
  return `${file}${ASIDE}`;
}

/** Writes our register, or removes it when it holds nothing. */
export async function writeRegister(transport: Transport, register: Register): Promise<void> {
  const name = fileOf(register.owner);
  if (Object.keys(register.claims).length === 0 && !register.stateBackend) await transport.remove(name);
  else await transport.write(name, `${JSON.stringify(register, null, 1)}\n`);
}
