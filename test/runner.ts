import { whenNpmGone } from "../system/lifeline.ts";
import { startWatchman } from "../toolchain/watchman.mjs";

const MARK = "BRIDGEWORK_TESTS";

/** What leads to an engine, or to a sandbox, of whoever runs the tests: they have their own. */
const FOREIGN = /^(DOCKER_(HOST|CONTEXT|CONFIG|CERT_PATH|TLS|TLS_VERIFY)|BRIDGEWORK_(SANDBOX|STATE_DIR))$/;

/** Tests do not go on without their runner: workers, sandboxes, engines and stacks end with it, whoever killed it. */
export default function setup(): void {
  const value = `${process.pid}-${Date.now()}`;
  for (const name of Object.keys(process.env)) if (FOREIGN.test(name)) delete process.env[name];
  // Everything that is started from here on has it.
  process.env[MARK] = value;
  startWatchman(MARK, value, 0);
  if (process.env.npm_lifecycle_event !== undefined) whenNpmGone(() => process.kill(process.pid, "SIGKILL"));
}
