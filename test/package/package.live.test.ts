import { cpSync, globSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../system/process.ts";
import { toolEnvironment } from "../../toolchain/environment.mjs";
import { which } from "../../toolchain/find.mjs";
import { copyCheckout } from "../checkout.ts";
import { blocks, brokenLinks } from "../docs/blocks.ts";
import { liveUnless } from "../live.ts";
import { cannotRunDocker, DockerHost } from "../providers/docker/host.ts";

/*
 * The package as `npm pack` makes it and npm installs it: below a node_modules, where Node strips no types, beside the
 * same dependencies.
 */
let project: string;

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), "bridgework-package-"));
  const modules = join(project, "node_modules");
  mkdirSync(modules);
  for (const name of readdirSync("node_modules")) symlinkSync(resolve("node_modules", name), join(modules, name));
  const archive = await pack(join(project, "checkout"));
  mkdirSync(join(modules, "bridgework"));
  const unpacked = await run(["tar", "-xzf", archive, "--strip-components=1", "-C", join(modules, "bridgework")]);
  expect(unpacked.stderr).toBe("");
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
}, 700_000);

/** Packs a copy, because packing builds into the folder in which it runs. */
async function pack(checkout: string): Promise<string> {
  copyCheckout(checkout);
  const packed = await run(["npm", "pack", "--json"], { cwd: checkout, timeout: 600_000 });
  expect(packed.code, packed.stderr).toBe(0);
  const name = /"filename": "([^"]+)"/.exec(packed.stdout)?.[1] ?? "";
  return join(checkout, name);
}

afterAll(() => rmSync(project, { recursive: true, force: true }));

async function node(script: string): Promise<unknown> {
  const done = await run([process.execPath, "--input-type=module", "--eval", script], { cwd: project });
  expect(done.stderr).toBe("");
  return JSON.parse(done.stdout);
}

test("a program imports every component from the package", async () => {
  const names = await node('import * as all from "bridgework"; console.log(JSON.stringify(Object.keys(all).sort()))');
  const components = ["Bridge", "DockerContainer", "DockerNetwork", "HostNetwork", "Lab", "Namespace", "Publish"];
  expect(names).toEqual([...components, "StackTopology", "stackTopology"]);
});

test("it holds no sources, and every link of its pages leads to a file of it", () => {
  const root = join(project, "node_modules", "bridgework");
  const files = globSync("**/*", { cwd: root, exclude: ["node_modules"] });
  expect(files.filter((file) => /(?<!\.d)\.[cm]?ts$/.test(file))).toEqual([]);
  expect(brokenLinks(root)).toEqual([]);
});

test("its command speaks of Pulumi's own commands: a project of one's own has no npm scripts of ours", async () => {
  const command = join(project, "node_modules", "bridgework", "bin", "bridgework.mjs");
  const { stdout } = await run([process.execPath, command, "--help"]);
  expect(stdout).toContain("kept by Pulumi: pulumi up, pulumi preview, pulumi destroy.");
});

test("the constant in every state leads to the provider, wherever the package is installed", async () => {
  const load = "createRequire(process.cwd() + '/')('bridgework/provider').hostNetwork";
  const methods = await node(
    `import { createRequire } from "node:module"; console.log(JSON.stringify(Object.keys(${load}).sort()))`,
  );
  expect(methods).toEqual(["check", "create", "delete", "diff", "read", "update"]);
});

/** How projects of TypeScript are set up: whether they are ES modules, and the compiler's options. */
const PROJECTS: Record<string, { type: "commonjs" | "module"; options: string[] }> = {
  "CommonJS, as `pulumi new typescript` makes it": {
    type: "commonjs",
    options: ["--module", "commonjs", "--moduleResolution", "node10", "--ignoreDeprecations", "6.0"],
  },
  "CommonJS with node16": { type: "commonjs", options: ["--module", "node16"] },
  "CommonJS with nodenext": { type: "commonjs", options: ["--module", "nodenext"] },
  "ES modules with node16": { type: "module", options: ["--module", "node16"] },
  "ES modules with nodenext": { type: "module", options: ["--module", "nodenext"] },
  "ES modules with a bundler": { type: "module", options: ["--module", "esnext", "--moduleResolution", "bundler"] },
};

test.each(Object.entries(PROJECTS))(
  "%s: right programs compile, wrong ones do not",
  async (name, { type, options }) => {
    const folder = join(project, name.replaceAll(/\W/g, "-"));
    cpSync("test/package/programs", folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type }));
    const tsc = [process.execPath, resolve("node_modules/typescript/bin/tsc"), "--noEmit", "--strict", ...options];
    const checked = ["--target", "es2022", "--types", "node", "--skipLibCheck", "accepted.ts", "refused.ts"];
    const done = await run([...tsc, ...checked], { cwd: folder, timeout: 600_000 });
    expect(done.stdout).toBe("");
    expect(done.code).toBe(0);
  },
);

test("a CommonJS program loads the package", async () => {
  const script = 'console.log(JSON.stringify(typeof require("bridgework").Bridge))';
  const done = await run([process.execPath, "--input-type=commonjs", "--eval", script], { cwd: project });
  expect(JSON.parse(done.stdout)).toBe("function");
});

const noDocker = cannotRunDocker() ?? (which("pulumi") ? undefined : "needs the Pulumi CLI");

liveUnless(noDocker)("a project of one's own, with the documentation's Pulumi.yaml", () => {
  let host: DockerHost;
  beforeAll(async () => {
    host = await DockerHost.open();
  });
  afterAll(() => host.close());

  test("builds a Docker network: the installed package serves Docker's types", async () => {
    const settings = blocks("yaml").find(
      ({ page, text }) => page === "docs/components.md" && text.includes("runtime:"),
    );
    writeFileSync(join(project, "Pulumi.yaml"), settings?.text ?? "");
    const program =
      'import { DockerNetwork } from "bridgework";\nnew DockerNetwork("own", { subnet: "10.83.0.0/24" });\n';
    writeFileSync(join(project, "index.ts"), program);
    mkdirSync(join(project, "state"));
    for (const words of [
      ["stack", "init", "dev"],
      ["up", "--yes", "--skip-preview"],
    ]) {
      const done = await pulumi(...words);
      expect(done.code, done.stdout + done.stderr).toBe(0);
    }
    const subnet = await host.docker("network", "inspect", "--format", "{{(index .IPAM.Config 0).Subnet}}", "own");
    expect(subnet).toBe("10.83.0.0/24");
  });

  function pulumi(...words: string[]) {
    const env = {
      ...(toolEnvironment({ PATH: process.env.PATH }, which("pulumi")) as Record<string, string>),
      PULUMI_HOME: join(project, "home"),
      PULUMI_BACKEND_URL: `file://${join(project, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
    };
    const argv = ["env", `--chdir=${project}`, "pulumi", ...words, "--non-interactive", "--color", "never"];
    return run(host.argv(argv), { env, timeout: 600_000 });
  }
});
