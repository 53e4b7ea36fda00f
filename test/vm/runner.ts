import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finished, Kept } from "../../system/process.ts";
import { say } from "../../toolchain/progress.mjs";
import { boot } from "./boot.ts";
import { type Greeting, lineOf, linesTo } from "./messages.ts";
import { noPackages } from "./packages.ts";
import { parts } from "./parts.ts";
import { Turns } from "./turns.ts";
import { SOCKET } from "./virtual.ts";

/** Milliseconds that the machine may take to start: 10 s where nothing else runs. */
const START = 300_000;

/** Test files that the machine serves at a time: it has one processor, and while one waits for a timer, another works. */
const AT_ONCE = 2;

/** One virtual machine for all test files of a run. */
export default async function setup(): Promise<() => Promise<void>> {
  const served = await serveMachine();
  process.env[SOCKET] = served.path;
  return served.close;
}

/** A socket behind which a virtual machine starts when the first asks for it; it ends with `close`, or this process. */
export async function serveMachine(): Promise<{ path: string; close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "bridgework-vm-"));
  const clients = new Map<string, Socket>();
  const turns = new Turns(AT_ONCE);
  let machine: Promise<Kept> | undefined;
  let number = 0;
  const server = createServer((socket) => {
    number += 1;
    machine ??= start(folder, clients);
    const { come, over } = turns.next();
    socket.on("close", over);
    const inTurn = Promise.all([machine, come]).then(([found]) => found);
    serve(String(number), socket.setEncoding("utf8"), inTurn, clients);
  });
  const path = join(folder, "socket");
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const close = async () => {
    server.close();
    for (const socket of clients.values()) socket.destroy();
    clients.clear();
    await (await machine?.catch(() => undefined))?.close();
    await rm(folder, { recursive: true });
  };
  return { path, close };
}

/** Hands on what a test process asks, once the machine is there for it, with the process's number. */
function serve(name: string, socket: Socket, machine: Promise<Kept>, clients: Map<string, Socket>): void {
  clients.set(name, socket);
  // A test process that is killed breaks its connection.
  socket.on("error", () => undefined);
  socket.on("close", () => clients.delete(name));
  const greet = (greeting: Greeting) => socket.write(lineOf(greeting));
  machine.then(
    (found) => {
      greet({});
      const hear = linesTo((line) => found.write(`${name} ${line}\n`));
      socket.on("data", hear);
      socket.on("close", () => found.write(`${name} gone\n`));
    },
    (error: Error) => greet({ none: error.message, skip: error instanceof NotHad }),
  );
}

/** There is none here, and tests of it are skipped. */
class NotHad extends Error {}

/** Starts the machine, and hands on its answers from then on. */
async function start(folder: string, clients: Map<string, Socket>): Promise<Kept> {
  const found = await obtained();
  const begun = Date.now();
  const machine = await boot(found, folder);
  const end = new Promise<never>((_resolve, reject) => {
    machine.ended((done) => reject(new Error(`the virtual machine has ended: ${lastWords(done, folder)}`)));
  });
  const ready = new Promise<void>((resolve, reject) => {
    machine.output(linesTo((line) => (line === "ready" ? resolve() : handOn(line, clients))));
    setTimeout(() => reject(new Error(`no virtual machine within ${START / 1000} s`)), START).unref();
  });
  try {
    await Promise.race([ready, end]);
  } catch (error) {
    await machine.close(0);
    throw error;
  }
  say(`tests that need another kernel run in a virtual machine, up in ${Math.round((Date.now() - begun) / 1000)} s`);
  end.catch((error: Error) => {
    if (clients.size > 0) say(error.message);
    for (const socket of clients.values()) socket.destroy();
  });
  return machine;
}

/** Where nobody is there to see what is skipped, that it is not to be had is a fault. */
async function obtained() {
  if (process.env.TEST_VM === "no") throw new NotHad("it is not wanted, with TEST_VM=no");
  try {
    const reason = noPackages();
    if (reason !== undefined) throw new Error(reason);
    return await parts();
  } catch (error) {
    throw process.env.CI ? error : new NotHad((error as Error).message);
  }
}

/** To whom it is for, which the line begins with. */
function handOn(line: string, clients: Map<string, Socket>): void {
  const space = line.indexOf(" ");
  clients.get(line.slice(0, space))?.write(`${line.slice(space + 1)}\n`);
}

function lastWords({ stderr, code, ended }: Finished, folder: string): string {
  const console = readFileSync(join(folder, "console"), "utf8").slice(-2000);
  return [ended ?? `exit code ${code}`, stderr.trim(), console.trim()].filter(Boolean).join("\n");
}
