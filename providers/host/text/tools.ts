import type { Finished } from "../../../system/process.ts";
import type { Line, Tool } from "../model.ts";
import { missing } from "./missing.ts";
import { restore } from "./restore.ts";

/** Seconds that a restore waits for the xtables lock, which only the legacy backend takes. */
const WAIT = "10";

/**
 * How each tool takes its lines from standard input. `--noflush` leaves alone what the lines do not name; without it a
 * table is emptied first, and the nft backend removes one that stays empty: the only way of iptables to remove a table.
 */
const ARGV: Record<Tool, readonly string[]> = {
  ip: ["ip", "-batch", "-"],
  sysctl: ["sysctl", "-q", "-p", "-"],
  iptables: ["iptables-restore", "--noflush", "--wait", WAIT],
  ip6tables: ["ip6tables-restore", "--noflush", "--wait", WAIT],
  "iptables-flush": ["iptables-restore", "--wait", WAIT],
  "ip6tables-flush": ["ip6tables-restore", "--wait", WAIT],
};

export function argvOf(tool: Tool): readonly string[] {
  return ARGV[tool];
}

/** What a tool reads: its lines as they are, or one restore of them. */
export function inputOf(tool: Tool, lines: readonly Line[]): string {
  const texts = lines.map(({ text }) => text);
  return tool === "ip" || tool === "sysctl" ? `${texts.join("\n")}\n` : restore(texts).text;
}

/** Which line a tool stopped at, and its own words. Every tool counts lines in its own way. */
export function failedLine(tool: Tool, lines: readonly Line[], finished: Finished): { index: number; words: string } {
  const said = finished.stderr.trim();
  const absent = missing(finished);
  if (absent) return { index: 0, words: absent };
  if (finished.ended) return { index: 0, words: [`${finished.ended}${among(lines)}`, said].filter(Boolean).join(": ") };
  if (tool === "sysctl") return { index: settingNamed(lines, said), words: said };
  const words = said.replace(/\s*Command failed -:\d+/, "").replace(/^Error: /, "") || `exit code ${finished.code}`;
  if (tool === "ip") return { index: Number(/Command failed -:(\d+)/.exec(said)?.[1] ?? 1) - 1, words };
  const { origin } = restore(lines.map(({ text }) => text));
  return { index: origin[Number(/line:? (\d+)/i.exec(said)?.[1] ?? 0)] ?? 0, words };
}

/** A process that was ended from outside tells nobody how far it came. */
function among({ length }: readonly Line[]): string {
  return length > 1 ? ` at one of ${length} lines, of which this is the first` : "";
}

/** sysctl goes on after a fault and names the key, with slashes or with dots. */
function settingNamed(lines: readonly Line[], said: string): number {
  const index = lines.findIndex(({ text }) => {
    const path = text.split(" = ")[0] ?? "";
    return said.includes(path) || said.includes(path.replaceAll("/", "."));
  });
  return Math.max(index, 0);
}
