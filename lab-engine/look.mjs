// Looks for a Docker Engine; nothing here changes anything.
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { Engine } from "../engine/client.ts";
import { resolveEndpoint } from "../engine/endpoint.ts";
import { unusable, which } from "../toolchain/find.mjs";

/** The socket at which dockerd listens by default; /var/run is a link to /run. */
const SOCKET = "/run/docker.sock";
const PID_FILE = "/run/docker.pid";
/** One that takes longer is not yet given up, but waited for. */
const ANSWER_LIMIT_MS = 2000;

/**
 * @param {NodeJS.ProcessEnv} env DOCKER_HOST, DOCKER_CONTEXT and the rest count, as for the docker command
 * @returns {Promise<import("./decide.mjs").FoundEngine>}
 */
export async function lookForEngine(env) {
  const { host } = resolveEndpoint({}, env);
  const root = process.getuid?.() === 0;
  const { daemon, stopped } = runningDaemon();
  return {
    host,
    words: await whySilent(env),
    local: host.replace(/^unix:\/\/(\/var)?/, "") === SOCKET,
    listening: await accepts(SOCKET),
    daemon,
    stopped,
    program: which("dockerd") !== undefined,
    unusable: unusable("dockerd"),
    apt: which("apt-get") !== undefined,
    root,
    mapped: root && !/^\s*0\s+0\s+4294967295\s*$/.test(readFileSync("/proc/self/uid_map", "utf8")),
    sandbox: env.BRIDGEWORK_SANDBOX === "1",
    privateData: hasPrivateData(readFileSync("/proc/self/mounts", "utf8")),
  };
}

/**
 * Asks the engine for its version.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} why it does not answer; undefined when it does
 */
export async function whySilent(env) {
  const engine = new Engine(resolveEndpoint({}, env), { start: 0, call: ANSWER_LIMIT_MS });
  try {
    await engine.version();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await engine.close();
  }
}

/**
 * @param {string} path
 * @returns {Promise<boolean>} something accepts connections there
 */
function accepts(path) {
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (/** @type {boolean} */ accepted) => {
      resolve(accepted);
      socket.destroy();
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.setTimeout(ANSWER_LIMIT_MS, () => end(false));
  });
}

/** A dockerd by its pid file, which it leaves behind when it is killed. */
export function runningDaemon() {
  try {
    const pid = Number(readFileSync(PID_FILE, "utf8"));
    return { daemon: pid, ...stateOf(readFileSync(`/proc/${pid}/stat`, "utf8")) };
  } catch {
    return { daemon: undefined, stopped: false };
  }
}

/**
 * What a process is doing.
 *
 * @param {string} stat the text of /proc/PID/stat
 * @returns {{ daemon?: undefined, stopped: boolean }} without daemon it is one that has ended, or another program
 */
export function stateOf(stat) {
  const [, program, state = ""] = /^\d+ \((.*)\) (\S)/s.exec(stat) ?? [];
  if (program !== "dockerd" || /[ZX]/.test(state)) return { daemon: undefined, stopped: false };
  return { stopped: /[Tt]/.test(state) };
}

/**
 * Whether what an engine keeps in /var/lib/docker is in memory, as a sandbox makes it.
 *
 * @param {string} mounts the text of /proc/self/mounts
 */
export function hasPrivateData(mounts) {
  return /^\S+ \/var\/lib(\/docker)? tmpfs /m.test(mounts);
}
