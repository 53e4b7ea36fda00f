import { setTimeout as sleep } from "node:timers/promises";
import type { Dispatcher, Pool } from "undici";
import { commonVersion, type Spoken } from "./api-version.ts";
import { jsonLines, wholeBody } from "./body.ts";
import type { Endpoint } from "./endpoint.ts";
import { EngineError, isMissing, unreachable } from "./errors.ts";
import { openPool } from "./transport.ts";

export interface Call {
  /** A list is sent as the parameter again and again. */
  query?: Record<string, string | number | boolean | readonly string[] | undefined>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, a tar archive for instance. */
  raw?: NodeJS.ReadableStream | Buffer;
  headers?: Record<string, string>;
  /** Milliseconds for the whole call. Default 60 000. */
  timeout?: number;
  /** Bytes of the answer; a longer one is an error. Default 256 MiB. */
  most?: number;
}

export interface EngineLimits {
  /** Milliseconds to wait for an engine that does not listen (yet). */
  start: number;
  /** Milliseconds for one call. */
  call: number;
}

const LIMITS: EngineLimits = { start: 15_000, call: 60_000 };

/** What clients of one engine share. */
interface Connection {
  pool?: Promise<Pool>;
  version?: Promise<string> | undefined;
  /** The last error of a connection that was open. */
  alert?: Error | undefined;
  /** Whether it was said that the engine is waited for. */
  told?: boolean;
}

/** One Docker Engine, spoken to in its own API. Reads are tried again when the connection breaks, writes never. */
export class Engine {
  readonly endpoint: Endpoint;
  readonly #limits: EngineLimits;
  readonly #waiting: (text: string) => void;
  readonly #stop = new AbortController();
  readonly #connection: Connection;
  /** Undefined where there is none, and once somebody was told that it is over. */
  #due: AbortSignal | undefined;

  /** `waiting` is told when the engine does not listen and is waited for; `connection` is another client's, to share. */
  constructor(
    endpoint: Endpoint,
    limits: EngineLimits = LIMITS,
    waiting: (text: string) => void = () => {},
    connection: Connection = {},
  ) {
    this.endpoint = endpoint;
    this.#limits = limits;
    this.#waiting = waiting;
    this.#connection = connection;
  }

