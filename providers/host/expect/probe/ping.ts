import { missing } from "../../../../system/missing.ts";
import type { Finished } from "../../../../system/process.ts";
import { type Outcome, SILENCE, type Symptom } from "./outcome.ts";

/**
 * iputils: an echo request every 0.2 s until one is answered, an ICMP error comes or the time is over. So the first
 * packets of a path (ARP, duplicate address detection, a bridge that learns) may get lost and cost nothing but time.
 */
export function pingArgv(host: string, seconds: number): string[] {
  return ["ping", "-n", "-i", "0.2", "-c", "1", "-w", String(seconds), "--", host];
}

/**
 * Two echo requests, half a second: enough to move the counters of what stops them or their answers, and to see whether
 * another flow fares as the first.
 */
export function briefPing(host: string): string[] {
  return ["ping", "-n", "-i", "0.2", "-c", "2", "-W", "0.3", "--", host];
}

/** What the sender of an ICMP error says, as ping spells it (iputils, ping_common and ping6_common). */
const ICMP: [RegExp, Symptom][] = [
  [/Destination Port Unreachable|Port unreachable/, "port-unreachable"],
  [/filtered|Prohibited|prohibited|policy/, "prohibited"],
  [/Time to live exceeded|Hop limit/, "ttl-exceeded"],
  [/Destination Net|No route/, "net-unreachable"],
  [/Destination|unreachable|Unreachable/, "host-unreachable"],
];

/** What ping itself complains of, before any packet leaves. */
const LOCAL: [RegExp, Symptom][] = [
  [/Cannot assign requested address/, "no-source"],
  // The kernel's words differ by the kind of route: none, unreachable, blackhole, prohibit.
  [/^ping: connect: |ping broadcast/, "net-unreachable"],
  [/not permitted/, "not-permitted"],
  [/not known|name resolution|No address associated/, "name"],
];

/** Reads what ping printed. A ping that could not start, or may not open its socket, proves nothing: `ran` is false. */
export function readPing(finished: Finished): Outcome {
  const address = /^PING \S+?\s?\(([0-9a-fA-F.:]+)\)/.exec(finished.stdout)?.[1];
  const known = address === undefined ? {} : { address };
  const reply = /^\d+ bytes from .*$/m.exec(finished.stdout)?.[0];
  if (reply !== undefined) return { ran: true, answered: true, found: reply, ...known };
  // A redirect is advice about a shorter way, the packet itself was sent on.
  const icmp = /^From (\S+?):? icmp_seq=\d+ (?!Redirect)(.*)$/m.exec(finished.stdout);
  if (icmp) {
    const [, by = "", words = ""] = icmp;
    const symptom = symptomOf(ICMP, words) ?? "host-unreachable";
    return { ran: true, answered: false, found: `${words} from ${by}`, symptom, by, ...known };
  }
  if (/ 0 received/.test(finished.stdout)) return { ...SILENCE, ...known };
  return localOutcome(finished);
}

function localOutcome(finished: Finished): Outcome {
  const words = missing(finished) ?? (finished.stderr.trim() || finished.ended || `exit code ${finished.code}`);
  const broken = !words.startsWith("ping: ") || /socket: /.test(words);
  const symptom = symptomOf(LOCAL, words);
  if (broken || symptom === undefined) return { ran: false, answered: false, found: words };
  return { ran: true, answered: false, found: words, symptom };
}

function symptomOf(table: [RegExp, Symptom][], words: string): Symptom | undefined {
  return table.find(([pattern]) => pattern.test(words))?.[1];
}
