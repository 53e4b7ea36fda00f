import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { say, startProgress } from "../toolchain/progress.mjs";
import { ask, launch, ToolchainError, work } from "../toolchain/run.mjs";
import { whySilent } from "./look.mjs";

// A first start on a slow or busy machine was seen to take more than a minute.
const START_LIMIT_MS = 180_000;
const LAST_WORDS = 8;

/** Whether systemd is the first process (sd_booted(3)). */
export function hasSystemd() {
  return existsSync("/run/systemd/system");
}

/**
 * Starts the machine's Docker Engine, or in a sandbox the sandbox's own, and waits until it answers.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} [systemd] it is the first process, and so who starts a service that it knows
 * @throws {ToolchainError} with the engine's last words
 */
export async function startEngine(env, systemd = hasSystemd()) {
  const unit = systemd && ask(["systemctl", "cat", "docker.service"]).ok;
  return unit ? startUnit(env) : startDaemon(env);
}

/**
 * Waits for an engine that somebody else starts.
 *
 * @param {NodeJS.ProcessEnv} env
 * @throws {ToolchainError} when it does not answer in time
 */
export async function waitForEngine(env) {
  const words = await untilAnswer("waiting for the Docker Engine", env, () => false);
  if (words !== undefined) throw new ToolchainError(`${words}\nIt is left as it is: see why it does not answer.`);
}

/** @param {NodeJS.ProcessEnv} env */
async function startUnit(env) {
  try {
    // The unit itself has no limit (TimeoutStartSec=0).
    await work("starting Docker Engine (systemctl start docker)", ["systemctl", "start", "docker.service"], {
      timeout: START_LIMIT_MS,
    });
  } catch (error) {
    const journal = ["journalctl", "--unit=docker.service", `--lines=${LAST_WORDS}`, "--no-pager", "--output=cat"];
    const last = ask(journal).stdout.trim() || "(none)";
    const words = error instanceof Error ? error.message : String(error);
    throw new ToolchainError(`${words}\ndocker.service is ${unitState()}; its last words:\n${last}`);
  }
  const words = await untilAnswer("waiting until it answers", env, () => false);
  if (words !== undefined) throw new ToolchainError(words);
}

/** What systemd says of the unit: `failed (failed, exit-code)`. */
function unitState() {
  const { stdout } = ask(["systemctl", "show", "--property=ActiveState,SubState,Result", "docker.service"]);
  const state = Object.fromEntries(stdout.split("\n").map((line) => line.split("=")));
  return `${state.ActiveState ?? "unknown to systemd"} (${state.SubState}, ${state.Result})`;
}

/** @param {NodeJS.ProcessEnv} env */
async function startDaemon(env) {
  const sandbox = env.BRIDGEWORK_SANDBOX === "1";
  const log = sandbox ? "/run/docker.log" : "/var/log/docker.log";
  // Its containers' cgroups are the only thing of a sandbox outside of it: below a folder that is removed with it.
  const parent = sandbox && env.BRIDGEWORK_CGROUP ? ["--cgroup-parent", `/${env.BRIDGEWORK_CGROUP}`] : [];
  const before = existsSync(log) ? readFileSync(log).length : 0;
  const daemon = launch(["dockerd", ...parent], { env: daemonEnvironment(env), log });
  const words = await untilAnswer("starting Docker Engine (dockerd)", env, daemon.ended);
  if (words === undefined) {
    const end = sandbox
      ? "it ends with the sandbox"
      : "it goes on when this ends; stop it with: kill $(cat /run/docker.pid)";
    return say(`Docker Engine runs (pid ${daemon.pid}, log ${log}); ${end}`);
  }
  const how = daemon.ended() ? "dockerd ended" : `dockerd did not answer in ${START_LIMIT_MS / 1000} s and is ended`;
  daemon.end();
  const said = readFileSync(log).subarray(before).toString().trim().split("\n").slice(-LAST_WORDS);
  throw new ToolchainError([`${how}; its last words (${log}):`, ...said].join("\n  "));
}

/**
 * What a daemon may know of the environment of who starts it: its proxies, no secrets.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function daemonEnvironment(env) {
  const kept = Object.entries(env).filter(([name]) => /^(PATH|HOME|LANG|TZ|(https?|no|all)_proxy)$/i.test(name));
  return Object.fromEntries(kept);
}

/**
 * @param {string} label
 * @param {NodeJS.ProcessEnv} env
 * @param {() => boolean} hopeless
 * @returns {Promise<string | undefined>} why it still does not answer
 */
async function untilAnswer(label, env, hopeless) {
  const progress = startProgress(label);
  const deadline = Date.now() + START_LIMIT_MS;
  let words = await whySilent(env);
  while (words !== undefined && !hopeless() && Date.now() < deadline) {
    await sleep(100);
    words = await whySilent(env);
  }
  progress.end(words === undefined);
  return words;
}
