import { type Kept, keep } from "../../system/process.ts";
import type { Sandbox } from "../sandbox.ts";

const TALK = `${import.meta.dirname}/talk.ts`;

/** Servers in namespaces of a sandbox that say who asked them, and clients that ask; see talk.ts. */
export class Services {
  readonly #sandbox: Pick<Sandbox, "argv" | "must">;
  readonly #kept: Kept[] = [];

  constructor(sandbox: Pick<Sandbox, "argv" | "must">) {
    this.#sandbox = sandbox;
  }

  /** Answers on these ports of a namespace: `serve("RED", "tcp", "80")`. */
  async serve(scope: string, ...ports: string[]): Promise<void> {
    const server = keep(this.#sandbox.argv(scope, [process.execPath, TALK, "serve", ...ports]));
    this.#kept.push(server);
    await new Promise<void>((resolve, reject) => {
      server.output(() => resolve());
      server.ended(({ stderr }) => reject(new Error(stderr)));
    });
  }

  /** The answer of a server, "PORT CLIENT", or why there is none. */
  ask(from: string, protocol: string, address: string, port: number): Promise<string> {
    return this.#sandbox.must([process.execPath, TALK, "ask", protocol, address, String(port)], { scope: from });
  }

  async close(): Promise<void> {
    await Promise.all(this.#kept.map((server) => server.close()));
  }
}
