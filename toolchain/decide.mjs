// What to do on a machine, given what it has. Pure: the same data always gives the same steps.
import {
  compareVersions,
  GO_MINIMUM,
  NODE_INSTALLED,
  NODE_MINIMUM,
  PULUMI_INSTALLED,
  PULUMI_MINIMUM,
} from "./versions.mjs";

/**
 * @typedef {"root" | "dependencies" | "cli" | "packages"} Need what a command needs beside Node
 *
 * @typedef {{ do: "stop", message: string }
 *   | { do: "install-node", why: string }
 *   | { do: "use-node" }
 *   | { do: "install-dependencies", why: string }
 *   | { do: "install-packages", names: string[], why: string }
 *   | { do: "get-cli", build: boolean, why: string }
 *   | { do: "use-cli", path: string | undefined }} Step use-cli without a path means the one in the cache
 */

/**
 * Plans the way from what a machine has to what a command needs. A reason to stop comes alone, before anything is
 * installed. A Node that is too old ends the plan with ours: it starts the command anew and sees the rest.
 *
 * @param {import("./find.mjs").Found} found
 * @param {readonly Need[]} needs
 * @returns {Step[]}
 */
export function decide(found, needs) {
  const steps = [...nodeSteps(found), ...neededSteps(found, needs)];
  const stops = stopMessages(found, needs, steps);
  if (stops.length > 0) return stops.map((message) => ({ do: "stop", message }));
  const restart = steps.findIndex((step) => step.do === "use-node");
  return restart === -1 ? steps : steps.slice(0, restart + 1);
}

/**
 * @param {import("./find.mjs").Found} found
 * @returns {Step[]}
 */
function nodeSteps(found) {
  if (compareVersions(found.node, NODE_MINIMUM) >= 0) return [];
  if (found.cachedNode) return [{ do: "use-node" }];
  const why = `this is ${found.node}, ${NODE_MINIMUM} or newer is needed`;
  return [{ do: "install-node", why }, { do: "use-node" }];
}

/**
 * @param {import("./find.mjs").Found} found
 * @param {readonly Need[]} needs
 * @returns {Step[]}
 */
function neededSteps(found, needs) {
  /** @type {Step[]} */
  const steps = [];
  if (needs.includes("packages") && found.missingPackages.length > 0) {
    const names = found.missingPackages.map(({ name }) => name);
    const why = found.missingPackages.map(({ program, why }) => `${program} for ${why}`).join("; ");
    steps.push({ do: "install-packages", names, why });
  }
  if (needs.includes("dependencies") && found.dependencies !== "current") {
    const why = found.dependencies === "missing" ? "there is no node_modules" : "package-lock.json has changed";
    steps.push({ do: "install-dependencies", why });
  }
  if (needs.includes("cli")) steps.push(...cliSteps(found));
  return steps;
}

/**
 * @param {import("./find.mjs").Found} found
 * @returns {Step[]}
 */
function cliSteps({ cli, cachedCli, go }) {
  const recent = cli !== undefined && compareVersions(cli.version, PULUMI_MINIMUM) >= 0;
  if (recent && cli.languageHost) return [{ do: "use-cli", path: cli.path }];
  if (cachedCli) return [{ do: "use-cli", path: undefined }];
  const build = go !== undefined && compareVersions(go, GO_MINIMUM) >= 0;
  return [
    { do: "get-cli", build, why: whyNotCli(cli, recent) },
    { do: "use-cli", path: undefined },
  ];
}

/**
 * @param {import("./find.mjs").FoundCli | undefined} cli
 * @param {boolean} recent
 */
function whyNotCli(cli, recent) {
  if (!cli) return "there is no pulumi on PATH";
  if (!recent) return `${cli.path} is ${cli.version}, ${PULUMI_MINIMUM} or newer is needed`;
  return `${cli.path} has no pulumi-language-nodejs beside it or on PATH`;
}

/**
 * @param {import("./find.mjs").Found} found
 * @param {readonly Need[]} needs
 * @param {readonly Step[]} steps
 * @returns {string[]}
 */
function stopMessages(found, needs, steps) {
  const messages = [];
  if (needs.includes("root") && !found.privileged) messages.push(rootMessage(found.root));
  if (needs.includes("packages")) messages.push(...found.unusable.map(unusableMessage));
  const installs = steps.filter((step) => step.do.startsWith("install-") || step.do === "get-cli");
  if (found.sandbox && installs.length > 0) return [...messages, sandboxMessage(installs)];
  for (const step of installs) {
    if (step.do === "install-packages" && !(found.apt && found.root)) messages.push(packagesMessage(found, step));
  }
  return messages;
}

/** What somebody who is not root can build: raw networks, in a sandbox. */
export const RAW_LAB = "npm run up -- --config-file examples/red-blue/whole.yaml";

/** @param {boolean} root */
function rootMessage(root) {
  const who = root
    ? "this root has not the capabilities CAP_NET_ADMIN and CAP_SYS_ADMIN (a container needs --privileged)"
    : "this changes the network of the machine, which needs root";
  return `${who}. Either run it as root (sudo), or in a throw-away host of your own, which does not touch the machine and where raw networks need no root (Docker's do): \`npm run sandbox -- ${RAW_LAB}\`.`;
}

/** @param {{ path: string, name: string }} program */
function unusableMessage({ path, name }) {
  return `${path} is there and not executable: chmod +x ${path}, or install it anew (apt-get install --reinstall ${name}).`;
}

/** @param {readonly Step[]} installs */
function sandboxMessage(installs) {
  const what = installs.map((step) => ("why" in step ? step.why : "")).join("; ");
  return `something is missing and a sandbox has no network to get it: ${what}. Leave the sandbox and start it again with \`npm run sandbox\`, which installs first.`;
}

/**
 * @param {import("./find.mjs").Found} found
 * @param {Extract<Step, { do: "install-packages" }>} step
 */
function packagesMessage(found, step) {
  const command = `apt-get update && apt-get install -y ${step.names.join(" ")}`;
  const how = found.apt ? `run: sudo sh -c '${command}'` : `install what Debian names ${step.names.join(", ")}`;
  return `programs are missing (${step.why}): ${how}`;
}

/** What a Pulumi CLI that could be neither found, downloaded nor built comes from. */
export const CLI_ADVICE = [
  `Install one of these, then run the command again:`,
  `  the Pulumi CLI ${PULUMI_MINIMUM} or newer: curl -fsSL https://get.pulumi.com | sh && export PATH="$HOME/.pulumi/bin:$PATH"`,
  `  or Go ${GO_MINIMUM} or newer (https://go.dev/doc/install), with which ${PULUMI_INSTALLED} is built here in three minutes, once`,
].join("\n");

/** What to do where the platform package of Node does not run. */
export const NODE_ADVICE = `Install Node ${NODE_MINIMUM} or newer (https://nodejs.org), then run the command again. Tried: ${NODE_INSTALLED}.`;
