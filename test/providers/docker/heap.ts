/** The heap of another Node process, over its inspector: `NODE_OPTIONS=--inspect=127.0.0.1:0` prints the address. */
export class Heap {
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async open(address: string): Promise<Heap> {
    const socket = new WebSocket(address);
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve);
      socket.addEventListener("error", reject);
    });
    return new Heap(socket);
  }

  /**
   * How many objects, functions included, are reachable; garbage is collected first. Sizes would tell less: what V8
   * compiles, and forgets, comes and goes by the megabyte.
   */
  async objects(): Promise<number> {
    const { result } = await this.#ask<Remote>("Runtime.evaluate", { expression: "Object.prototype" });
    const found = await this.#ask<{ objects: Handle }>("Runtime.queryObjects", { prototypeObjectId: result.objectId });
    const { objectId } = found.objects;
    const count = { objectId, functionDeclaration: "function () { return this.length; }" };
    const { result: length } = await this.#ask<Remote>("Runtime.callFunctionOn", count);
    await this.#ask("Runtime.releaseObject", { objectId });
    return Number(length.value);
  }

  /** One question at a time: the next message is its answer. */
  async #ask<Answer>(method: string, params: object): Promise<Answer> {
    const answer = new Promise<MessageEvent>((resolve) => {
      this.#socket.addEventListener("message", resolve, { once: true });
    });
    this.#socket.send(JSON.stringify({ id: 1, method, params }));
    return JSON.parse(String((await answer).data)).result as Answer;
  }

  close(): void {
    this.#socket.close();
  }
}

interface Handle {
  objectId: string;
}

interface Remote {
  result: Handle & { value?: unknown };
}
