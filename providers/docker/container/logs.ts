import type { Engine } from "../../../engine/client.ts";
import type { ContainerInspect } from "../../../engine/types.ts";
import type { RunningInputs } from "./inputs/running.ts";

/** The last lines of a container's log as they were printed, both streams in their order. */
export async function logsOf(engine: Engine, id: string, tail: number | "all"): Promise<string> {
  const raw = await engine
    .bytes(`/containers/${id}/logs`, { query: { stdout: true, stderr: true, tail } })
    .catch(() => Buffer.alloc(0));
  return unframe(raw);
}

const MOST_LINES = 1000;
const MOST_CHARACTERS = 64 * 1024;

/**
 * The log of a container whose work is done, for the output `containerLogs`: while it runs there is none, and after
 * `attach` only where `logs` asks for it. Its last 1000 lines, of which the last 64 KiB.
 */
export async function finalLogs(
  engine: Engine,
  { Id, State: state }: ContainerInspect,
  { attach, logs }: RunningInputs,
): Promise<string | undefined> {
  const done = !state.Running && !state.Restarting && state.Status === "exited";
  if (!done || (attach === true && logs !== true)) return undefined;
  return (await logsOf(engine, Id, MOST_LINES)).slice(-MOST_CHARACTERS);
}

/** Takes the eight-byte heads out that the engine puts before each piece unless the container has a terminal. */
export function unframe(raw: Buffer): string {
  const pieces: Buffer[] = [];
  let at = 0;
  while (at + 8 <= raw.length) {
    const stream = raw[at] ?? 255;
    if (stream > 2 || raw.readUIntBE(at + 1, 3) !== 0) return raw.toString("utf8");
    const length = raw.readUInt32BE(at + 4);
    pieces.push(raw.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return (at === 0 ? raw : Buffer.concat(pieces)).toString("utf8");
}
