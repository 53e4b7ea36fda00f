import { createSocket } from "node:dgram";
import { connect, createServer } from "node:net";
import { createInterface } from "node:readline";

/**
 * Runs inside a namespace. `echo NAME tcp 80 udp 53 ...` answers every message on these ports, over IPv4 and IPv6, with
 * its name, and prints "ready". `speak tcp ADDRESS PORT OWN-PORT` keeps one conversation: each line of its standard input
 * is sent, and the answer printed, "silence" after a second without one, or the error's code. Both end with their
 * standard input.
 */
const [mode, first = "", ...rest] = process.argv.slice(2);
if (mode === "echo") void echo(first, rest);
else if (first === "tcp") speakTcp(rest);
else speakUdp(rest);

async function echo(name: string, list: string[]): Promise<void> {
  for (let index = 0; index < list.length; index += 2) await listen(name, list[index] ?? "", Number(list[index + 1]));
  process.stdout.write("ready\n");
  process.stdin.resume().on("end", () => process.exit(0));
}

function listen(name: string, protocol: string, port: number): Promise<void> {
  return new Promise((resolve) => {
    if (protocol === "tcp") {
      const answer = () => `${name}\n`;
      createServer((socket) => {
        socket.on("error", () => socket.destroy()).on("data", () => socket.write(answer()));
      }).listen(port, "::", resolve);
      return;
    }
    const socket = createSocket("udp6");
    socket.on("message", (_, from) => socket.send(`${name}\n`, from.port, from.address)).bind(port, "::", resolve);
  });
}

/** Prints one word for each line that was sent. */
function conversation(send: (text: string) => void): (answer: string) => void {
  let waiting: NodeJS.Timeout | undefined;
  const heard = (answer: string) => {
    if (!waiting) return;
    clearTimeout(waiting);
    waiting = undefined;
    process.stdout.write(`${answer.trim()}\n`);
  };
  createInterface({ input: process.stdin })
    .on("line", (text) => {
      waiting = setTimeout(() => heard("silence"), 1000);
      send(text);
    })
    .on("close", () => process.exit(0));
  return heard;
}

function speakTcp([address = "", port, own]: string[]): void {
  const socket = connect({ host: address, port: Number(port), localPort: Number(own) });
  const heard = conversation((text) => socket.write(text));
  socket
    .on("data", (data) => heard(String(data)))
    .on("error", (error: NodeJS.ErrnoException) => heard(`${error.code}`));
}

function speakUdp([address = "", port, own]: string[]): void {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  const heard = conversation((text) => socket.send(text, Number(port), address));
  socket.on("message", (data) => heard(String(data))).on("error", () => heard("error"));
  socket.bind(Number(own));
}
