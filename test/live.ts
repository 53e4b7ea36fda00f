import { describe } from "vitest";
import { noSandbox } from "./sandbox.ts";

/**
 * Tests on a real kernel, with real programs. Where they cannot run they are skipped with the reason in their name, and
 * the last lines of the run count and list them.
 *
 * @param reason why they cannot run here; undefined where they can. By default they need a sandbox.
 * @example describeLive("a bridge", () => test("forwards", ...), cannotRunDocker());
 */
export function describeLive(what: string, body: () => void, reason: string | undefined = noSandbox): void {
  describe.skipIf(reason !== undefined)(reason === undefined ? what : `${what} (SKIPPED: ${reason})`, body);
}
