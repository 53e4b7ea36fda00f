/*
 * How steady a stack is that nobody changes: previews, with containers restarted, stopped and started, and the engine
 * itself restarted in between. Each must show nothing, in its summary, in its text and on standard error. The host is a
 * throw-away one with an engine of its own.
 *
 *   npm test -- --version && node bench/previews.ts 100     (as root, with docker.io)
 *
 * Ends with code 1 when a preview showed something, and prints what.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { run } from "../system/process.ts";
import { DockerLab } from "../test/labs/lab.ts";
import { REPOSITORY } from "../test/stacks/stack.ts";

type Part = Record<string, unknown>;

/** Those whose restart takes nothing from another: who shares the network of web-bridge-2 loses it with that one. */
const RESTARTED = ["web-default", "on-both", "web-bridge-1", "on-chosen", "on-wire", "on-host", "shared", "alone"];

/** The ways in which a preview is asked for, one after the other. */
const WAYS: readonly string[][] = [
  [],
  ["--refresh=false"],
  ["--refresh", "--parallel", "1"],
  ["--refresh=false", "--parallel", "1"],
  ["--parallel", "64"],
  ["--refresh=false", "--parallel", "3"],
];

async function topology(context: string): Promise<Record<string, unknown>> {
  const first = parse(await readFile(join(REPOSITORY, "Pulumi.dev.yaml"), "utf8")).config["bridgework:topology"];
  const more = parse(await readFile(join(REPOSITORY, "bench/previews.yaml"), "utf8"));
  const joined = Object.entries(more).map(([key, value]) => {
    const before = first[key];
    return [key, Array.isArray(value) ? [...before, ...value] : { ...before, ...(value as Part) }];
  });
  const images = { own: { build: { context, args: { WHO: "me" } } } };
  return { ...first, ...Object.fromEntries(joined), images };
}

/** The folder of an image of one's own. */
async function writeContext(folder: string): Promise<string> {
  const context = join(folder, "own");
  await mkdir(context);
  await writeFile(join(context, "Dockerfile"), "FROM bridgework/web\nARG WHO=nobody\nENV WHO=$WHO\n");
  return context;
}

/** What happens before a preview; undefined where nothing does. */
async function disturb(lab: DockerLab, round: number): Promise<string | undefined> {
  if (round % 40 === 20) return await restartEngine(lab);
  if (round % 5 !== 0) return undefined;
  const name = RESTARTED[(round / 5) % RESTARTED.length] ?? "web-default";
  const words = round % 15 === 0 ? ["stop", "start"] : ["restart"];
  for (const word of words) await lab.host.docker(word, ...(word === "start" ? [] : ["--time", "1"]), name);
  return `docker ${words.join(" and ")} ${name}`;
}

/** Without live-restore every container ends with the engine, and restarts with it as its policy says. */
async function restartEngine(lab: DockerLab): Promise<string> {
  const before = await lab.host.docker("ps", "--quiet");
  await lab.host.order("stop");
  await lab.host.order("start");
  const patience = Date.now() + 30_000;
  // `on-failure` starts nobody who ended in good order; who shares a network is tried before that one is there.
  await lab.host.docker("start", "alone", "shared");
  while ((await lab.host.docker("ps", "--quiet")).length < before.length && Date.now() < patience) await sleep(200);
  return "the engine restarted";
}

/** Everything that one preview says that it would not say of a stack without changes. */
async function preview(lab: DockerLab, way: readonly string[], json: boolean): Promise<string[]> {
  const { folder, stack } = lab.stack;
  const words = ["preview", "--stack", stack.name, "--diff", "--color", "never", "--non-interactive", ...way];
  const { pulumiHome = "", envVars } = stack.workspace;
  const env = { ...envVars, PULUMI_HOME: pulumiHome };
  const argv = [join(folder, "bin", "pulumi"), ...words, ...(json ? ["--json"] : [])];
  const done = await run(argv, { cwd: folder, env, timeout: 300_000 });
  const said = json ? inDigest(done.stdout) : inText(done.stdout);
  return [...(done.code === 0 ? [] : [`exit code ${done.code}`]), ...said, ...lines(done.stderr)];
}

/** What `--json` prints; a preview that fails early has less of it. */
interface Digest {
  steps?: { op: string; urn: string; detailedDiff?: object | null }[];
  changeSummary?: Record<string, number>;
  diagnostics?: { message: string }[];
}

function inDigest(stdout: string): string[] {
  const { steps = [], changeSummary = {}, diagnostics = [] } = JSON.parse(stdout) as Digest;
  const differing = steps.filter(({ op, detailedDiff }) => (op !== "same" && op !== "refresh") || detailedDiff);
  const summary = Object.keys(changeSummary).join() === "same" ? [] : [JSON.stringify(changeSummary)];
  const said = diagnostics.map(({ message }) => message);
  const named = differing.map(({ op, urn, detailedDiff }) => `${op} ${urn} ${JSON.stringify(detailedDiff)}`);
  return [...named, ...summary, ...said];
}

const SIGNS = /^\s*[-+~]+ |warning|error|drift/i;
/** The heading under which a refresh lists what it found; nothing follows where it found nothing. */
const REFRESHING = "~ pulumi:pulumi:Stack: (refresh)";

/** A changed property has a sign before it; the last line of a stack without any counts the resources. */
function inText(stdout: string): string[] {
  const differing = lines(stdout).filter((line) => SIGNS.test(line) && line.trim() !== REFRESHING);
  return /^Resources:\s+[0-9]+ unchanged\s*$/m.test(stdout) ? differing : [...differing, stdout];
}

function lines(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

const times = Number(process.argv[2] ?? 100);
const lab = await DockerLab.open();
let shown = 0;
try {
  const context = await writeContext(lab.stack.folder);
  await lab.stack.configure({ topology: await topology(context) });
  await lab.stack.up();
  const took: number[] = [];
  for (let round = 1; round <= times; round++) {
    const disturbed = await disturb(lab, round);
    const way = WAYS[round % WAYS.length] ?? [];
    const begun = performance.now();
    const said = await preview(lab, way, round % 4 !== 0);
    took.push(performance.now() - begun);
    if (said.length > 0) shown++;
    if (disturbed || said.length > 0)
      console.log([`${round}: ${disturbed ?? ""} ${way.join(" ")}`, ...said].join("\n  "));
  }
  const sorted = took.toSorted((a, b) => a - b).map((ms) => (ms / 1000).toFixed(1));
  const [least, median, most] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
  console.log(`${times} previews, ${shown} showed something; ${least} to ${most} s, median ${median} s`);
} finally {
  await lab.close();
}
process.exitCode = shown > 0 ? 1 : 0;
