import { missing } from "../../../system/missing.ts";
import { NEWBORN } from "../backend.ts";
import { ALONG, type Settings } from "../dump.ts";
import type { Transport } from "../transport/transport.ts";
import { unreadable } from "./unreadable.ts";

/**
 * Values below /proc/sys by path, in one process: grep prints "path:value" for every line of every file. Those of a
 * newborn namespace are read in one that is gone when the process is.
 */
export async function readSettings(
  transport: Transport,
  scope: string,
  questions: readonly Settings[],
): Promise<Record<string, string>> {
  const asked = new Set(questions.flatMap(({ settings }) => settings));
  const paths = [...new Set([...asked, ...questions.flatMap(({ along }) => along)])];
  if (paths.length === 0) return {};
  const names = new Set([...paths.map((path) => path.split("/").at(-1)), ...questions.flatMap(({ names }) => names)]);
  const wanted = [...names].map((name) => `--include=${name}`);
  const grep = ["grep", "-rsH", "", ...wanted, "--", ...paths.map((path) => `/proc/sys/${path}`)];
  const finished =
    scope === NEWBORN
      ? await transport.run("host", ["unshare", "--net", "--", ...grep])
      : await transport.run(scope, grep);
  // grep leaves with 1 when nothing matches and with 2 when a file is missing: both are answers here.
  if (finished.code === undefined || finished.code > 2 || missing(finished)) throw unreadable(scope, finished);
  return Object.fromEntries(values(finished.stdout, asked));
}

function values(text: string, asked: ReadonlySet<string>): [string, string][] {
  return text.split("\n").flatMap((line) => {
    const match = /^\/proc\/sys\/([^:]+):(.*)$/.exec(line);
    if (!match) return [];
    const [, path = "", value = ""] = match;
    return [[asked.has(path) ? path : ALONG + path, value] as [string, string]];
  });
}
