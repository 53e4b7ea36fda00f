import type { Transport } from "../../transport/transport.ts";
import { briefPing, pingArgv } from "../probe/ping.ts";
import { type Probe, runProbes } from "../probe/run.ts";
import type { Inquiry, Question, Reply } from "./inquiry.ts";

const LOOK_MS = 10_000;
/** Seconds: a kernel asks for a neighbour once in each (net.ipv4.neigh.*.retrans_time_ms). */
const ASKING_S = 2;

/**
 * Puts the questions of explanations to a live host. What was asked once is not asked again: all explanations of a
 * gatherer see one moment, right after the probes. Probes that are sent again go one after the other, so that a
 * counter that moves was moved by its own.
 */
export class Gatherer {
  readonly #transport: Transport;
  readonly #replies = new Map<string, Promise<Reply>>();
  readonly #earlier = new Map<string, Reply>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Asks something before the probes run, for questions about what they moved. */
  async remember(question: Question): Promise<void> {
    this.#earlier.set(keyOf(question), await this.#ask(question));
  }

  /** Runs an inquiry about a failed probe to its end. */
  async answer<T>(inquiry: Inquiry<T>, probe: Probe): Promise<T> {
    let step = inquiry.next();
    while (!step.done) step = inquiry.next(await this.#reply(step.value, probe));
    return step.value;
  }

  async #reply(question: Question, probe: Probe): Promise<Reply> {
    if (question.around && question.around !== "run") return this.#inTurn(() => this.#again(question, probe));
    const key = keyOf(question);
    const reply = this.#replies.get(key) ?? this.#ask(question);
    this.#replies.set(key, reply);
    const before = question.around && this.#earlier.get(key)?.stdout;
    return before === undefined ? reply : { ...(await reply), before };
  }

  #inTurn(work: () => Promise<Reply>): Promise<Reply> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #again(question: Question, probe: Probe): Promise<Reply> {
    const before = await this.#ask(question);
    const long = question.around === "asking";
    const ping = long ? pingArgv : briefPing;
    if (probe.goal.kind === "ping") await this.#transport.run(probe.scope, ping(probe.goal.host, ASKING_S));
    else await runProbes(this.#transport, [{ ...probe, timeout: long ? ASKING_S : 1, retry: false }]);
    return { ...(await this.#ask(question)), before: before.stdout };
  }

  #ask({ scope, argv }: Question): Promise<Reply> {
    return this.#transport.run(scope, argv, { timeout: LOOK_MS });
  }
}

function keyOf({ scope, argv }: Question): string {
  return JSON.stringify([scope, argv]);
}
