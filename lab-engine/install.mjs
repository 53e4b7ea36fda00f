import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { which } from "../toolchain/find.mjs";
import { installPackages } from "../toolchain/install.mjs";
import { ENGINE_PACKAGE } from "../toolchain/packages.mjs";
import { say } from "../toolchain/progress.mjs";
import { ToolchainError } from "../toolchain/run.mjs";
import { hasSystemd } from "./start.mjs";

/** What Debian's package scripts ask before they start a service (/usr/share/doc/init-system-helpers). */
export const POLICY_FILE = "/usr/sbin/policy-rc.d";
const POLICY =
  "#!/bin/sh\n# bridgework installs docker.io and starts it itself; this file is removed right after.\nexit 101\n";

/** Installs Docker Engine from the system's packages, with the docker command. */
export async function installEngine() {
  const { name, program } = ENGINE_PACKAGE;
  await withoutServiceStarts(POLICY_FILE, () => installPackages([name]));
  if (!which(program))
    throw new ToolchainError(`still not on PATH after the installation: ${program} (package ${name})`);
  if (which("docker")) return;
  // Newer releases have the command in a package of its own; the labs do not need it, people do.
  await installPackages(["docker-cli"]).catch((error) => say(`the docker command is not installed: ${error.message}`));
}

/**
 * Without systemd a package's script may start the service in the background, with a log and a pid file elsewhere,
 * while we start it too. The policy file forbids that meanwhile. A policy of the machine's own stays and counts.
 *
 * @param {string} file
 * @param {() => Promise<void>} task
 * @param {boolean} [systemd] it starts a service once, whoever asks
 */
export async function withoutServiceStarts(file, task, systemd = hasSystemd()) {
  const foreign = existsSync(file) && readFileSync(file, "utf8") !== POLICY;
  if (systemd || foreign) return task();
  writeFileSync(file, POLICY, { mode: 0o755 });
  try {
    return await task();
  } finally {
    rmSync(file);
  }
}
