import { isDeepStrictEqual } from "node:util";
import { type Living, runs, thisProcess } from "../../../system/living.ts";
import { missing } from "../../../system/missing.ts";
import type { OwnFolder } from "../../../system/own-folder.ts";
import { type Kept, keep } from "../../../system/process.ts";
import { ASIDE } from "../register-files.ts";
import type { Held } from "./transport.ts";

/** How somebody else is waited for, in milliseconds. */
export interface Patience {
  /** Until we tell that somebody else has the lock. */
  first: number;
  /** Between two times that we tell it. */
  again: number;
  /** How long one and the same holder is waited for: no update takes that long, so that it must hang. */
  limit: number;
}

const PATIENCE: Patience = { first: 250, again: 30_000, limit: 600_000 };

const LOCK = "lock";
const HOLDER = "holder";

/** `cat` echoes the first line only once flock has let it start: the echo is the lock. Its end, however, frees it. */
const argvOn = (file: string) => ["flock", "--exclusive", file, "cat"];

/** Who has the lock, in words and as a process. */
interface Holder extends Living {
  what: string;
}

/**
 * Takes the lock of a host. Its file goes with it, so that a host without anything of ours has nothing below /run: who
 * was waiting for a file that is gone begins again with the new one.
 *
 * @param inside the argv that runs another one on the host
 * @param what we are about, for those who wait for us
 * @param waiting called while somebody else has it, with who that is, and whether it is this process, about something
 *   else: after a moment, then every half minute
 * @param patience by default ten minutes for one holder
 * @throws {Error} when one holder keeps it for longer than that
 */
export async function lockHost(
  folder: OwnFolder,
  inside: (argv: readonly string[]) => string[],
  what: string,
  waiting: (holder: string, isOurs: boolean) => void,
  patience = PATIENCE,
): Promise<Held> {
  for (;;) {
    const before = await folder.touch(LOCK);
    const isStill = async () => (await folder.inode(LOCK)) === before;
    const attempt = locked(inside(argvOn(`/run/bridgework/${LOCK}`)), folder, waiting, patience);
    const child = await attempt.catch(async (error: Error) => {
      if (await isStill()) throw error;
    });
    if (child && (await isStill())) return await held(folder, child, what);
    await child?.close();
  }
}

/** How long a lock is tried of which nobody says that he has it: one who just took it has said so by then. */
const ABANDONED: Patience = { first: 250, again: 500, limit: 5000 };

/**
 * Removes what a process leaves that is killed as it takes the lock: its file, and the folder where nothing else is in
 * it. Who is at work keeps both. Files that were put aside, and told then, go with the last of ours.
 */
export async function dropAbandoned(folder: OwnFolder, inside: (argv: readonly string[]) => string[]): Promise<void> {
  const last = readHolder(await folder.read(HOLDER).catch(() => undefined));
  if (last && (await runs(last)) !== false) return;
  if ((await folder.inode(LOCK)) !== undefined) {
    const lock = await lockHost(folder, inside, "tidying up", () => undefined, ABANDONED).catch(() => undefined);
    await lock?.release();
  }
  const left = (await folder.list()).filter((name) => !name.startsWith("."));
  // A folder that somebody made is not ours to empty, and stays.
  if (left.every((name) => name.endsWith(ASIDE)))
    for (const name of left) await folder.remove(name).catch(() => undefined);
  await folder.tidy();
}

async function held(folder: OwnFolder, child: Kept, what: string): Promise<Held> {
  const holder: Holder = { what, ...(await thisProcess()) };
  // Only for others to read: where there is no room for it, that is no reason to leave the host as it is.
  await folder.write(HOLDER, `${JSON.stringify(holder)}\n`).catch(() => undefined);
  return {
    async release() {
      try {
        await folder.remove(HOLDER);
        await folder.remove(LOCK);
      } finally {
        await child.close();
      }
    },
  };
}

async function locked(
  argv: string[],
  folder: OwnFolder,
  waiting: (holder: string, isOurs: boolean) => void,
  patience: Patience,
): Promise<Kept> {
  const child = keep(argv);
  let stop = () => {};
  try {
    await new Promise<void>((resolve, reject) => {
      child.output(() => resolve());
      child.ended((finished) => {
        const words = missing(finished) ?? (finished.stderr.trim() || finished.ended);
        reject(new Error(`no lock on /run/bridgework/${LOCK}: ${words}`));
      });
      child.write("locked\n");
      stop = watch(folder, waiting, reject, patience);
    });
    return child;
  } catch (error) {
    await child.close(0);
    throw error;
  } finally {
    stop();
  }
}

/** Says again and again who has the lock, and gives up on one that keeps it for too long. */
function watch(
  folder: OwnFolder,
  waiting: (holder: string, isOurs: boolean) => void,
  giveUp: (error: Error) => void,
  { first, again, limit }: Patience,
): () => void {
  let over = false;
  let current: string | undefined;
  let since = Date.now();
  const look = async () => {
    const { holder, isOurs } = await nameOf(folder);
    if (over) return;
    if (holder !== current) since = Date.now();
    current = holder;
    const seconds = Math.round((Date.now() - since) / 1000);
    const known = seconds > 0 ? `${holder}, for ${seconds} s` : holder;
    if (Date.now() - since >= limit) {
      const next = "See whether that process still does anything, end it if not, and run the command again.";
      return giveUp(new Error(`the lock /run/bridgework/${LOCK} is held by ${known}. ${next}`));
    }
    waiting(known, isOurs);
    timer = setTimeout(look, again);
  };
  let timer = setTimeout(look, first);
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

async function nameOf(folder: OwnFolder): Promise<{ holder: string; isOurs: boolean }> {
  const last = readHolder(await folder.read(HOLDER).catch(() => undefined));
  if (!last) return { holder: "a process that has not said its name", isOurs: false };
  const { what, ...process } = last;
  const named = `${what} (pid ${process.pid})`;
  if ((await runs(process)) !== false)
    return { holder: named, isOurs: isDeepStrictEqual(process, await thisProcess()) };
  return { holder: `a process that has not said its name; the last one that did, ${named}, has ended`, isOurs: false };
}

function readHolder(text: string | undefined): Holder | undefined {
  try {
    const { what, pid, started, pids } = JSON.parse(text ?? "") as Record<string, unknown>;
    const texts = [what, started, pids].every((word) => typeof word === "string" && /^[ -~]{0,300}$/.test(word));
    return texts && Number.isSafeInteger(pid) ? ({ what, pid, started, pids } as Holder) : undefined;
  } catch {
    return undefined;
  }
}
