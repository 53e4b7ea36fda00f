export interface SavedTable {
  name: string;
  /** Whoever made them. */
  chains: SavedChain[];
}

export interface SavedChain {
  name: string;
  /** Of a built-in chain: ACCEPT or DROP; undefined for any other, which returns to where it was called from. */
  policy?: string;
  /** Packets that the policy decided on. */
  packets: number;
  /** In the order in which packets meet them. */
  rules: SavedRule[];
}

export interface SavedRule {
  /** As it was saved, without its counters and `-A CHAIN`. */
  text: string;
  packets: number;
  bytes: number;
}

/**
 * Reads what `iptables-save` or `ip6tables-save` prints, in its order; without `-c`, rules are counted as 0. Lines of
 * any other sort are skipped.
 *
 * @example readSave("*nat\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -j DROP\nCOMMIT\n")[0].chains[0].rules[0].text // "-j DROP"
 */
export function readSave(text: string): SavedTable[] {
  const tables: SavedTable[] = [];
  let chains = new Map<string, SavedChain>();
  for (const line of text.split("\n")) {
    if (line.startsWith("*")) {
      chains = new Map();
      tables.push({ name: line.slice(1).trim(), chains: [] });
    }
    const chain = readChain(line);
    if (chain) {
      chains.set(chain.name, chain);
      tables.at(-1)?.chains.push(chain);
    }
    const [, packets = 0, bytes = 0, owner = "", rule = ""] = /^(?:\[(\d+):(\d+)\] )?-A (\S+) ?(.*)$/.exec(line) ?? [];
    chains.get(owner)?.rules.push({ text: rule, packets: Number(packets), bytes: Number(bytes) });
  }
  return tables;
}

function readChain(line: string): SavedChain | undefined {
  const [, name, policy = "-", packets = 0] = /^:(\S+) (\S+)(?: \[(\d+):\d+\])?/.exec(line) ?? [];
  if (name === undefined) return undefined;
  return { name, ...(policy === "-" ? {} : { policy }), packets: Number(packets), rules: [] };
}

/**
 * iptables has two backends in one kernel, each blind to the other's rules; packets pass both. `iptables-save` of one
 * says so when the other has tables. Undefined where all rules are in one place.
 *
 * @example otherBackend(text) // "iptables-legacy tables present, use iptables-legacy-save to see them"
 */
export function otherBackend(text: string): string | undefined {
  return /^# Warning: (.*tables present.*)$/m.exec(text)?.[1];
}
