// Gets the Pulumi CLI: the official one where it can be downloaded, else the same release built from its Go modules.
import { cpSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CLI_ADVICE } from "./decide.mjs";
import { installManifest, intoPlace } from "./install.mjs";
import { cliFolder, manifests, repository } from "./places.mjs";
import { say } from "./progress.mjs";
import { ask, ToolchainError, work } from "./run.mjs";
import { LANGUAGE_HOST_BUILT, PULUMI_INSTALLED } from "./versions.mjs";

const DOWNLOAD_LIMIT_MS = 5 * 60_000;
const BUILD_FLAGS = ["-trimpath", "-tags", "osusergo,grpcnotrace", "-mod=readonly", "-v"];
const VERSION_FLAG = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/**
 * @param {boolean} build Go is there to build it where the download fails
 * @throws {ToolchainError} with what was tried and the commands that help
 */
export async function getCli(build) {
  const failures = [];
  for (const way of build ? [download, buildFromModules] : [download]) {
    try {
      return await intoPlace(cliFolder, async (folder) => {
        await way(folder);
        verify(folder);
      });
    } catch (error) {
      if (!(error instanceof ToolchainError)) throw error;
      failures.push(error.message);
      if (way === download && build)
        say(`it cannot be downloaded (${lastLine(error.message)}), so it is built: three minutes, once`);
    }
  }
  if (!build) failures.push("not built: there is no Go on PATH that could");
  throw new ToolchainError(
    [`the Pulumi CLI ${PULUMI_INSTALLED} is not to be had:`, ...failures, CLI_ADVICE].join("\n"),
  );
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split("\n").at(-1)?.trim();
}

/** @param {string} folder */
async function download(folder) {
  const label = `downloading the official Pulumi CLI ${PULUMI_INSTALLED}`;
  await installManifest("official", folder, `installing its downloader (npm package pulumi)`);
  // The package keeps what it downloads under PULUMI_HOME; nothing of the user's own is touched.
  const env = { ...process.env, PULUMI_HOME: folder, PULUMI_VERSION: PULUMI_INSTALLED };
  const script = join(folder, "node_modules", "pulumi", "run.js");
  await work(label, [process.execPath, script, "version"], { env, timeout: DOWNLOAD_LIMIT_MS });
  const programs = join(folder, "versions", PULUMI_INSTALLED, "bin");
  for (const name of ["pulumi", "pulumi-language-nodejs"]) renameSync(join(programs, name), join(folder, name));
  for (const rest of ["node_modules", "versions"]) rmSync(join(folder, rest), { recursive: true });
  addDynamicProvider(folder);
}

/** @param {string} folder */
async function buildFromModules(folder) {
  await goBuild("cli", "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", PULUMI_INSTALLED, join(folder, "pulumi"));
  const host = join(folder, "pulumi-language-nodejs");
  const hostPackage = "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs";
  await goBuild("language-nodejs", hostPackage, LANGUAGE_HOST_BUILT, host);
  addDynamicProvider(folder);
}

/**
 * @param {"cli" | "language-nodejs"} manifest
 * @param {string} goPackage
 * @param {string} version
 * @param {string} output
 */
async function goBuild(manifest, goPackage, version, output) {
  const flags = [...BUILD_FLAGS, "-ldflags", `-w -s -X ${VERSION_FLAG}=v${version}`, "-o", output];
  const what = manifest === "cli" ? "the Pulumi CLI" : "its Node language host";
  // Without cgo the result is the same on every machine and needs no C compiler.
  const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off" };
  const label = `building ${what} ${version} from its Go modules`;
  await work(label, ["go", "build", ...flags, goPackage], {
    cwd: join(manifests, manifest),
    env,
    unit: "packages fetched or compiled",
  });
}

/**
 * The engine looks for this script beside the CLI. It resolves the SDK from the directory of Pulumi.yaml, so one copy
 * serves every checkout with that checkout's own node_modules.
 *
 * @param {string} folder
 */
function addDynamicProvider(folder) {
  const script = "pulumi-resource-pulumi-nodejs";
  cpSync(join(repository, "node_modules", "@pulumi", "pulumi", script), join(folder, script));
}

/** @param {string} folder */
function verify(folder) {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const version = ask([join(folder, "pulumi"), "version"], { env });
  if (version.stdout.trim() !== `v${PULUMI_INSTALLED}`) {
    throw new ToolchainError(`\`pulumi version\` says "${version.stdout.trim()}" ${version.stderr.trim()}`);
  }
  // Without an engine the language host prints the port that it serves and ends.
  const host = ask([join(folder, "pulumi-language-nodejs")], { env });
  if (!/^\d+$/m.test(host.stdout)) throw new ToolchainError(`pulumi-language-nodejs does not start: ${host.stderr}`);
}
