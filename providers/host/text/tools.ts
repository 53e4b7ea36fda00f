import type { Finished } from "../../../system/process.ts";
import type { Line, Tool } from "../model.ts";

/** How each tool takes its lines from standard input. */
const ARGV: Record<Tool, readonly string[]> = {
  ip: ["ip", "-batch", "-"],
  sysctl: ["sysctl", "-q", "-p", "-"],
  iptables: ["iptables-restore", "--noflush", "--wait", "10"],
  ip6tables: ["ip6tables-restore", "--noflush", "--wait", "10"],
};

export function argvOf(tool: Tool): readonly string[] {
  return ARGV[tool];
}

/** Which line a tool stopped at, and its own words. Every tool counts lines in its own way. */
export function failedLine(tool: Tool, lines: readonly Line[], finished: Finished): { index: number; words: string } {
  const said = finished.stderr.trim();
  if (finished.ended) return { index: 0, words: [finished.ended, said].filter(Boolean).join(": ") };
  if (tool === "sysctl") return { index: settingNamed(lines, said), words: said };
  const number = tool === "ip" ? /Command failed -:(\d+)/.exec(said) : /line:? (\d+)/i.exec(said);
  const words = said.replace(/\s*Command failed -:\d+/, "").replace(/^Error: /, "");
  return { index: number ? Number(number[1]) - 1 : 0, words: words || `exit code ${finished.code}` };
}

/** sysctl goes on after a fault and names the key, with slashes or with dots. */
function settingNamed(lines: readonly Line[], said: string): number {
  const index = lines.findIndex(({ text }) => {
    const path = text.split(" = ")[0] ?? "";
    return said.includes(path) || said.includes(path.replaceAll("/", "."));
  });
  return Math.max(index, 0);
}
