import { whenParentGone } from "../system/lifeline.ts";
import { startWatchman } from "../toolchain/watchman.mjs";

const MARK = "BRIDGEWORK_TESTS";

/** Tests do not go on without their runner: workers, sandboxes, engines and stacks end with it, whoever killed it. */
export default function setup(): void {
  const value = `${process.pid}-${Date.now()}`;
  // Everything that is started from here on has it.
  process.env[MARK] = value;
  startWatchman(MARK, value, 0);
  if (process.env.npm_lifecycle_event !== undefined) whenParentGone(() => process.kill(process.pid, "SIGKILL"));
}
