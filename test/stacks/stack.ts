import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { LocalWorkspace, type PreviewOptions, PulumiCommand, Stack } from "@pulumi/pulumi/automation/index.js";
import { parse, stringify } from "yaml";
import { withoutSalt } from "../../commands/salt.mjs";
import { run } from "../../system/process.ts";
import { toolEnvironment } from "../../toolchain/environment.mjs";
import { which } from "../../toolchain/find.mjs";
import type { Sandbox } from "../sandbox.ts";

export const REPOSITORY = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A throw-away host, with or without a Docker Engine. */
export type Place = Pick<Sandbox, "argv">;

export interface StackOptions {
  /** The program, from the repository's root. Default: the product's own. */
  program?: string;
  /** Put in front of the CLI inside the sandbox: `setpriv ...`. */
  as?: readonly string[];
}

/** A busy machine is no fault. */
const PATIENCE_MS = 240_000;

const PLAIN = { color: "never", suppressProgress: true } as const;

/**
 * A stack of the real CLI, driven by Pulumi's Automation API: its `pulumi` is a program that enters a sandbox and runs
 * the real one there. Project, backend and Pulumi's home are in a folder of its own, the program is the repository's.
 */
export class LabStack {
  readonly stack: Stack;
  /** Holds the project, the backend, Pulumi's home, and `bin`. */
  readonly folder: string;
  /** First on PATH of the CLI and its plugins: what is put here stands in for a program of the system. */
  readonly programs: string;

  private constructor(stack: Stack, folder: string) {
    this.stack = stack;
    this.folder = folder;
    this.programs = join(folder, "bin");
  }

  static async open(sandbox: Place, name = "dev", options: StackOptions = {}): Promise<LabStack> {
    const folder = await mkdtemp(join(tmpdir(), "bridgework-stack-"));
    await mkdir(join(folder, "bin"));
    await mkdir(join(folder, "state"));
    await mkdir(join(folder, "tmp"));
    await writeProject(folder, options.program ?? "program.mjs");
    await writeEntry(join(folder, "bin", "pulumi"), sandbox.argv("host", options.as ?? []));
    const workspace = await LocalWorkspace.create({
      workDir: folder,
      pulumiHome: join(folder, "home"),
      pulumiCommand: await PulumiCommand.get({ root: folder }),
      envVars: {
        ...(toolEnvironment({ PATH: process.env.PATH }, which("pulumi")) as Record<string, string>),
        PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "test",
        TMPDIR: join(folder, "tmp"),
      },
    });
    return new LabStack(await Stack.create(name, workspace), folder);
  }

  /** Makes a file of the repository the stack's configuration. */
  async settings(file: string): Promise<void> {
    await writeFile(this.#settingsFile, withoutSalt(await readFile(join(REPOSITORY, file), "utf8")));
  }

  /** Makes values the stack's configuration. */
  async configure(config: Record<string, unknown>): Promise<void> {
    const named = Object.entries(config).map(([key, value]) => [`bridgework:${key}`, value]);
    await writeFile(this.#settingsFile, stringify({ config: Object.fromEntries(named) }));
  }

  get #settingsFile(): string {
    return join(this.folder, `Pulumi.${this.stack.name}.yaml`);
  }

  /** Applies the configuration, as `pulumi up` does; returns what was printed. */
  up({ expectNoChanges = false, diff = false } = {}): Promise<string> {
    const options = [...(expectNoChanges ? ["--expect-no-changes"] : []), ...(diff ? ["--diff"] : [])];
    return this.#run("up", "--yes", "--skip-preview", ...options);
  }

  /** A plain `pulumi preview`: what it printed, and how many resources it would change. */
  async preview(options: PreviewOptions = {}): Promise<{ text: string; changes: Record<string, number> }> {
    const result = await this.stack.preview({ ...PLAIN, ...options });
    return { text: textOf(result), changes: result.changeSummary };
  }

  destroy(...options: string[]): Promise<string> {
    return this.#run("destroy", "--yes", "--skip-preview", ...options);
  }

  refresh(): Promise<string> {
    return this.#run("refresh", "--yes", "--skip-preview");
  }

  /** One process. The Automation API's own methods start up to three more after it, for outputs and history. */
  async #run(...words: string[]): Promise<string> {
    const { pulumiHome = "", envVars } = this.stack.workspace;
    const path = `${this.programs}${delimiter}${envVars.PATH}`;
    const options = ["--stack", this.stack.name, "--non-interactive", "--color", "never", "--suppress-progress"];
    const done = await run([join(this.programs, "pulumi"), ...words, ...options], {
      cwd: this.folder,
      env: { ...envVars, PATH: path, PULUMI_HOME: pulumiHome },
      timeout: PATIENCE_MS,
    });
    if (done.code !== 0) throw new Error(`pulumi ${words[0]}: ${done.ended ?? done.code}\n${textOf(done)}`);
    return textOf(done);
  }

  /** Puts a shell script in the place of a program; `$REAL` is the program. */
  async standIn(program: string, script: string): Promise<void> {
    const text = `#!/bin/sh\nREAL=${which(program)}\nHERE=${this.folder}\n${script}`;
    await writeFile(join(this.programs, program), text, { mode: 0o755 });
  }

  /** The program of the system again. */
  async standDown(program: string): Promise<void> {
    await rm(join(this.programs, program), { force: true });
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

function textOf({ stdout, stderr }: { stdout: string; stderr: string }): string {
  return `${stdout}${stderr}`;
}

/** What a command that fails printed. */
export async function failure(command: Promise<unknown>): Promise<string> {
  const outcome = await command.then(
    () => undefined,
    (error: unknown) => String(error),
  );
  if (outcome === undefined) throw new Error("the command did not fail");
  return outcome;
}

/** The repository's own Pulumi.yaml, but for the program. Its paths lead from the repository. */
async function writeProject(folder: string, program: string): Promise<void> {
  const project = await readFile(join(REPOSITORY, "Pulumi.yaml"), "utf8");
  const ours = parse(project, (key, value: unknown) => (key === "path" ? join(REPOSITORY, String(value)) : value));
  await writeFile(join(folder, "Pulumi.yaml"), stringify({ ...ours, main: join(REPOSITORY, program) }));
}

/**
 * The `pulumi` that enters the sandbox. It is a version too old to report events over TCP, which would not lead out
 * of there: the Automation API then uses a file.
 */
async function writeEntry(file: string, enter: readonly string[]): Promise<void> {
  const pulumi = which("pulumi");
  if (!pulumi) throw new Error(`no pulumi on PATH (${process.env.PATH?.split(delimiter).length} folders)`);
  const words = [...enter, "env", '--chdir="$PWD"', pulumi].join(" ");
  const lines = ["#!/bin/sh", '[ "$1" = version ] && echo v3.205.0 && exit', `exec ${words} "$@"`];
  await writeFile(file, `${lines.join("\n")}\n`, { mode: 0o755 });
}
