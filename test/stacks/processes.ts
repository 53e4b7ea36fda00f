import { readdir, readFile, readlink } from "node:fs/promises";
import { run } from "../../system/process.ts";

/** The processes in the network namespace of this one, itself aside, whose command line has these words. */
export async function processesBeside(pid: string, words: RegExp): Promise<number[]> {
  const network = await readlink(`/proc/${pid}/ns/net`);
  const numbers = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && name !== pid);
  const found = await Promise.all(
    numbers.map(async (number) => {
      const there = await readlink(`/proc/${number}/ns/net`).catch(() => "");
      const command = await readFile(`/proc/${number}/cmdline`, "utf8").catch(() => "");
      return there === network && words.test(command.replaceAll("\0", " ")) ? [Number(number)] : [];
    }),
  );
  return found.flat();
}

/** Kills processes in one go, and tells how many there were. */
export async function killAll(pids: readonly number[]): Promise<number> {
  if (pids.length > 0) await run(["kill", "-KILL", ...pids.map(String)]);
  return pids.length;
}
