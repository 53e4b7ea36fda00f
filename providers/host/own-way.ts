import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Milliseconds: on a busy machine it takes a few hundred. */
const PATIENCE = 5000;
/** Bytes each way, more than fits any small window. */
const SIZE = 256 * 1024;

/**
 * Proves that TCP over loopback works on this machine: Pulumi speaks to its plugins that way, and an update that ends it
 * could be taken back by no command of the stack.
 *
 * @throws {Error} when it does not
 */
export async function proveOwnWay(patience = PATIENCE): Promise<void> {
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
  } catch (error) {
    throw new Error(
      `after this change TCP over loopback does not work on this host (${(error as Error).message}): Pulumi speaks to its ` +
        "plugins that way, and no command of the stack would work any more. Look at what is declared of the host: " +
        "sysctls, firewall.filter of input and output, links.lo",
    );
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}
