import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a fake engine does with a call: a status with JSON, a hang, or a connection that ends in the middle. */
export type Answer = { status: number; body?: unknown } | "hang" | "die" | "half" | "garbage";

/** What came with a call. */
export interface Sent {
  url: string;
  headers: string;
  body: string;
}

/** The id of the one image that it has, whatever name it is asked for. */
export const IMAGE = `sha256:${"c".repeat(64)}`;

/** A Docker Engine that answers as it is told: for the errors that a real one gives only on a bad day. */
export class FakeEngine {
  readonly calls: string[] = [];
  readonly #directory = mkdtempSync(join(tmpdir(), "fake-engine-"));
  readonly #server: Server;
  /** `sent` is all that came with the call: its address, headers and body. */
  answer: (call: string, sent: Sent) => Answer | undefined = () => undefined;

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  get host(): string {
    return `unix://${this.socket}`;
  }

  get socket(): string {
    return join(this.#directory, "docker.sock");
  }

  async listen(): Promise<this> {
    await new Promise<void>((done) => this.#server.listen(this.socket, done));
    return this;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = "", headers } = request;
    const call = `${method} ${url.replace(/^\/v1\.[0-9]+/, "").split("?")[0]}`;
    this.calls.push(call);
    let body = "";
    for await (const piece of request.setEncoding("utf8")) body += piece;
    const answer = this.answer(call, { url, headers: JSON.stringify(headers), body }) ?? usual(call);
    if (answer === "hang") return;
    if (answer === "die") return void request.socket.destroy();
    if (answer === "half") {
      response.writeHead(200, { "content-length": "1000" }).write('{"Id":');
      return void setTimeout(() => request.socket.destroy(), 20);
    }
    if (answer === "garbage") return void response.writeHead(200).end("<html>proxy</html>");
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(answer.body === undefined ? "" : JSON.stringify(answer.body));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

function usual(call: string): Answer {
  if (call === "GET /version") return { status: 200, body: { ApiVersion: "1.41" } };
  if (call === "GET /info") return { status: 200, body: { Name: "fake", KernelVersion: "0" } };
  if (call === "GET /volumes") return { status: 200, body: { Volumes: [] } };
  if (call === "GET /networks" || call === "GET /containers/json") return { status: 200, body: [] };
  if (call === "GET /networks/bridge") return { status: 200, body: { Id: "b".repeat(64), Name: "bridge" } };
  if (/^GET \/images\/.*\/json$/.test(call)) return { status: 200, body: { Id: IMAGE } };
  return { status: 404, body: { message: "no such thing" } };
}
