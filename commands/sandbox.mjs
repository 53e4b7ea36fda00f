// A throw-away host: private interfaces, routes, firewall, sysctls, /run and processes. It ends with its command.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { RAW_LAB } from "../toolchain/decide.mjs";
import { programFolders } from "../toolchain/places.mjs";
import { isPrivileged } from "../toolchain/privilege.mjs";
import { say } from "../toolchain/progress.mjs";
import { ask, handOver } from "../toolchain/run.mjs";
import { ownCgroup, removeCgroup } from "./cgroups.mjs";

// The processes of a sandbox end with its first one, the first one with unshare, unshare with who started it. Getting
// a user namespace clears that last tie, so it is made after that.
const TIED = ["setpriv", "--pdeathsig", "KILL"];
const USER = ["unshare", "--user", "--map-root-user"];
const HOST = "unshare --net --mount --uts --ipc --pid --fork --kill-child --mount-proc --propagation private".split(
  " ",
);
const INIT = join(import.meta.dirname, "sandbox-init.sh");
const KILL_AFTER_MS = 5000;
// New namespaces wait for the kernel while it buries others, on a busy machine for long.
const TRIAL_LIMIT_MS = 60_000;

/**
 * The argv that runs a command in a new sandbox, through a user namespace where this process is not privileged. Its
 * exit code is the command's; ending the process ends everything inside.
 *
 * @param {readonly string[]} command program and arguments, handed on as they are
 * @param {{ privileged?: boolean }} [options] by default what this process is
 * @returns {string[]}
 * @example spawnSync(argv[0], argv.slice(1)) // with argv = sandboxArgv(["ip", "link"])
 */
export function sandboxArgv(command, { privileged = isPrivileged() } = {}) {
  return [...(privileged ? [] : USER), ...TIED, ...HOST, "sh", INIT, ...command];
}

const HELP = `usage: npm run sandbox [-- COMMAND [ARGUMENT...]]

Opens a throw-away host: its own interfaces, routes, firewall, sysctls, /run and processes; the files are the machine's.
It runs your shell, or one command, whose exit code it gives, and ends with it. Without root it goes through a user
namespace: raw networks work there, a Docker Engine does not.

  npm run sandbox -- ip -br link
  npm run sandbox -- ${RAW_LAB}
`;

/**
 * @param {readonly string[]} args
 * @returns {boolean} they begin with an option; a sandbox has none but --help, what follows a command is the command's
 */
export function beginsWithOption(args) {
  return args[0]?.startsWith("-") ?? false;
}

/**
 * @param {string | undefined} option
 * @returns {number} the exit code
 */
function answerOption(option) {
  if (option === "--help" || option === "-h") {
    process.stdout.write(HELP);
    return 0;
  }
  say(`a sandbox has no option ${option}: npm run sandbox [-- COMMAND [ARGUMENT...]]`);
  return 2;
}

/**
 * Opens a sandbox on this terminal.
 *
 * @param {readonly string[]} command an interactive shell when empty
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the command's exit code; 1 where this kernel allows no sandbox, 2 for an option
 */
export async function enterSandbox(command, env) {
  if (beginsWithOption(command)) return answerOption(command[0]);
  const withTools = { ...env, PATH: programFolders(env.PATH).join(":") };
  const trial = ask(sandboxArgv(["true"]), { env: withTools, timeout: TRIAL_LIMIT_MS });
  if (!trial.ok) {
    say(`this machine allows no sandbox: ${trial.stderr.trim()}`);
    if (!isPrivileged()) say(USER_NAMESPACE_ADVICE);
    return 1;
  }
  const interactive = command.length === 0;
  if (interactive)
    say("a sandbox: its own interfaces, routes, firewall and /run; `exit` ends it and all that runs in it");
  const argv = sandboxArgv(interactive ? [env.SHELL || "sh"] : command);
  const cgroup = ownCgroup();
  try {
    return await handOver(argv, { env: { ...withTools, BRIDGEWORK_CGROUP: cgroup }, signal: endSandbox });
  } finally {
    await removeCgroup(cgroup);
  }
}

const USER_NAMESPACE_ADVICE =
  "without root it needs user namespaces: sysctl user.max_user_namespaces above 0, and where they exist " +
  "kernel.unprivileged_userns_clone=1 and kernel.apparmor_restrict_unprivileged_userns=0";

/**
 * unshare blocks SIGTERM while it waits, so the signal goes to the command; what does not heed it is killed.
 *
 * @param {number} pid of unshare
 * @param {NodeJS.Signals} signal
 */
function endSandbox(pid, signal) {
  const commands = children(pid).flatMap(children);
  for (const command of commands) process.kill(command, signal);
  if (signal !== "SIGINT") setTimeout(() => process.kill(pid, "SIGKILL"), KILL_AFTER_MS).unref();
}

/** @param {number} pid */
function children(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return text
      .split(" ")
      .filter((word) => word !== "")
      .map(Number);
  } catch {
    return [];
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const args = process.argv.slice(2);
  process.exitCode = await enterSandbox(args[0] === "--" ? args.slice(1) : args, process.env);
}
