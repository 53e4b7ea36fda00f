import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Finished, type RunOptions, run } from "../../system/process.ts";
import { which } from "../../toolchain/find.mjs";
import { cannotRunDocker, DockerHost } from "../providers/docker/host.ts";
import { differences, type Photograph, photograph } from "../providers/host/photograph.ts";
import { LabStack, REPOSITORY } from "../stacks/stack.ts";

const IMAGES = [process.execPath, resolve(REPOSITORY, "lab-engine/images/main.ts")];

/** Milliseconds for what runs the CLI more than once: on a busy machine each run may take a minute. */
export const UNHURRIED = 400_000;

/** Why no lab can run here: no root, no engine, no CLI, no images. */
export async function cannotRunLabs(): Promise<string | undefined> {
  const reason = cannotRunDocker() ?? (which("pulumi") ? undefined : "needs the Pulumi CLI");
  if (reason !== undefined) return reason;
  const images = await run([...IMAGES, "--cache-only", "--missing"], { timeout: 300_000 });
  return images.code === 0 ? undefined : `needs the images of the labs, and ${images.stderr}`;
}

/** The host as it was: its network by the tools of the field, and what the engine lists. */
interface Before {
  photograph: Photograph;
  objects: string;
}

/** A throw-away host with a Docker Engine and the labs' servers, and a stack of the real CLI on it. */
export class DockerLab {
  readonly host: DockerHost;
  readonly stack: LabStack;
  readonly #before: Before;

  private constructor(host: DockerHost, stack: LabStack, before: Before) {
    this.host = host;
    this.stack = stack;
    this.#before = before;
  }

  static async open(): Promise<DockerLab> {
    const host = await DockerHost.open();
    await host.must([...IMAGES, "--build"], { timeout: 300_000 });
    await firstUse(host);
    const place = placeOn(host);
    const before = { photograph: await photograph(place), objects: await objects(host) };
    return new DockerLab(host, await LabStack.open(place, "lab"), before);
  }

  /** Runs a program on the host or in a namespace; throws where it fails. Returns standard output. */
  must(scope: string, ...argv: string[]): Promise<string> {
    return placeOn(this.host).must(argv, { scope });
  }

  /** Runs a program in a container; throws where it fails. */
  exec(container: string, ...argv: string[]): Promise<string> {
    return this.host.docker("exec", container, ...argv);
  }

  /** Runs a program of the host in a container's network; throws where it fails. */
  async inNetworkOf(container: string, ...argv: string[]): Promise<string> {
    const network = `--net=/proc/${await this.inspect(container, "{{.State.Pid}}")}/ns/net`;
    return this.must("host", "nsenter", network, "--", ...argv);
  }

  /** A part of what `docker inspect` says, in the language of its --format. */
  inspect(container: string, format: string): Promise<string> {
    return this.host.docker("inspect", "--format", format, container);
  }

  /** How the host differs from what it was before the lab, once it has had time to become like it; empty if not. */
  async leftBehind(): Promise<string[]> {
    const look = async () => {
      const now = await objects(this.host);
      const changed = differences(this.#before.photograph, await photograph(placeOn(this.host)));
      return now === this.#before.objects ? changed : [...changed, now];
    };
    let found = await look();
    for (const end = Date.now() + 10_000; found.length > 0 && Date.now() < end; found = await look()) await sleep(200);
    return found;
  }

  async close(): Promise<void> {
    await this.host.close();
    await this.stack.close();
  }
}

type Options = RunOptions & { scope?: string };

/** A host with an engine, as tests without one know theirs. */
export function placeOn(host: DockerHost) {
  const argv = (scope: string, words: readonly string[]) =>
    host.argv(scope === "host" ? words : ["nsenter", `--net=/run/netns/${scope}`, "--", ...words]);
  const start = (words: readonly string[], { scope = "host", ...options }: Options = {}): Promise<Finished> =>
    run(argv(scope, words), options);
  const must = async (words: readonly string[], options: Options = {}) => {
    const done = await start(words, options);
    if (done.code !== 0) throw new Error(`${words.join(" ")}: ${done.stderr || done.stdout || done.ended}`);
    return done.stdout;
  };
  return { argv, run: start, must };
}

/** What the engine does for its first container it does not undo: docker0 comes up, and keeps its IPv6 address. */
export async function firstUse(host: DockerHost, image = "bridgework/web"): Promise<void> {
  await host.docker("run", "--detach", "--name", "first", image);
  const settled = async () => /inet6 fe80\S+ scope link\s*$/m.test(await host.must(["ip", "addr", "show", "docker0"]));
  for (const end = Date.now() + 20_000; Date.now() < end && !(await settled()); ) await sleep(100);
  await host.docker("rm", "--force", "first");
}

/** Networks, containers and volumes by name. */
export async function objects(place: { must(argv: readonly string[]): Promise<string> }): Promise<string> {
  const lists = [
    ["network", "ls"],
    ["container", "ls", "--all"],
    ["volume", "ls"],
  ].map((words) => place.must(["docker", ...words, "--format", words[0] === "container" ? "{{.Names}}" : "{{.Name}}"]));
  return (await Promise.all(lists)).map((list) => list.trim()).join("\n");
}
