import { sysctl } from "../kinds/sysctl.ts";
import type { Transport } from "../transport/transport.ts";
import { missing } from "./missing.ts";
import { unreadable } from "./unreadable.ts";

/** Values below /proc/sys by path. What was not asked for and is read along has "beside:" in front. */
export type Settings = Record<string, string>;

/** The settings of a scope, and what the kernel changes along with them. */
export function readSettings(transport: Transport, scope: string, paths: readonly string[]): Promise<Settings> {
  return read(transport, scope, [], paths);
}

/**
 * What a namespace is born with: asked of one that nobody has a name for, and that is gone when the process is. So a
 * namespace yet to come has a state before ours as well, to go back to.
 */
export function readNewborn(transport: Transport, paths: readonly string[]): Promise<Settings> {
  return read(transport, "host", ["unshare", "--net", "--"], paths);
}

/** One process for all of them: grep prints "path:value" for every line of every file. */
async function read(transport: Transport, scope: string, inside: string[], asked: readonly string[]) {
  const paths = sysctl.reads?.(asked) ?? [];
  const names = [...new Set(paths.map((path) => path.split("/").at(-1) ?? ""))];
  const wanted = [...names, "forwarding", "accept_redirects"].map((name) => `--include=${name}`);
  const files = [...new Set(paths)].map((path) => `/proc/sys/${path}`);
  const finished = await transport.run(scope, [...inside, "grep", "-rsH", "", ...wanted, "--", ...files]);
  // grep leaves with 1 when nothing matches and with 2 when a file is missing: both are answers here.
  if (finished.code === undefined || finished.code > 2 || missing(finished)) throw unreadable(scope, finished);
  return Object.fromEntries(values(finished.stdout, new Set(asked)));
}

function values(text: string, asked: ReadonlySet<string>): [string, string][] {
  return text.split("\n").flatMap((line) => {
    const match = /^\/proc\/sys\/([^:]+):(.*)$/.exec(line);
    if (!match) return [];
    const [, path = "", value = ""] = match;
    return [[asked.has(path) ? path : `beside:${path}`, value] as [string, string]];
  });
}
