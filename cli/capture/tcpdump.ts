import type { Transport } from "../../providers/host/transport/transport.ts";
import { sandboxAdvice } from "../../system/called.ts";
import { missing } from "../../system/missing.ts";
import type { Finished } from "../../system/process.ts";
import { Failure } from "../errors.ts";

export interface Capture {
  scope: string;
  device: string;
  /** Packets after which it ends by itself. */
  count?: number;
  /** In the language of pcap-filter(7). */
  filter?: string;
}

export interface Listeners {
  /** It listens now: packets sent from here on are seen. */
  ready(): void;
  line(text: string): void;
  /** Called with a function that ends the capture as Ctrl-C does. */
  started(stop: () => void): void;
}

/**
 * Runs tcpdump until it has seen enough or is stopped.
 *
 * @returns its closing words: how many packets were captured, and how many were lost
 * @throws {Failure} when it is not installed, or with its own words
 */
export async function tcpdump(capture: Capture, transport: Transport, listeners: Listeners): Promise<string> {
  const child = await transport.keep(capture.scope, argvOf(capture), { buffer: false });
  listeners.started(() => child.signal("SIGINT"));
  const lines = byLine(listeners.line);
  child.output(lines);
  let ready = false;
  child.errors((text) => {
    if (ready || !text.includes("listening on")) return;
    ready = true;
    listeners.ready();
  });
  return closing(await new Promise<Finished>((resolve) => child.ended(resolve)), ready);
}

function argvOf({ device, count, filter }: Capture): string[] {
  return [
    "tcpdump",
    ...["-i", device],
    // No names by DNS, the frame's addresses, seconds since 1970; every packet at once, line by line.
    ...["-n", "-e", "-tt", "-l", "--immediate-mode"],
    ...(count === undefined ? [] : ["-c", String(count)]),
    // One word for all of the filter, after the end of options: it can never be one.
    ...(filter === undefined ? [] : ["--", filter]),
  ];
}

function byLine(listener: (line: string) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    const whole = (rest + text).split("\n");
    rest = whole.pop() ?? "";
    for (const line of whole) listener(line);
  };
}

function closing(finished: Finished, ready: boolean): string {
  const absent = missing(finished);
  if (absent) throw new Failure(absent);
  const { code, ended, stderr } = finished;
  const words = stderr
    .split("\n")
    .map((line) => line.replace(/^tcpdump: /, "").trim())
    .filter((line) => line !== "" && !/^(verbose output|listening on|data link type)/.test(line));
  if (code !== 0 && !(ready && ended === "killed by SIGINT"))
    throw new Failure(`tcpdump: ${words.join("; ") || ended}${adviceFor(stderr)}`);
  return words.filter((line) => !line.startsWith("0 packets dropped")).join(", ");
}

/** tcpdump becomes another user once it listens, and gives up where the kernel lets it become nobody else. */
function adviceFor(stderr: string): string {
  if (!stderr.includes("Couldn't change to")) return "";
  return `. In a user namespace that has no other user it cannot run: capture as the machine's root${sandboxAdvice(", as in sudo npm run sandbox")}`;
}
