import { constants } from "node:fs";
import { type FileHandle, lstat, mkdir, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname } from "node:path";

/** Far above anything that is written here; a file that is larger was not made by us. */
const LARGEST = 16 * 1024 * 1024;

/** How often a write begins again because somebody removed the empty folder meanwhile. */
const TRIES = 5;

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/** A file or a folder that only its owner could have made is somebody else's, or somebody else could change it. */
export class NotOurs extends Error {}

/**
 * A folder that nobody but this user can write, /run/bridgework for one: what stands in it decides what is changed on a
 * host, so that no link is followed, nothing of another owner is read, and every file is written whole or not at all.
 * It is made with the first file, and gone with the last.
 */
export class OwnFolder {
  readonly path: string;

  /** @param path the folder; who may write its parent is trusted */
  constructor(path: string) {
    this.path = path;
  }

  /**
   * The text of a file; undefined when there is none.
   *
   * @throws {NotOurs} for a symbolic link, a file of another owner or one that others may write, and what is no file
   */
  async read(name: string): Promise<string | undefined> {
    if (!(await this.#checked())) return undefined;
    const file = await open(this.#place(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(this.#absentOrLink(name));
    if (!file) return undefined;
    return await closing(file, async () => {
      await this.#check(file, name);
      return await file.readFile("utf8");
    });
  }

  /** Names of what is in it; empty when it is not there. */
  async list(): Promise<string[]> {
    return (await this.#checked()) ? await readdir(this.path).catch(unlessMissing<string[]>([])) : [];
  }

  /** Writes a file whole or not at all: a temporary one, fsync, rename; mode 0600. */
  async write(name: string, text: string): Promise<void> {
    const temporary = `.${name}.${process.pid}.tmp`;
    const file = await this.#made(temporary, O_CREAT | O_EXCL | O_WRONLY);
    try {
      await closing(file, async () => {
        await file.writeFile(text);
        await file.sync();
      });
      await rename(this.#place(temporary), this.#place(name));
    } catch (error) {
      await rm(this.#place(temporary), { force: true });
      throw this.#unwritable(name, error);
    }
  }

  /** Makes sure that an empty file is there, to be locked; tells its inode. */
  async touch(name: string): Promise<number> {
    const file = await this.#made(name, O_CREAT | O_WRONLY);
    return await closing(file, async () => {
      const found = await file.stat();
      const wrong = found.isFile() ? strangers({ ...found, mode: 0 }) : "is no file";
      if (wrong) throw await refused(this.#place(name), wrong);
      // Whoever locks a file that is gone makes it anew, with a mode of their own.
      await file.chmod(0o600);
      return found.ino;
    });
  }

  /** The inode of a file; undefined when there is none. */
  async inode(name: string): Promise<number | undefined> {
    return (await lstat(this.#place(name)).catch(unlessMissing(undefined)))?.ino;
  }

  /** Removes a file, and the folder with the last one; fine when there is none. */
  async remove(name: string): Promise<void> {
    await rm(this.#place(name), { force: true }).catch((error) => {
      throw this.#unwritable(name, error);
    });
    await this.tidy();
  }

  /** Gives a file another name, whatever it is; it takes the place of one that has it. */
  async rename(name: string, other: string): Promise<void> {
    await rename(this.#place(name), this.#place(other))
      .catch(unlessMissing(undefined))
      .catch((error) => {
        throw this.#unwritable(other, error);
      });
  }

  /** Removes what a killed process was writing, and the folder where nothing is left in it. */
  async tidy(): Promise<void> {
    for (const name of await this.list()) {
      const pid = /^\..*\.(\d+)\.tmp$/.exec(name)?.[1];
      if (pid !== undefined && !(await isThere(`/proc/${pid}`))) await rm(this.#place(name), { force: true });
    }
    await rmdir(this.path).catch(() => undefined);
  }

  /** Opens a file for writing. The folder may go between being made and being used: then it is made again. */
  async #made(name: string, flags: number): Promise<FileHandle> {
    for (let tries = 1; ; tries++) {
      try {
        await mkdir(this.path, { recursive: true, mode: 0o700 });
        await this.#checked();
        return await open(this.#place(name), flags | O_NOFOLLOW, 0o600);
      } catch (error) {
        if (codeOf(error) === "ELOOP") throw await this.#link(name);
        if (codeOf(error) === "EEXIST" && flags & O_EXCL) await rm(this.#place(name), { force: true });
        else if (codeOf(error) !== "ENOENT") throw this.#unwritable(name, error);
        if (tries >= TRIES) throw this.#unwritable(name, error);
      }
    }
  }

  /** Whether the folder is there. */
  async #checked(): Promise<boolean> {
    const found = await lstat(this.path).catch(unlessMissing(undefined));
    if (!found) return false;
    if (!found.isDirectory())
      throw await refused(this.path, found.isSymbolicLink() ? "is a symbolic link" : "is no folder");
    const wrong = strangers(found);
    if (wrong) throw await refused(this.path, wrong);
    return true;
  }

  async #check(file: FileHandle, name: string): Promise<void> {
    const found = await file.stat();
    const wrong = found.isFile() ? strangers(found) : "is no file";
    if (wrong) throw await refused(this.#place(name), wrong);
    if (found.size > LARGEST) throw await refused(this.#place(name), `has ${found.size} bytes`);
  }

  #absentOrLink(name: string): (error: unknown) => Promise<undefined> {
    return async (error) => {
      if (codeOf(error) === "ELOOP") throw await this.#link(name);
      if (codeOf(error) === "ENXIO") throw await refused(this.#place(name), "is no file");
      return unlessMissing(undefined)(error);
    };
  }

  #link(name: string): Promise<NotOurs> {
    return refused(this.#place(name), "is a symbolic link");
  }

  #unwritable(name: string, error: unknown): Error {
    if (error instanceof NotOurs || codeOf(error) === undefined) return error as Error;
    const code = codeOf(error) ?? "";
    const words = (error as Error).message.replace(/, \w+( '.*)?$/s, "");
    return Object.assign(new Error(`${this.#place(name)} cannot be written: ${words}. ${adviceFor(code, this.path)}`), {
      code,
    });
  }

  #place(name: string): string {
    if (name === "" || name.includes("/") || name === "." || name === "..") throw new Error(`no file's name: ${name}`);
    return `${this.path}/${name}`;
  }
}

/** Why others may have had a hand in it; undefined where only its owner, this user, can write it. */
function strangers({ uid, mode }: { uid: number; mode: number }): string | undefined {
  const own = process.geteuid?.() ?? uid;
  if (uid !== own) return `belongs to user ${uid}, not to ${own}`;
  return mode & 0o022 ? `may be written by others (mode ${(mode & 0o777).toString(8)})` : undefined;
}

async function refused(path: string, what: string): Promise<NotOurs> {
  const away = (await isMounted(path)) ? `unmount it (it is a mount of its own: umount ${path})` : "remove it";
  return new NotOurs(
    `${path} ${what}. It is not read or written, because what stands there decides what is changed on this host. ` +
      `See who made it, ${away}, and run the command again: what it would say is found again by the marks on the host.`,
  );
}

/** Whether a path is of another file system than the folder it is in: it cannot be removed, and hides what lies below. */
async function isMounted(path: string): Promise<boolean> {
  const [own, parent] = await Promise.all([path, dirname(path)].map((one) => lstat(one).catch(() => undefined)));
  return own !== undefined && parent !== undefined && own.dev !== parent.dev;
}

function adviceFor(code: string, folder: string): string {
  if (code === "ENOSPC" || code === "EDQUOT") return `Make room there (df -h ${folder}), then run the command again`;
  if (code === "EROFS")
    return `Its file system is read-only: make it writable (findmnt -T ${folder}; mount -o remount,rw), then run the command again`;
  return `See what keeps root from writing there (ls -ld ${folder}; findmnt -T ${folder}), then run the command again`;
}

async function closing<T>(file: FileHandle, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } finally {
    await file.close();
  }
}

/** Whether a path leads to anything. */
async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function unlessMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (codeOf(error) === "ENOENT") return value;
    throw error;
  };
}
