import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Outcome, ofError, SILENCE } from "./outcome.ts";

/** Both ends of a measured connection: each is a process in a scope of its own, and a job of it this. */
export interface Flood {
  role: "send" | "receive";
  host: string;
  port: number;
  seconds: number;
  /** Seconds that an end waits for the other to be there. */
  patience: number;
}

/** What an end has to say: the receiver what came, the sender only why nothing went. */
export type Flooded = { bits: number; seconds: number } | Outcome;

const CHUNK = Buffer.alloc(64 * 1024);
const PAUSE_MS = 50;

/** Of bytes that Node takes from a connection at once. */
const WHOLE_READ = 64 * 1024;
/** A connection may be so fast that each read is a whole one. */
const WARM_UP_MS = 100;

/**
 * Takes one connection, and counts what comes by it for so many seconds. Not counted is what had come before the clock
 * ran, be it that this process was late: a read that is not a whole one has emptied the kernel's buffer.
 */
export function receive({ host, port, seconds, patience }: Flood): Promise<Flooded> {
  return new Promise((resolve) => {
    const server = createServer();
    const end = (result: Flooded, socket?: Socket) => {
      clearTimeout(timer);
      socket?.destroy();
      server.close();
      resolve(result);
    };
    const timer = setTimeout(() => end(SILENCE), patience * 1000);
    server.on("error", (error) => end({ ...ofError(error), ran: false }));
    server.once("connection", (socket) => {
      clearTimeout(timer);
      let first: number | undefined;
      let began: number | undefined;
      let bytes = 0;
      const done = () => {
        const passed = began === undefined ? 0 : (performance.now() - began) / 1000;
        end(passed > 0 ? { bits: (bytes * 8) / passed, seconds: passed } : SILENCE, socket);
      };
      socket.on("data", (piece) => {
        const now = performance.now();
        first ??= now;
        if (began !== undefined) bytes += piece.length;
        else if (piece.length < WHOLE_READ || now - first > WARM_UP_MS) {
          began = now;
          setTimeout(done, seconds * 1000);
        }
      });
      socket.on("error", done);
      socket.on("end", done);
      setTimeout(done, (seconds + patience) * 1000).unref();
    });
    server.listen({ host, port });
  });
}

/** Connects, as soon as the other end listens, and sends until that has enough. */
export async function send(flood: Flood): Promise<Flooded> {
  const deadline = performance.now() + flood.patience * 1000;
  for (;;) {
    const left = deadline - performance.now();
    const outcome = await pour(flood, Math.max(100, left));
    if (outcome.answered || outcome.symptom !== "refused" || left <= 0) return outcome;
    await sleep(PAUSE_MS);
  }
}

function pour({ host, port, seconds, patience }: Flood, wait: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let opened = false;
    const end = (outcome: Outcome) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    let timer = setTimeout(() => end(SILENCE), wait);
    const more = () => {
      while (socket.write(CHUNK));
    };
    const sent: Outcome = { ran: true, answered: true, found: "the connection opened" };
    socket.on("connect", () => {
      opened = true;
      clearTimeout(timer);
      // The receiver ends it: this is for one that does not.
      timer = setTimeout(() => end(sent), (seconds + patience) * 1000);
      more();
    });
    socket.on("drain", more);
    socket.on("close", () => end(sent));
    socket.on("error", (error) => end(opened ? sent : ofError(error)));
  });
}
