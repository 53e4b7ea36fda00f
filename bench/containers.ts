/*
 * What N containers with static addresses on one network cost: `up`, nothing to do, `destroy`, beside `docker compose`
 * on the same engine in the same run, or where that is missing docker-compose; it says which, and which engine. The
 * engine is a throw-away one, the first dockerd on PATH; the image has nothing but a shell.
 *
 *   npm test -- --version && node bench/containers.ts 10 50     (as root, with docker.io)
 *
 * Timing never fails it.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { run } from "../system/process.ts";
import { DockerHost } from "../test/providers/docker/host.ts";
import { LabStack } from "../test/stacks/stack.ts";

type Phase = "up" | "no-op" | "destroy";
type Figures = Record<Phase, number>;

/** Of the names of what is compared. */
const WIDTH = 22;

const SUBNET = "172.31.0.0/16";

function addressOf(index: number): string {
  return `172.31.1.${index + 10}`;
}

function topology(containers: number) {
  const all = Array.from({ length: containers }, (_, index) => {
    return [`c${index}`, { image: "busybox:latest", networks: { lab: { ip: addressOf(index) } } }] as const;
  });
  return { networks: { lab: { subnet: SUBNET } }, containers: Object.fromEntries(all) };
}

function composeFile(containers: number): string {
  const services = Array.from({ length: containers }, (_, index) => {
    return [`c${index}`, { image: "busybox:latest", networks: { lab: { ipv4_address: addressOf(index) } } }] as const;
  });
  const networks = { lab: { ipam: { config: [{ subnet: SUBNET }] } } };
  return stringify({ services: Object.fromEntries(services), networks });
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

async function ours(host: DockerHost, containers: number): Promise<Figures> {
  const stack = await LabStack.open({ argv: (_scope, argv) => host.argv(argv) });
  await stack.configure({ topology: topology(containers) });
  const figures = {
    up: await timed(() => stack.up()),
    "no-op": await timed(() => stack.up({ expectNoChanges: true })),
    destroy: await timed(() => stack.destroy()),
  };
  await stack.close();
  return figures;
}

interface Compose {
  argv: readonly string[];
  name: string;
}

/** Docker's own plugin where it is installed, else the program of that name, whichever its version. */
async function findCompose(): Promise<Compose | undefined> {
  for (const argv of [["docker", "compose"], ["docker-compose"]]) {
    const { code, stdout } = await run([...argv, "version", "--short"]);
    if (code === 0) return { argv, name: `${argv.join(" ")} ${stdout.trim()}` };
  }
  return undefined;
}

async function composed({ argv }: Compose, host: DockerHost, containers: number): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), "bench-compose-"));
  const file = join(folder, "docker-compose.yml");
  await writeFile(file, composeFile(containers));
  const call = (...words: string[]) => host.must([...argv, "-f", file, ...words], { timeout: 600_000 });
  const figures = {
    up: await timed(() => call("up", "-d")),
    "no-op": await timed(() => call("up", "-d")),
    destroy: await timed(() => call("down", "-t", "1")),
  };
  await rm(folder, { recursive: true });
  return figures;
}

function print(containers: number, name: string, figures: Figures, base: Figures | undefined): void {
  const cells = (Object.keys(figures) as Phase[]).map((phase) => {
    const ratio = base ? ` ${(figures[phase] / base[phase]).toFixed(1)}x` : "";
    return `${phase} ${(figures[phase] / 1000).toFixed(1)} s${ratio}`;
  });
  console.log(`${String(containers).padStart(5)}  ${name.padEnd(WIDTH)} ${cells.join("   ")}`);
}

const sizes = process.argv.slice(2).map(Number);
const compose = await findCompose();
const host = await DockerHost.open();
try {
  await host.importBusybox();
  const engine = await host.docker("version", "--format", "{{.Server.Version}} (API {{.Server.APIVersion}})");
  console.log(`Docker Engine ${engine}, ${compose?.name ?? "no docker compose to compare with"}`);
  for (const containers of sizes.length > 0 ? sizes : [10, 50]) {
    const base = compose && (await composed(compose, host, containers));
    if (compose && base) print(containers, compose.name, base, undefined);
    print(containers, "ours", await ours(host, containers), base);
  }
} finally {
  await host.close();
}
