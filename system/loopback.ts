import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Milliseconds: on a busy machine it takes a few hundred. */
const PATIENCE = 5000;
/** Bytes each way, more than fits any small window. */
const SIZE = 256 * 1024;

/**
 * Tries TCP over loopback on this machine, by which Pulumi speaks to its plugins.
 *
 * @returns why it does not work; undefined where it does
 */
export async function loopbackFault(patience = PATIENCE): Promise<string | undefined> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    let seen = 0;
    socket.on("data", ({ length }) => {
      seen += length;
      if (seen >= SIZE) socket.end("all");
    });
  });
  try {
    await new Promise<void>((resolve, reject) => {
      setTimeout(() => reject(new Error(`no answer in ${patience / 1000} s`)), patience).unref();
      server.on("error", reject).listen(0, "127.0.0.1", () => {
        const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
        sockets.push(client);
        client
          .on("error", reject)
          .on("data", () => resolve())
          .write(Buffer.alloc(SIZE));
      });
    });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}
