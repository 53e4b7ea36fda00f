// Debian packages, fetched and unpacked without being installed: the machine's package manager serves as a downloader.
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { which } from "../../toolchain/find.mjs";
import { ask, ToolchainError, work } from "../../toolchain/run.mjs";
import { aptFolder } from "./cache.ts";

const SYSTEM_LISTS = "/var/lib/apt/lists";
const OWN_LISTS = join(aptFolder, "lists");
const ARCHIVES = join(aptFolder, "archives");
/** apt tries a mirror that does not answer for two minutes by default, several times over. */
const PATIENCE = ["-o", "Acquire::http::Timeout=20", "-o", "Acquire::https::Timeout=20", "-o", "Acquire::Retries=1"];

/** Whether this machine gets Debian packages. */
export function hasApt(): boolean {
  return which("apt-get") !== undefined && which("dpkg-deb") !== undefined;
}

/**
 * The files that these packages and everything they need are, by the package lists at hand; no network is used. A file
 * name holds the package, its version and the architecture, so the list decides what is built from it.
 *
 * @throws {ToolchainError} where a package is not to be had
 */
export function resolvePackages(names: readonly string[]): string[] {
  // Of what it has downloaded already apt would print nothing.
  const elsewhere = ["-o", `Dir::Cache::archives=${join(aptFolder, "none")}`];
  mkdirSync(join(aptFolder, "none", "partial"), { recursive: true });
  const answer = ask([...apt(), ...elsewhere, "--print-uris", "install", ...names], { timeout: 60_000 });
  if (!answer.ok) throw new ToolchainError(`apt-get knows no way to have ${names.join(", ")}: ${answer.stderr.trim()}`);
  const files = [...answer.stdout.matchAll(/^'[^']*' (\S+\.deb) /gm)].map(([, file]) => file!);
  return files.sort();
}

/** Whether there are package lists to resolve from: the machine's, or those that `updateLists` fetched. */
export function hasLists(): boolean {
  return [SYSTEM_LISTS, OWN_LISTS].some(holdsLists);
}

/** Fetches package lists into the cache: the machine's own stay as they are, so it needs no root. */
export async function updateLists(): Promise<void> {
  mkdirSync(join(OWN_LISTS, "partial"), { recursive: true });
  await aptGet("fetching package lists", ["update"], { lists: OWN_LISTS, minutes: 3 });
}

/** Downloads packages, checked as apt checks them, and returns their files. What is there already is not fetched. */
export async function download(names: readonly string[]): Promise<string[]> {
  const files = resolvePackages(names);
  const missing = files.filter((file) => !existsSync(join(ARCHIVES, file)));
  if (missing.length === 0) return files;
  await aptGet(`downloading ${missing.length} packages`, ["--download-only", "install", ...names], { minutes: 15 });
  return files;
}

/** Unpacks packages into an empty folder; none of their scripts run. */
export async function unpack(files: readonly string[], root: string): Promise<void> {
  mkdirSync(root, { recursive: true });
  for (const file of files) {
    const path = join(ARCHIVES, file);
    await nextTurn(); // so that the progress can be shown
    const done = ask(["dpkg-deb", "--extract", path, root], { timeout: 60_000 });
    if (!done.ok) throw new ToolchainError(`${path} cannot be unpacked: ${done.stderr.trim()}`);
  }
}

/** Forgets downloads that no current package is made of. */
export function forgetOthers(files: readonly string[]): void {
  const others = readdirSync(ARCHIVES).filter((name) => name.endsWith(".deb") && !files.includes(name));
  for (const name of others) rmSync(join(ARCHIVES, name));
}

/** Runs apt-get, and tells its first error where it fails: the others tend to say the same of other packages. */
async function aptGet(label: string, argv: readonly string[], options: { lists?: string; minutes: number }) {
  const labelled = `${label} (apt-get)`;
  try {
    await work(labelled, [...apt(options.lists), ...argv], { timeout: options.minutes * 60_000 });
  } catch (error) {
    const first = error instanceof ToolchainError && /^ *E: (.*)$/m.exec(error.message)?.[1];
    throw first ? new ToolchainError(`${labelled}: ${first}`) : error;
  }
}

/** apt-get for a system in which nothing is installed yet, with everything that it writes in the cache. */
function apt(lists = newerLists()): string[] {
  const status = join(aptFolder, "status");
  mkdirSync(join(ARCHIVES, "partial"), { recursive: true });
  if (!existsSync(status)) writeFileSync(status, "");
  const settings = {
    "Dir::State::status": status,
    "Dir::State::lists": lists,
    "Dir::Cache": aptFolder,
    "Dir::Cache::archives": ARCHIVES,
    "Dir::Log": aptFolder,
    "Debug::NoLocking": "1",
    // The cache may be below /root, which apt's own user cannot enter.
    "APT::Sandbox::User": "root",
    // Lists that cannot be fetched are a fault: by default apt says so in passing, and ends as if it had them.
    "APT::Update::Error-Mode": "any",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  return ["apt-get", "-qq", "-y", "--no-install-recommends", ...PATIENCE, ...options];
}

/** The machine's own, unless those that were fetched into the cache are newer. */
function newerLists(): string {
  if (!holdsLists(OWN_LISTS)) return SYSTEM_LISTS;
  const [own, system] = [OWN_LISTS, SYSTEM_LISTS].map((folder) => statSync(folder, { throwIfNoEntry: false })?.mtimeMs);
  return holdsLists(SYSTEM_LISTS) && system! > own! ? SYSTEM_LISTS : OWN_LISTS;
}

function holdsLists(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => name.includes("_Packages"));
}
