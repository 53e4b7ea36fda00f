// What a program needs to run: itself and every library that the loader would load with it.
import { existsSync, lstatSync, readlinkSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { ask, ToolchainError } from "../../toolchain/run.mjs";
import { candidates } from "./tools.ts";

interface Platform {
  triple: string;
  loader: string;
}

/** Debian's names for what Node calls `process.arch`. */
const PLATFORMS: Readonly<Record<string, Platform>> = {
  x64: { triple: "x86_64-linux-gnu", loader: "/usr/lib64/ld-linux-x86-64.so.2" },
  arm64: { triple: "aarch64-linux-gnu", loader: "/usr/lib/ld-linux-aarch64.so.1" },
};

/** A file of an image: where its content is, or where it points. */
export type Taken = { source: string } | { target: string };

/** What one layer takes from unpacked packages, by its path in the image. */
export class Closure {
  readonly taken = new Map<string, Taken>();
  readonly #root: string;
  readonly #platform: Platform;

  constructor(root: string) {
    const platform = PLATFORMS[process.arch];
    if (!platform) throw new ToolchainError(`images can be built on x64 and arm64, this machine is ${process.arch}`);
    this.#root = root;
    this.#platform = platform;
  }

  /** Takes a program or module along with all that it loads. */
  program(path: string): void {
    const source = this.#take(path);
    const { triple, loader } = this.#platform;
    // That of the packages, which the machine's need not be able to load.
    const loaderFile = this.#take(loader);
    const folders = ["/usr/lib", "/lib"].map((folder) => join(this.#root, folder, triple)).join(":");
    const listed = ask([loaderFile, "--library-path", folders, "--list", source]);
    if (!listed.ok)
      throw new ToolchainError(`the libraries of ${path} cannot be told: ${listed.stderr || listed.stdout}`);
    const missing = /^\s*(\S+) => not found/m.exec(listed.stdout)?.[1];
    if (missing) throw new ToolchainError(`${path} needs ${missing}, which none of the packages has`);
    for (const [, file] of listed.stdout.matchAll(/(\/\S+) \(0x/g)) {
      if (file!.startsWith(this.#root)) this.#take(merged(file!.slice(this.#root.length)));
    }
  }

  /** What a static program of the packages prints. */
  ask(path: string, args: readonly string[]): string {
    const done = ask([this.#find(path), ...args]);
    if (!done.ok) throw new ToolchainError(`${path} does not run here: ${done.stderr}`);
    return done.stdout;
  }

  /** Takes a file as it is. */
  file(path: string): void {
    this.#take(path);
  }

  /** Takes a file, and what it points to where it is a link. Returns where the content is. */
  #take(path: string): string {
    const found = this.#find(path);
    if (!lstatSync(found).isSymbolicLink()) {
      this.taken.set(path, { source: found });
      return found;
    }
    const target = merged(posix.resolve(dirname(found.slice(this.#root.length)), readlinkSync(found)));
    this.taken.set(path, { target });
    return this.#take(target);
  }

  #find(path: string): string {
    const places = candidates(path).map((candidate) => join(this.#root, candidate));
    const found = places.find((place) => existsSync(place) || isLink(place));
    if (!found) throw new ToolchainError(`none of the packages has ${path}`);
    return found;
  }
}

/** The path below /usr of what old packages have in /bin, /sbin and /lib. */
function merged(path: string): string {
  return /^\/(bin|sbin|lib|lib64)\//.test(path) ? `/usr${path}` : path;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