  /**
   * The same engine over the same connection, for work that has to be done by then: the signal ends the calls under way,
   * or the next one, with its reason. Calls after that pass, so that what was half made can be taken back.
   */
  until(due: AbortSignal): Engine {
    const view = new Engine(this.endpoint, this.#limits, this.#waiting, this.#connection);
    view.#due = due;
    this.#stop.signal.addEventListener("abort", () => view.cancel(), { once: true });
    return view;
  }

  async get<T>(path: string, call: Call = {}): Promise<T> {
    return (await this.#json("GET", path, call)) as T;
  }

  /** As `get`, undefined where the engine says that there is no such thing. */
  async find<T>(path: string, call: Call = {}): Promise<T | undefined> {
    return await this.get<T>(path, call).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
  }

  async post<T>(path: string, call: Call = {}): Promise<T> {
    return (await this.#json("POST", path, call)) as T;
  }

  async put(path: string, call: Call = {}): Promise<void> {
    await this.#json("PUT", path, call);
  }

  /** Removes; what is gone already counts as removed. */
  async remove(path: string, call: Call = {}): Promise<void> {
    await this.#json("DELETE", path, call).catch((error: unknown) => {
      if (!(error instanceof EngineError && error.status === 404)) throw error;
    });
  }

  /** The answer as text lines that each hold JSON: builds, pulls, pushes. */
  async *lines(path: string, call: Call = {}): AsyncGenerator<Record<string, unknown>> {
    const answer = await this.#send("POST", path, { timeout: 1_800_000, ...call });
    try {
      yield* jsonLines(answer.body.setEncoding("utf8"), `POST ${path}`);
    } catch (error) {
      throw this.#explain(error, "POST", path);
    }
  }

  async bytes(path: string, call: Call = {}): Promise<Buffer> {
    const answer = await this.#send("GET", path, call);
    return await wholeBody(answer.body, `GET ${path}`, call.most);
  }

  /** A file in a container: size in bytes, mode as Go writes it, time of its last change; undefined where there is none. */
  async stat(id: string, file: string): Promise<{ size: number; mode: number; mtime: string } | undefined> {
    const path = `/containers/${id}/archive`;
    const answer = await this.#send("HEAD", path, { query: { path: file } }).catch((error: unknown) => {
      if (error instanceof EngineError && error.status === 404) return undefined;
      throw error;
    });
    await answer?.body.dump();
    const header = answer?.headers["x-docker-container-path-stat"];
    return typeof header === "string" ? JSON.parse(Buffer.from(header, "base64").toString()) : undefined;
  }

  /** The version of the API that both sides speak, "1.41" for instance. */
  async version(): Promise<string> {
    const connection = this.#connection;
    connection.version ??= this.#negotiate();
    connection.version.catch(() => {
      connection.version = undefined;
    });
    return await connection.version;
  }

  /** Ends every call under way with an error; the provider is being cancelled. */
  cancel(): void {
    this.#stop.abort(new Error("cancelled"));
  }

  async close(): Promise<void> {
    await (await this.#connection.pool)?.destroy();
  }

  async #negotiate(): Promise<string> {
    const deadline = Date.now() + this.#limits.start;
    for (;;) {
      try {
        const answer = await this.#request("GET", "/version", {});
        if (answer.statusCode >= 400) throw await EngineError.of(answer, "GET", "/version", this.endpoint);
        return commonVersion((await answer.body.json()) as Spoken, this.endpoint);
      } catch (error) {
        if (!unreachable(error) || Date.now() >= deadline) throw this.#explain(error, "GET", "/version");
        await this.#pause();
      }
    }
  }

  async #json(method: Dispatcher.HttpMethod, path: string, call: Call): Promise<unknown> {
    const answer = await this.#send(method, path, call);
    try {
      const text = (await wholeBody(answer.body, `${method} ${path}`, call.most)).toString("utf8");
      return text.trim() === "" ? undefined : JSON.parse(text);
    } catch (error) {
      throw this.#explain(error, method, path);
    }
  }

  /** Sends once; again while nothing listens, because then nothing was sent, and for reads that broke off. */
  async #send(method: Dispatcher.HttpMethod, path: string, call: Call): Promise<Dispatcher.ResponseData> {
    const version = await this.version();
    const deadline = Date.now() + this.#limits.start;
    for (;;) {
      try {
        const answer = await this.#request(method, `/v${version}${path}`, call);
        if (answer.statusCode < 400) return answer;
        throw await EngineError.of(answer, method, path);
      } catch (error) {
        const again = unreachable(error) === "refused" || (method === "GET" && unreachable(error));
        if (!again || call.raw || Date.now() >= deadline) throw this.#explain(error, method, path);
        await this.#pause();
      }
    }
  }

  async #request(method: Dispatcher.HttpMethod, path: string, call: Call): Promise<Dispatcher.ResponseData> {
    const connection = this.#connection;
    connection.pool ??= openPool(this.endpoint, (error) => {
      connection.alert = error;
    });
    const limit = call.timeout ?? this.#limits.call;
    const query = queryText(call.query);
    const { signal, over } = this.#bound(limit);
    try {
      const answer = await (await connection.pool).request({
        method,
        path: query ? `${path}?${query}` : path,
        signal,
        headersTimeout: limit,
        bodyTimeout: limit,
        headers: { ...(call.body === undefined ? {} : { "content-type": "application/json" }), ...call.headers },
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        ...(call.raw ? { body: call.raw as Buffer } : {}),
      });
      answer.body.once("close", over);
      return answer;
    } catch (error) {
      over();
      // The client says only that the other side closed; what the TLS library said before that is the reason.
      const { alert } = connection;
      connection.alert = undefined;
      throw alert && unreachable(error) === "broken" ? alert : error;
    }
  }

  /** A signal for one call, which ends it late or when the provider is cancelled; `over` forgets it. */
  #bound(limit: number): { signal: AbortSignal; over(): void } {
    const call = new AbortController();
    const stop = this.#stop.signal;
    const cancelled = () => call.abort(stop.reason);
    const due = this.#due;
    const overdue = () => {
      this.#due = undefined;
      call.abort(due?.reason);
    };
    const late = new DOMException(`it took more than ${limit / 1000} s`, "TimeoutError");
    const timer = setTimeout(() => call.abort(late), limit);
    stop.addEventListener("abort", cancelled, { once: true });
    due?.addEventListener("abort", overdue, { once: true });
    if (stop.aborted) cancelled();
    if (due?.aborted) overdue();
    const over = () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", cancelled);
      due?.removeEventListener("abort", overdue);
    };
    return { signal: call.signal, over };
  }

  /** Before the next try; says once why nothing happens. */
  async #pause(): Promise<void> {
    const { host } = this.endpoint;
    if (!this.#connection.told)
      this.#waiting(`waiting up to ${this.#limits.start / 1000} s for Docker Engine at ${host}`);
    this.#connection.told = true;
    await sleep(100);
  }

  #explain(error: unknown, method: string, path: string): Error {
    if (error instanceof EngineError) return error;
    return EngineError.broken(error, `${method} ${path}`, this.endpoint, this.#limits);
  }
}

function queryText(query: Call["query"] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one));
  }
  return parameters.toString();
}
