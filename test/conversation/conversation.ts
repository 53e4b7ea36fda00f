import { type Kept, keep } from "../../system/process.ts";
import type { Sandbox } from "../sandbox.ts";

/** Says something and returns the answer, "silence" where there is none within a second. */
export type Ask = () => Promise<string>;

/** Programs in namespaces of a sandbox that speak with each other for as long as a test goes on; see program.ts. */
export class Conversations {
  readonly #sandbox: Pick<Sandbox, "argv">;
  readonly #kept: Kept[] = [];

  constructor(sandbox: Pick<Sandbox, "argv">) {
    this.#sandbox = sandbox;
  }

  /** Answers every message on these ports of a namespace with the namespace's name: `echo("RED", "udp", "53")`. */
  async echo(scope: string, ...ports: string[]): Promise<void> {
    const server = this.#keep(scope, ["echo", scope, ...ports]);
    await new Promise<void>((resolve, reject) => {
      server.output(() => resolve());
      server.ended(({ stderr }) => reject(new Error(stderr)));
    });
  }

  /** A conversation that goes on, from one port: the kernel takes all of it for one flow. */
  speak(from: string, protocol: string, address: string, port: number, own: number): Ask {
    const speaker = this.#keep(from, ["speak", protocol, address, String(port), String(own)]);
    let heard: (answer: string) => void = () => undefined;
    speaker.output((text) => heard(text.trim()));
    speaker.ended(({ stderr }) => heard(`ended: ${stderr}`));
    return () =>
      new Promise((resolve) => {
        heard = resolve;
        speaker.write("hello\n");
      });
  }

  async close(): Promise<void> {
    await Promise.all(this.#kept.map((each) => each.close()));
  }

  #keep(scope: string, words: string[]): Kept {
    const argv = this.#sandbox.argv(scope, [process.execPath, `${import.meta.dirname}/program.ts`, ...words]);
    const kept = keep(argv);
    this.#kept.push(kept);
    return kept;
  }
}
