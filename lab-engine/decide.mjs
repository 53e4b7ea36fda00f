// What to do about the Docker Engine, given what a machine has. Pure.
import { RAW_LAB } from "../toolchain/decide.mjs";

/**
 * @typedef {object} FoundEngine
 * @property {string} host where the engine is looked for, in the words of DOCKER_HOST
 * @property {string | undefined} words why it does not answer; undefined when it does
 * @property {boolean} local it is looked for at the socket at which this machine's own engine listens
 * @property {boolean} listening something accepts connections there
 * @property {number | undefined} daemon the process of a dockerd that runs
 * @property {boolean} stopped that one is stopped by a signal, and answers nobody
 * @property {boolean} program dockerd is on PATH
 * @property {string | undefined} unusable a dockerd that is there and that nobody may execute
 * @property {boolean} apt the system installs packages with apt-get
 * @property {boolean} root user id 0
 * @property {boolean} mapped this root is root of a user namespace only
 * @property {boolean} sandbox inside `npm run sandbox`
 * @property {boolean} privateData what an engine keeps is in memory, and so ends with a sandbox
 *
 * @typedef {{ do: "stop", message: string }
 *   | { do: "wait-for-engine", why: string }
 *   | { do: "install-engine", why: string }
 *   | { do: "start-engine", why: string }} EngineStep
 */

/**
 * Plans the way to an engine that answers. One that runs is never restarted, and a second one never started beside it.
 *
 * @param {FoundEngine} found
 * @returns {EngineStep[]} empty when it answers
 */
export function decideEngine(found) {
  if (found.words === undefined) return [];
  if (!found.local) return [{ do: "stop", message: found.words }];
  if (found.stopped) return [{ do: "stop", message: stoppedMessage(found) }];
  if (found.daemon !== undefined) {
    return [{ do: "wait-for-engine", why: `dockerd runs (pid ${found.daemon}) and does not answer yet` }];
  }
  if (found.listening) return [{ do: "wait-for-engine", why: "something listens there and does not answer yet" }];
  const message = whyImpossible(found);
  if (message !== undefined) return [{ do: "stop", message }];
  const why = `no Docker Engine answers at ${found.host}`;
  return [
    ...(found.program ? [] : [{ do: /** @type {const} */ ("install-engine"), why: "there is no dockerd" }]),
    { do: "start-engine", why },
  ];
}

/** @param {FoundEngine} found */
export function stoppedMessage({ host, daemon }) {
  return `the Docker Engine at ${host} is stopped (dockerd, pid ${daemon}, by SIGSTOP or a debugger) and answers nobody: kill -CONT ${daemon} lets it go on`;
}

/** @param {FoundEngine} found */
function whyImpossible({ host, unusable, program, apt, root, mapped, sandbox, privateData }) {
  const nobody = `the stack declares containers and no Docker Engine answers at ${host}`;
  if (sandbox && mapped) {
    return `${nobody}: the sandbox can start one only where root opened it: \`sudo npm run sandbox\`. Raw networks work in this one: \`${RAW_LAB}\``;
  }
  if (!root || mapped) return `${nobody}: start it (sudo systemctl start docker), or name another with DOCKER_HOST`;
  if (sandbox && !privateData) {
    return `${nobody}, and this sandbox would keep its data in the machine's /var/lib/docker, because its checkout or home is in /var/lib: move it`;
  }
  if (program) return undefined;
  if (unusable !== undefined) return `${nobody}: ${unusable} is there and not executable: chmod +x ${unusable}`;
  if (sandbox) {
    return `${nobody}, there is no dockerd, and a sandbox has no network to get it: leave it and install Docker Engine (apt-get install docker.io)`;
  }
  return apt ? undefined : `${nobody}, and there is no dockerd: install Docker Engine (https://docs.docker.com/engine)`;
}

/**
 * Whether a sandbox, which has no network, gets the images of the labs before it opens: only one in which an engine can
 * start has a use for them.
 *
 * @param {{ names: readonly string[], program: boolean, privileged: boolean, sandbox: boolean }} found names of the
 *   images that the stack uses; program: dockerd is on PATH; sandbox: this one is opened inside another
 */
export function wantsImages({ names, program, privileged, sandbox }) {
  return names.length > 0 && program && privileged && !sandbox;
}
