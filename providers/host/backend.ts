import type { Dump, Question } from "./dump.ts";
import type { Context, Operation } from "./model.ts";
import type { Transport } from "./transport/transport.ts";

/** What to read of one scope. */
export interface Look {
  /** "host", a named namespace, "container:NAME", or {@link NEWBORN}. */
  scope: string;
  questions: readonly Question[];
}

/** A namespace that nobody has a name for, as the kernel makes them: gone when it has been read. */
export const NEWBORN = "";

/**
 * A way to speak to a host's kernel. Planner and kinds know nothing of it but this: they ask in the words of `ip` and
 * iptables, and what an operation needs is lines in the same words (`lines` of its kind). The text backend starts these
 * programs; another one may carry the same words to the kernel by itself.
 */
export interface Backend {
  /** Reads scopes. What does not exist or run is not in the answer; a namespace that is only a file has an empty dump. */
  observe(looks: readonly Look[]): Promise<Map<string, Dump>>;
  /**
   * Carries operations to the kernel: stage by stage, in the order of their lines.
   *
   * @returns what a person should know of it
   * @throws {OperationFailed} with the kernel's own words; what was done before stays done
   */
  apply(operations: readonly Operation[], context: Context): Promise<string[]>;
}

/** A host as an update meets it: files, lock and programs by the transport, the kernel by the backend. */
export interface Host {
  transport: Transport;
  backend: Backend;
}

/** An operation that the kernel, or the tool, would not carry out. */
export class OperationFailed extends Error {
  readonly operation: Operation;
  /** The tool's or the kernel's own words. */
  readonly words: string;
  readonly line: string;
  readonly tool: string;

  constructor(failed: Pick<OperationFailed, "operation" | "words" | "line" | "tool">) {
    super(`${failed.tool} said: ${failed.words}`);
    this.name = "OperationFailed";
    this.operation = failed.operation;
    this.line = failed.line;
    this.tool = failed.tool;
    this.words = failed.words;
  }
}
