import type { Entry, Tunnels } from "../dump.ts";
import type { Line } from "../model.ts";
import type { Transport } from "../transport/transport.ts";
import { isAbsent, unreadable } from "./unreadable.ts";

/** `wg` opens a file, and cannot open the socket that a process of Node has for its input: it reads a pipe behind that. */
const PIPED = ["sh", "-c", 'cat | exec wg "$@"', "wg"];

/** What starts `wg` for a line, which takes one at a time. */
export function wgArgv({ text, input }: Pick<Line, "text" | "input">): string[] {
  const words = text.split(" ");
  return input === undefined ? ["wg", ...words] : [...PIPED, ...words];
}

/** What `wg` says of a line that it does not take has the line in it. */
export function withoutKeys(said: string): string {
  return said.replace(/[A-Za-z0-9+/]{43}=?/g, "(a key)");
}

/**
 * What `wg show all dump` answers: an entry for each interface, and one for each of its peers. Without the program there
 * is nothing of ours, and the check says what an update needs. What it prints holds keys: no error shows it.
 */
export async function readTunnels(
  transport: Transport,
  scope: string,
  { wg, as }: Tunnels,
): Promise<Record<string, Entry[]>> {
  const finished = await transport.run(scope, ["wg", ...wg.split(" ")]);
  if (isAbsent(finished)) return { [as]: [] };
  if (finished.code !== 0) throw unreadable(scope, { ...finished, stdout: "" });
  const lines = finished.stdout.split("\n").filter((line) => line !== "");
  return { [as]: lines.map((line) => entryOf(line.split("\t"))) };
}

/** An interface has five words, a peer nine (wireguard-tools, src/show.c, dump_print). */
function entryOf(words: readonly string[]): Entry {
  return words.length === 5 ? interfaceOf(words) : peerOf(words);
}

function interfaceOf([dev = "", privateKey, publicKey, port, fwmark]: readonly string[]): Entry {
  return {
    dev,
    ...known("privateKey", privateKey),
    ...known("publicKey", publicKey),
    listenPort: Number(port),
    fwmark: fwmark === "off" ? 0 : Number(fwmark),
  };
}

function peerOf([dev = "", peer = "", presharedKey, endpoint, allowed, , , , keepalive]: readonly string[]): Entry {
  return {
    dev,
    peer,
    ...known("presharedKey", presharedKey),
    ...known("endpoint", endpoint),
    allowedIps: allowed === NONE ? [] : (allowed ?? "").split(","),
    keepalive: keepalive === "off" ? 0 : Number(keepalive),
  };
}

const NONE = "(none)";

function known(name: string, word: string | undefined): Entry {
  return word === undefined || word === NONE ? {} : { [name]: word };
}
