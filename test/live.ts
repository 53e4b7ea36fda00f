import { existsSync } from "node:fs";
import { describe, test } from "vitest";
import { noSandbox } from "./sandbox.ts";

/**
 * Tests on a real kernel, with real programs. Where they cannot run they are skipped with the reason in their name, and
 * the last lines of the run count and list them.
 *
 * @param reason why they cannot run here; undefined where they can
 * @example liveUnless(cannotRunDocker())("a container", () => test("starts", ...))
 */
export function liveUnless(reason: string | undefined) {
  return (what: string, body: () => void) => describe.skipIf(reason !== undefined)(named(what, reason), body);
}

/**
 * Those that need no more than a sandbox.
 *
 * @example describeLive("a bridge", () => test("forwards", ...))
 */
export const describeLive = liveUnless(noSandbox);

/** The kernel loads br_netfilter for who asks for it, Docker for one; without it no rule sees what stays on a bridge. */
const noBridgeFilter = existsSync("/proc/sys/net/bridge") ? undefined : "needs the kernel's br_netfilter, loaded";

/** A test of what rules do to packets that stay on one bridge. */
export function testBridgeFilter(what: string, body: () => Promise<void>): void {
  test.skipIf(noBridgeFilter !== undefined)(named(what, noBridgeFilter), body);
}

function named(what: string, reason: string | undefined): string {
  return reason === undefined ? what : `${what} (SKIPPED: ${reason})`;
}
