import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { type Kept, keep } from "../../system/process.ts";
import type { DockerHost } from "../providers/docker/host.ts";

/** Runs inside the engine's namespaces: from a socket file there to a port there. */
const INNER = `const net = require("node:net");
const [path, port] = process.argv.slice(1);
net.createServer({ allowHalfOpen: true }, (near) => {
  const far = net.connect({ port: Number(port), host: "127.0.0.1", allowHalfOpen: true });
  near.pipe(far).pipe(near);
  for (const socket of [near, far]) socket.on("error", () => { near.destroy(); far.destroy(); });
}).listen(path, () => console.log("up"));`;

/** A port of this machine's loopback that leads, byte for byte, to a port or the socket of a throw-away engine. */
export class Relay {
  readonly #servers: Server[];
  readonly #inner: Kept | undefined;
  readonly port: number;

  private constructor(servers: Server[], inner: Kept | undefined, port: number) {
    this.#servers = servers;
    this.#inner = inner;
    this.port = port;
  }

  /**
   * To a port on the engine's own loopback; without one to its socket. Listens on each of `addresses`, at a port of the
   * kernel's choice, or at one that is free.
   */
  static async open(
    host: DockerHost,
    port?: number,
    addresses: readonly string[] = ["127.0.0.1"],
    at = 0,
  ): Promise<Relay> {
    const path = `/run/relay-${port}.sock`;
    const inner = port === undefined ? undefined : keep(host.argv([process.execPath, "-e", INNER, path, String(port)]));
    await new Promise<void>((up) => (inner ? inner.output(() => up()) : up()));
    const target = port === undefined ? host.socket : host.root + path;
    const servers: Server[] = [];
    for (const address of addresses) servers.push(await listen(address, boundPort(servers[0]) || at, target));
    return new Relay(servers, inner, boundPort(servers[0]));
  }

  async close(): Promise<void> {
    for (const server of this.#servers) server.close();
    await this.#inner?.close(0);
  }
}

/** A port of this machine's loopback that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const port = boundPort(server);
  await new Promise((done) => server.close(done));
  return port;
}

function boundPort(server: Server | undefined): number {
  return server ? (server.address() as AddressInfo).port : 0;
}

async function listen(address: string, port: number, path: string): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far: Socket = connect({ path, allowHalfOpen: true });
    near.pipe(far).pipe(near);
    for (const socket of [near, far])
      socket.on("error", () => {
        near.destroy();
        far.destroy();
      });
  });
  await new Promise<void>((done) => server.listen(port, address, done));
  return server;
}
