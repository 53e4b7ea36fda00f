import type { Duplex } from "node:stream";
import type { Pool } from "undici";
import { channel } from "../system/process.ts";
import type { Endpoint } from "./endpoint.ts";

/**
 * Opens a pool of connections to an engine; nothing is dialled before the first request. `alert` is told what the TLS
 * library says on a connection that was open already: that the engine refused our certificate comes that late.
 */
export async function openPool(endpoint: Endpoint, alert: (error: Error) => void): Promise<Pool> {
  // Loaded late: a preview of what exists nowhere yet needs no client.
  const { Pool, buildConnector } = await import("undici");
  if (endpoint.host.startsWith("unix://")) {
    return new Pool("http://docker", { connect: { socketPath: endpoint.host.slice("unix://".length) } });
  }
  const url = new URL(endpoint.host);
  if (url.protocol === "ssh:") return new Pool("http://docker", { connect: overSsh(sshCommand(endpoint)) });
  const { tls } = endpoint;
  const secure = tls !== undefined || url.protocol === "https:";
  const { verify = true, ...files } = tls ?? {};
  const dial = buildConnector({ ...files, rejectUnauthorized: verify });
  const connect: typeof dial = (options, connected) =>
    dial(options, (...[error, socket]) => {
      socket?.prependOnceListener("error", alert);
      return error ? connected(error, null) : connected(null, socket);
    });
  const origin = `${url.hostname}:${url.port || (secure ? 2376 : 2375)}`;
  return new Pool(`${secure ? "https" : "http"}://${origin}`, secure ? { connect } : {});
}

/** The docker CLI's own way: `ssh ... docker system dial-stdio`, so that ssh's configuration and agent all count. */
export function sshCommand({ host, sshOptions = [] }: Endpoint): string[] {
  const url = new URL(host);
  return [
    "ssh",
    ...sshOptions,
    ...(url.username ? ["-l", decodeURIComponent(url.username)] : []),
    ...(url.port ? ["-p", url.port] : []),
    "--",
    url.hostname,
    "docker",
    "system",
    "dial-stdio",
  ];
}

type Connected = (error: null, socket: Duplex) => void;

function overSsh(argv: readonly string[]) {
  const connect = (_options: unknown, connected: Connected) => setImmediate(() => connected(null, channel(argv)));
  // undici's type asks for a net.Socket; it uses no more of one than a Duplex has.
  return connect as unknown as Pool.Options["connect"] & object;
}
