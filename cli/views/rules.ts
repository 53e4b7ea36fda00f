import { quoted, words } from "../../net/rule-words.ts";

/** One rule of a chain, taken apart as `iptables -L -v` shows it. */
export interface Rule {
  packets: number;
  bytes: number;
  /** ACCEPT, DROP, MASQUERADE, the name of a chain; null for a rule that only counts. */
  target: string | null;
  /** The target's own options, spelled as iptables does: "--to-destination 172.17.0.2:80". */
  targetOptions: string | null;
  protocol: string | null;
  /** Interfaces and addresses; a leading "!" matches all others. */
  in: string | null;
  out: string | null;
  source: string | null;
  destination: string | null;
  /** Everything else that a packet must be: "tcp dport 80", "ctstate RELATED,ESTABLISHED". */
  match: string | null;
  comment: string | null;
  /** The whole rule as `iptables-save` writes it, without `-A CHAIN`. */
  rule: string;
}

const FIELDS = { "-p": "protocol", "-i": "in", "-o": "out", "-s": "source", "-d": "destination" } as const;

/** Takes one rule of `iptables-save` apart. */
export function readRule(rule: string, packets: number, bytes: number): Rule {
  const found: Rule = {
    packets,
    bytes,
    target: null,
    targetOptions: null,
    protocol: null,
    in: null,
    out: null,
    source: null,
    destination: null,
    match: null,
    comment: null,
    rule,
  };
  const rest = words(rule);
  const match: string[] = [];
  while (rest.length > 0) {
    const not = rest[0] === "!" ? `${rest.shift()}` : "";
    const flag = rest.shift() ?? "";
    if (flag === "-j" || flag === "-g") {
      found.target = rest.shift() ?? null;
      found.targetOptions = rest.splice(0).map(asWord).join(" ") || null;
    } else if (Object.hasOwn(FIELDS, flag)) {
      found[FIELDS[flag as keyof typeof FIELDS]] = `${not}${rest.shift() ?? ""}`;
    } else if (flag === "--comment") {
      found.comment = rest.shift() ?? null;
    } else if (flag !== "-m") {
      match.push(...(not ? [not] : []), flag.replace(/^--?/, ""));
    } else {
      // The name of a module says nothing that its options do not say.
      rest.shift();
    }
  }
  return { ...found, match: match.map(asWord).join(" ") || null };
}

function asWord(word: string): string {
  return /\s/.test(word) ? quoted(word) : word;
}
