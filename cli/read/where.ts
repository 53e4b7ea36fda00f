import { containerOf, containerScope } from "../../net/scope.ts";
import { closest } from "../../net/suggest.ts";
import type { Transport } from "../../providers/host/transport/transport.ts";
import { Failure, UsageError } from "../errors.ts";
import type { Docker } from "./docker.ts";

interface Around {
  transport: Transport;
  docker: Docker;
}

/**
 * The scope that a person means by `--in`.
 *
 * @param where `host`, a namespace, or `container:NAME`; the host where it was not given
 * @throws {Failure} for a place that does not exist, with the one that may be meant, or cannot be looked into
 * @throws {UsageError} for a container without a name
 */
export async function scopeFor(
  where: string | undefined,
  { transport, docker, command }: Around & { command: string },
): Promise<string> {
  if (where === undefined || where === "host") return "host";
  const root = await transport.privileged();
  const name = containerOf(where);
  if (where === "container" || name === "")
    throw new UsageError("--in container needs a name: --in container NAME", command);
  if (name === undefined) return namespace(where, { transport, docker, root });
  if (!root) throw new Failure(`--in container ${name}: needs root, as in: sudo -E npx bridgework ...`);
  return container(name, { transport, docker });
}

async function namespace(name: string, { transport, docker, root }: Around & { root: boolean }): Promise<string> {
  const found = await transport.namespaces();
  const named = found.find((namespace) => namespace.name === name);
  if (!named) {
    const isContainer = docker.containers.some((container) => container.name === name);
    const names = found.map((namespace) => namespace.name);
    const hint = isContainer
      ? `a container has that name: --in container ${name}`
      : insteadOf(name, ["host", ...names]);
    throw new Failure(`--in ${name}: no such namespace: ${hint}`);
  }
  if (named.inode === "") throw new Failure(`--in ${name}: /run/netns/${name} is a file and no namespace`);
  if (!root) throw new Failure(`--in ${name}: needs root, as in: sudo -E npx bridgework ...`);
  return name;
}

async function container(name: string, { transport, docker }: Around): Promise<string> {
  const found = await transport.container(name);
  if (!found) {
    const names = docker.containers.map((container) => container.name);
    throw new Failure(`--in container ${name}: no such container is running: ${insteadOf(name, names)}`);
  }
  return found.inode === (await transport.hostInode()) ? "host" : containerScope(name);
}

function insteadOf(word: string, names: readonly string[]): string {
  const near = closest(word, names);
  if (near !== undefined) return `did you mean "${near}"?`;
  return names.length > 0 ? `there are ${names.slice(0, 12).join(", ")}` : "there are none";
}
