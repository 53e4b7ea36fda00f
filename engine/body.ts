import { EngineError } from "./errors.ts";

/** Bytes of one answer, or of one line of it, unless a call says otherwise: a thousand containers take a few millions. */
export const MOST_BYTES = 256 * 1024 * 1024;

/**
 * All of an answer.
 *
 * @throws {EngineError} once it is longer than `most` bytes
 */
export async function wholeBody(body: AsyncIterable<Buffer>, call: string, most = MOST_BYTES): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes > most) throw tooLong(call, most);
  }
  return Buffer.concat(pieces);
}

/**
 * The lines of an answer that each hold JSON.
 *
 * @throws {EngineError} once a line is longer than `most` characters
 */
export async function* jsonLines(
  body: AsyncIterable<string>,
  call: string,
  most = MOST_BYTES,
): AsyncGenerator<Record<string, unknown>> {
  let rest = "";
  for await (const piece of body) {
    const whole = (rest + piece).split("\n");
    rest = whole.pop() ?? "";
    if (rest.length > most) throw tooLong(call, most);
    for (const line of whole) if (line.trim() !== "") yield JSON.parse(line);
  }
  if (rest.trim() !== "") yield JSON.parse(rest);
}

function tooLong(call: string, most: number): EngineError {
  return new EngineError(0, `Docker Engine answered ${call} with more than ${most} bytes`);
}
