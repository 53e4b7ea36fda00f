import { afterAll, beforeAll } from "vitest";
import { which } from "../../toolchain/find.mjs";
import { liveUnless } from "../live.ts";
import { changedSince, type Photograph, settled } from "../providers/host/photograph.ts";
import { noSandbox, type Sandbox } from "../sandbox.ts";
import { openHost } from "./host.ts";
import { LabStack, type StackOptions } from "./stack.ts";

export interface LabOptions extends StackOptions {
  /** The stack's name; "dev" by default. */
  name?: string;
  /** Lines for `ip -batch`: what else is on the host beforehand. */
  there?: string;
}

/** A throw-away host that others live on too, and a stack of the real CLI on it. */
export class StackLab {
  host!: Sandbox;
  stack!: LabStack;
  /** The host without anything of ours. */
  before!: Photograph;
  readonly #stacks: LabStack[] = [];

  async open({ name, there = "", ...options }: LabOptions): Promise<void> {
    this.host = await openHost();
    await this.host.furnish(there);
    this.before = await this.settled();
    this.stack = await this.also(name, options);
  }

  /** One more stack on the same host. */
  async also(name?: string, options?: StackOptions): Promise<LabStack> {
    const stack = await LabStack.open(this.host, name, options);
    this.#stacks.push(stack);
    return stack;
  }

  /** A photograph of the host when nothing moves any more. */
  settled(): Promise<Photograph> {
    return settled(this.host);
  }

  /** How the host differs from a photograph, once it has had time to become like it; by default from `before`. */
  changes(since: Photograph = this.before): Promise<string[]> {
    return changedSince(since, this.host);
  }

  async close(): Promise<void> {
    await this.host?.close();
    await Promise.all(this.#stacks.map((stack) => stack.close()));
  }
}

/** Tests that share one host and one stack, in their order; they are skipped by name where none can be opened. */
export function describeStack(what: string, options: LabOptions, body: (lab: StackLab) => void): void {
  const reason = noSandbox ?? (which("pulumi") ? undefined : "needs the Pulumi CLI");
  liveUnless(reason)(what, () => {
    const lab = new StackLab();
    beforeAll(() => lab.open(options));
    afterAll(() => lab.close());
    body(lab);
  });
}
