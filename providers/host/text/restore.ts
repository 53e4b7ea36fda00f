interface Restore {
  /** What the program reads on its standard input. */
  text: string;
  /** By line of the text, counted from 1 as errors do: the index of the command that it comes from. */
  origin: (number | undefined)[];
}

/**
 * Commands as a person would give them to iptables, `-t nat -A CHAIN ...`, as input of one restore: each table once,
 * in the order of its first command, so that it changes whole or not at all. `-t nat` alone names the table only.
 */
export function restore(commands: readonly string[]): Restore {
  const tables = new Map<string, { line: string; index: number }[]>();
  commands.forEach((command, index) => {
    const [, table = "", line = ""] = /^-t (\S+) ?(.*)$/s.exec(command) ?? [];
    if (table === "") throw new Error(`a command for iptables without its table: ${command}`);
    if (!tables.has(table)) tables.set(table, []);
    tables.get(table)?.push({ line, index });
  });
  const lines: string[] = [];
  const origin: (number | undefined)[] = [undefined];
  const add = (line: string, index?: number) => {
    lines.push(line);
    origin.push(index);
  };
  for (const [table, entries] of tables) {
    add(`*${table}`);
    for (const { line, index } of entries) if (line !== "") add(line, index);
    add("COMMIT");
  }
  return { text: `${lines.join("\n")}\n`, origin };
}
