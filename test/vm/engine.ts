import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ContainerInspect } from "../../engine/types.ts";
import { containerOf } from "../../net/scope.ts";
import { placesOf } from "../../providers/host/transport/containers.ts";
import type { Container, Transport } from "../../providers/host/transport/transport.ts";
import { placeOn } from "../labs/lab.ts";
import { DockerHost } from "../providers/docker/host.ts";
import type { Machine } from "./machine.ts";

/** A Docker Engine in the virtual machine, for networks of types that this machine's kernel lacks. */
export class VirtualEngine {
  readonly host: DockerHost;
  /** The way of code that reaches a host by a Transport, into the engine's host and its containers. */
  readonly transport: Transport;
  /** The engine's socket as this machine reaches it. */
  readonly socket: string;
  readonly #server: Server;

  private constructor(host: DockerHost, transport: Transport, socket: string, server: Server) {
    this.host = host;
    this.transport = transport;
    this.socket = socket;
    this.#server = server;
  }

  static async open(machine: Machine): Promise<VirtualEngine> {
    // The first process of the machine needs none.
    const cgroups = "mountpoint -q /sys/fs/cgroup || mount -t cgroup2 cgroup2 /sys/fs/cgroup";
    await machine.run(["sh", "-c", cgroups]);
    const host = await DockerHost.openOn(machine);
    await host.importBusybox();
    const { socket, server } = await listen(machine, host);
    return new VirtualEngine(host, transportInto(machine, host), socket, server);
  }

  async close(): Promise<void> {
    this.#server.close();
    await rm(join(this.socket, ".."), { recursive: true });
    await this.host.close();
  }
}

/** As ssh leads to an engine: what it says goes by the standard input and output of a docker command there. */
async function listen(machine: Machine, host: DockerHost): Promise<{ socket: string; server: Server }> {
  const socket = join(await mkdtemp(join(tmpdir(), "bridgework-engine-")), "docker.sock");
  const server = createServer((near) => {
    const far = machine.keep(host.argv(["docker", "system", "dial-stdio"]));
    far.output((text) => near.write(text));
    near.setEncoding("utf8").on("data", (text: string) => far.write(text));
    near.on("close", () => far.signal("SIGTERM"));
    near.on("error", () => near.destroy());
    far.ended(() => near.end());
  });
  await new Promise<void>((listening) => server.listen(socket, listening));
  return { socket, server };
}

function transportInto(machine: Machine, host: DockerHost): Transport {
  const inside = machine.transport({ pid: host.pid, argv: placeOn(host).argv });
  const container = async (name: string): Promise<Container | undefined> => {
    const { stdout } = await inside.run("host", ["docker", "container", "inspect", name]);
    const [found] = JSON.parse(stdout || "[]") as ContainerInspect[];
    if (!found?.State.Running) return undefined;
    const pid = found.State.Pid;
    const inode = await host.must(["stat", "-L", "-c", "%i", `/proc/${pid}/ns/net`]);
    return { pid, name: found.Name.slice(1), places: placesOf(found), inode };
  };
  const run: Transport["run"] = async (scope, words, options) => {
    const name = containerOf(scope);
    if (name === undefined) return await inside.run(scope, words, options);
    const found = await container(name);
    if (found === undefined) throw new Error(`container "${name}" is not running: docker start ${name}`);
    return await inside.run("host", ["nsenter", `--net=/proc/${found.pid}/ns/net`, "--", ...words], options);
  };
  return { ...inside, container, run };
}
