import { createSocket } from "node:dgram";
import { connect, createServer } from "node:net";

/**
 * Runs inside a namespace. `serve tcp 80 udp 53 ...` answers on every port, over IPv4 and IPv6, with the port and the
 * client's address, prints "ready" and ends with its standard input. `ask tcp ADDRESS PORT` prints the answer, or why
 * there is none: "timeout" after four seconds, which a busy machine may take, or the error's code.
 */
const [mode, ...args] = process.argv.slice(2);
if (mode === "serve") void serve(args);
else ask(args);

async function serve(list: string[]): Promise<void> {
  for (let index = 0; index < list.length; index += 2) await listen(list[index] ?? "", Number(list[index + 1]));
  process.stdout.write("ready\n");
  process.stdin.resume().on("end", () => process.exit(0));
}

function listen(protocol: string, port: number): Promise<void> {
  return new Promise((resolve) => {
    if (protocol === "tcp") {
      const server = createServer((socket) =>
        socket.on("error", () => socket.destroy()).end(`${port} ${plain(socket.remoteAddress)}`),
      );
      server.listen(port, "::", resolve);
    } else {
      const socket = createSocket("udp6");
      socket.on("message", (_, from) => socket.send(`${port} ${plain(from.address)}`, from.port, from.address));
      socket.bind(port, "::", resolve);
    }
  });
}

/** IPv4 on a socket of both families. */
function plain(address = ""): string {
  return address.replace(/^::ffff:/, "");
}

function ask([protocol, address = "", port]: string[]): void {
  const end = (text: string) => process.stdout.write(text, () => process.exit(0));
  setTimeout(() => end("timeout"), 4000);
  const failed = (error: NodeJS.ErrnoException) => end(error.code ?? error.message);
  if (protocol === "tcp") {
    connect(Number(port), address)
      .on("data", (data) => end(String(data)))
      .on("error", failed);
    return;
  }
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  socket.on("message", (data) => end(String(data))).on("error", failed);
  socket.connect(Number(port), address, () => socket.send("hello"));
}
