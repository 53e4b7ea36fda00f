const UNITS: Record<string, number> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/**
 * The options of a tmpfs mount in one order and spelling. Of those that contradict each other, as `exec` and `noexec`,
 * the last one holds, and sizes and modes are numbers however they are written.
 */
export function plainTmpfs(options: string): string {
  const said = options.split(",").filter((option) => option !== "");
  const last = new Map(said.map((option) => [meansWith(option), plainOption(option)]));
  return [...last.values()].sort().join(",");
}

/** What an option decides, the same for those that contradict each other. */
function meansWith(option: string): string {
  const [name = ""] = option.split("=");
  return name === "ro" || name === "rw" ? "ro" : name.replace(/^no(?=exec$|suid$|dev$|atime$|diratime$)/, "");
}

function plainOption(option: string): string {
  const [, name = "", value = ""] = /^(\w+)=(.*)$/.exec(option) ?? [];
  const [, amount = "", unit = ""] = /^([0-9]+)([kmg]?)$/i.exec(value) ?? [];
  if (name === "mode" && /^[0-7]+$/.test(value)) return `mode=${Number.parseInt(value, 8).toString(8)}`;
  return name === "size" && amount ? `size=${Number(amount) * (UNITS[unit.toLowerCase()] ?? 1)}` : option;
}
