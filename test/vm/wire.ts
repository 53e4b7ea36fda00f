import { connect, type Socket } from "node:net";
import { NotOurs } from "../../system/own-folder.ts";
import { type Answer, type Ask, type Greeting, lineOf, linesTo, type Refusal } from "./messages.ts";

type Listener = (answer: Answer) => void;

/** The way from a test process to the virtual machine: questions, and what is heard of each. */
export class Wire {
  readonly #socket: Socket;
  readonly #listeners = new Map<number, Listener>();
  #asked = 0;
  #over: string | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /**
   * @param path the socket of the test runner, which starts the machine for the first who asks
   * @returns the reason where there can be no machine
   * @throws {Error} where it should have started
   */
  static async open(path: string): Promise<Wire | string> {
    const socket = connect(path).setEncoding("utf8");
    // A process that waits for no answer does not stay for the machine.
    socket.unref();
    const wire = new Wire(socket);
    const { none, skip } = await wire.#greeting();
    if (none !== undefined && !skip) throw new Error(none);
    return none ?? wire;
  }

  #greeting(): Promise<Greeting> {
    return new Promise((resolve) => {
      let hear = (line: string) => {
        hear = (next) => this.#hear(JSON.parse(next) as Answer);
        resolve(JSON.parse(line) as Greeting);
      };
      const whole = linesTo((line) => hear(line));
      this.#socket.on("data", whole);
      this.#socket.on("error", (error) => resolve({ none: error.message }));
      this.#socket.on("close", () => {
        resolve({ none: "the test runner has ended" });
        this.#end("the virtual machine has ended");
      });
    });
  }

  /**
   * Asks for one thing and waits for it.
   *
   * @param limit milliseconds after which nothing is to be hoped for
   * @param hear called for what is heard before
   * @throws {Error} what went wrong inside; when the machine has ended; when the limit is over
   */
  async ask<T>(ask: Ask, limit: number, hear: Listener = () => undefined): Promise<{ id: number; value: T }> {
    return await new Promise((resolve, reject) => {
      const id = this.listen(ask, (answer) => {
        if (answer.heard !== "value" && answer.heard !== "error") return hear(answer);
        clearTimeout(timer);
        this.#listeners.delete(id);
        if (answer.heard === "error") reject(errorOf(answer.value));
        else resolve({ id, value: answer.value as T });
      });
      const late = `the virtual machine has not answered for ${limit / 1000} s: ${JSON.stringify(ask).slice(0, 300)}`;
      const timer = setTimeout(() => this.#hear({ id, heard: "error", value: { message: late } }), limit);
    });
  }

  /** Asks for what goes on for a while. */
  listen(ask: Ask, listener: Listener): number {
    this.#asked += 1;
    const id = this.#asked;
    this.#listeners.set(id, listener);
    if (this.#over === undefined) this.#socket.write(lineOf({ id, ...ask }));
    else queueMicrotask(() => listener({ id, heard: "error", value: { message: this.#over! } }));
    return id;
  }

  #hear(answer: Answer): void {
    this.#listeners.get(answer.id)?.(answer);
  }

  #end(why: string): void {
    this.#over = why;
    for (const [id, listener] of this.#listeners) listener({ id, heard: "error", value: { message: why } });
  }
}

function errorOf({ message, notOurs }: Refusal): Error {
  return notOurs ? new NotOurs(message) : new Error(message);
}
