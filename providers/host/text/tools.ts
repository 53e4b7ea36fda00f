import { missing } from "../../../system/missing.ts";
import type { Finished } from "../../../system/process.ts";
import type { Line, Tool } from "../model.ts";
import { restore } from "./restore.ts";
import { wgArgv, withoutKeys } from "./wg.ts";

/** Seconds that a restore waits for the xtables lock, which only the legacy backend takes. */
const WAIT = "10";

/**
 * How each tool takes its lines from standard input. `--noflush` leaves alone what the lines do not name; without it a
 * table is emptied first, and the nft backend removes one that stays empty: the only way of iptables to remove a table.
 */
const ARGV: Record<Tool, readonly string[]> = {
  ip: ["ip", "-batch", "-"],
  // For what names no address by which `ip` could tell the family.
  ip6: ["ip", "-6", "-batch", "-"],
  tc: ["tc", "-batch", "-"],
  bridge: ["bridge", "-batch", "-"],
  sysctl: ["sysctl", "-q", "-p", "-"],
  iptables: ["iptables-restore", "--noflush", "--wait", WAIT],
  ip6tables: ["ip6tables-restore", "--noflush", "--wait", WAIT],
  "iptables-flush": ["iptables-restore", "--wait", WAIT],
  "ip6tables-flush": ["ip6tables-restore", "--wait", WAIT],
  // It reads no lines: see flows.ts.
  conntrack: ["conntrack", "-D"],
  ipset: ["ipset", "restore"],
  // For its lines see wg.ts.
  wg: ["wg"],
};

/** Tools whose lines stand as they are. */
const LISTED: ReadonlySet<Tool> = new Set(["ip", "ip6", "tc", "bridge", "sysctl", "conntrack", "ipset"]);

/** Whether a tool takes one line, and then ends. */
export function takesOne(tool: Tool): boolean {
  return tool === "wg";
}

export function programOf(tool: Tool): string {
  return ARGV[tool][0] ?? tool;
}

export function argvOf(tool: Tool, [first]: readonly Line[]): readonly string[] {
  return tool === "wg" && first ? wgArgv(first) : ARGV[tool];
}

/** What a tool reads: its lines as they are, or one restore of them. */
export function inputOf(tool: Tool, lines: readonly Line[]): string {
  if (takesOne(tool)) return lines.map(({ input = "" }) => input).join("");
  const texts = lines.map(({ text }) => text);
  return LISTED.has(tool) ? `${texts.join("\n")}\n` : restore(texts).text;
}

/** Which line a tool stopped at, and its own words. Every tool counts lines in its own way. */
export function failedLine(tool: Tool, lines: readonly Line[], finished: Finished): { index: number; words: string } {
  const said = finished.stderr.trim();
  const absent = missing(finished);
  if (absent) return { index: 0, words: absent };
  if (finished.ended)
    return { index: 0, words: [`${finished.ended}${among(lines.length)}`, said].filter(Boolean).join(": ") };
  if (tool === "wg") return { index: 0, words: withoutKeys(said) || `exit code ${finished.code}` };
  if (tool === "ipset") return lineOfIpset(said || `exit code ${finished.code}`);
  if (tool === "sysctl") return { index: settingNamed(lines, said), words: said };
  const words = said.replace(/\s*Command failed -:\d+/, "").replace(/^Error: /, "") || `exit code ${finished.code}`;
  if (tool === "ip" || tool === "ip6" || tool === "tc" || tool === "bridge")
    return lineOfIp(lines, words, /Command failed -:(\d+)/.exec(said)?.[1]);
  const { origin } = restore(lines.map(({ text }) => text));
  return { index: origin[Number(/line:? (\d+)/i.exec(said)?.[1] ?? 0)] ?? 0, words };
}

/** As `tc` does: both count lines. `ip neigh` ends the whole process where the kernel refuses, before `ip` can say which line that was. */
function lineOfIp(lines: readonly Line[], words: string, number: string | undefined) {
  if (number !== undefined) return { index: Number(number) - 1, words };
  const silent = lines.filter(({ text }) => text.startsWith("neigh "));
  const index = Math.max(lines.indexOf(silent[0] as Line), 0);
  // The first one is done then: either it was the one that found nothing, or it did not stop there. The rest can be said again.
  const isDone = gone(words) && lines[index]?.removes === true;
  return { index, words: isDone ? words : `${words}${among(silent.length)}` };
}

/** A process that ended half-way tells nobody how far it came. */
function among(count: number): string {
  return count > 1 ? ` at one of ${count} lines, of which this is the first` : "";
}

/** What the kernel, `ip` and `tc` say of a route, an address, a link, its queue or a namespace that they are to remove and do not find. */
const GONE = [
  /^RTNETLINK answers: No such (process|device|device or address|file or directory)$/,
  /^RTNETLINK answers: Cannot assign requested address$/,
  /^(ipv4: )?FIB table does not exist\.$/,
  /^ipv[46]: [Aa]ddress not found\.$/,
  /^ipv6: IPv6 is disabled on this device\.$/,
  /^Cannot find device "[^"]*"$/,
  /^Cannot delete qdisc with handle of zero\.$/,
  /^Unable to modify interface: No such device$/,
  /^The set with the given name does not exist$/,
  /^Cannot remove namespace file "[^"]*": No such file or directory$/,
];

/** It counts lines, and names itself before its words. */
function lineOfIpset(said: string) {
  const [, number, words = said] = /^(?:ipset v[\d.]+: )?(?:Error in line (\d+): )?(.*)$/s.exec(said) ?? [];
  return { index: Number(number ?? 1) - 1, words };
}

/** Whether a line that removes something failed because there is nothing left to remove. */
export function gone(words: string): boolean {
  return GONE.some((pattern) => pattern.test(words));
}

/** sysctl goes on after a fault and names the key, with slashes or with dots. */
function settingNamed(lines: readonly Line[], said: string): number {
  const index = lines.findIndex(({ text }) => {
    const path = text.split(" = ")[0] ?? "";
    return said.includes(path) || said.includes(path.replaceAll("/", "."));
  });
  return Math.max(index, 0);
}
