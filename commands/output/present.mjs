// Runs one of Pulumi's four commands and shows what it does. Loaded late: it needs the npm packages.
import { overhear } from "../../toolchain/run.mjs";
import { listen } from "./events.mjs";
import { wantsColor } from "./options.mjs";
import { Report } from "./report.mjs";
import { openScreen } from "./screen.mjs";

/** Bytes of Pulumi's own output that are kept. */
const KEPT = 1024 * 1024;
/** Where the state is to be seen, with a backend that has pages. */
const LINK = /^View .*https?:.*$/gm;

/**
 * Pulumi's own output is not shown, unless there is more in it than in its events: one of them was lost, or it failed
 * without a word.
 *
 * @param {readonly string[]} args of `pulumi`
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ code: number, lost: boolean }>} Pulumi's exit code, and whether it only lost its connection to the
 *   program: to be run again, which finds what was done
 */
export async function present(args, env) {
  const report = new Report({ preview: args[0] === "preview" || args.includes("--preview-only") });
  const screen = openScreen({ color: wantsColor(args, process.stdout.isTTY === true, env), busy: () => report.busy });
  let own = "";
  let complaint = false;
  const events = await listen((event) => screen.print(report.take(event)));
  try {
    const code = await overhear(["pulumi", ...args, "--color=never", `--event-log=${events.address}`], {
      // Only with it does the CLI know that option.
      env: { ...env, PULUMI_DEBUG_COMMANDS: "true" },
      output: (text) => {
        own = (own + text).slice(-KEPT);
      },
      errors: (text) => {
        complaint ||= text.trim() !== "";
        screen.pass(text);
      },
    });
    const silent = code !== 0 && !report.failed && !report.lost && !complaint;
    screen.print(report.end());
    const rest = report.complete && !silent ? (own.match(LINK) ?? []).join("\n") : own.trim();
    if (rest !== "") screen.print([{ text: rest, tone: "plain" }]);
    return { code, lost: code !== 0 && report.lost };
  } finally {
    screen.close();
    events.close();
  }
}
