import { join } from "node:path";
import { type Finished, run } from "../../system/process.ts";
import { type LabStack, type Place, REPOSITORY } from "./stack.ts";

/** One of the repository's commands (`npm run up`), on a stack of the tests. */
export function npmRun(place: Place, stack: LabStack, command: string, ...options: string[]): Promise<Finished> {
  const env = { BRIDGEWORK_STATE_DIR: join(stack.folder, "state"), PULUMI_CONFIG_PASSPHRASE: "test" };
  const main = [process.execPath, join(REPOSITORY, "commands/main.mjs"), command, "--cwd", stack.folder];
  const words = ["--stack", stack.stack.name, "--color", "never", ...options];
  return run(place.argv("host", [...main, ...words]), { env, timeout: 240_000 });
}
