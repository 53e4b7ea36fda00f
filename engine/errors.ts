import type { Dispatcher } from "undici";
import type { Endpoint } from "./endpoint.ts";
import { tlsAdvice } from "./tls.ts";

/** An answer of the engine that says no, or no answer. The message carries the engine's own words. */
export class EngineError extends Error {
  /** The HTTP status; 0 where there was no whole answer. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "EngineError";
    this.status = status;
  }

  /** `endpoint` for a first call, where the reason may be that it is the wrong one. */
  static async of(
    answer: Dispatcher.ResponseData,
    method: string,
    path: string,
    endpoint?: Endpoint,
  ): Promise<EngineError> {
    const words = wordsOf(await answer.body.text().catch(() => ""));
    const status = answer.statusCode;
    const where = endpoint ? ` at ${endpoint.host} (${endpoint.source})` : "";
    const next = /HTTP request to an HTTPS server/.test(words)
      ? " It listens with TLS there: set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH, or the provider's certPath."
      : "";
    return new EngineError(status, `Docker Engine${where} answered ${method} ${path} with ${status}: ${words}${next}`);
  }

  static tooNew({ host, source }: Endpoint, least: string, newest: string): EngineError {
    const where = `Docker Engine at ${host} (${source})`;
    const next = "Update Bridgework, or let that engine take older clients: min-api-version in its daemon.json";
    return new EngineError(0, `${where} takes API ${least} and newer only, and this speaks ${newest}. ${next}.`);
  }

  static broken(
    error: unknown,
    call: string,
    endpoint: Endpoint,
    limits: { start: number; call: number },
  ): EngineError {
    const where = `Docker Engine at ${endpoint.host} (${endpoint.source})`;
    const words = reasonOf(error);
    const kind = unreachable(error);
    const advice = tlsAdvice(codeOf(error));
    if (advice) return new EngineError(0, `${where} gives no TLS connection: ${words} (${codeOf(error)}). ${advice}.`);
    if (kind === "refused")
      return new EngineError(
        0,
        `${where} does not answer: ${words}, tried for ${limits.start / 1000} s. ` +
          "Start it (systemctl start docker), or name another with DOCKER_HOST or the provider's host.",
      );
    if (kind === "broken")
      return new EngineError(
        0,
        `${where} broke off in the middle of ${call}: ${words}. ` +
          "Run the command again: what was half made is found by its mark and completed.",
      );
    if (error instanceof SyntaxError)
      return new EngineError(0, `${where} answered ${call} with something that is not JSON: ${words}`);
    return new EngineError(0, `${where} did not finish ${call}: ${words}`);
  }
}

function wordsOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === "string") return message.trim();
  } catch {
    // An answer of a proxy in between is not JSON; its text is all there is.
  }
  return text.trim().slice(0, 500) || "no reason given";
}

/** What has no name an engine takes for the beginning of an id; several that begin so are called ambiguous. */
const AMBIGUOUS = /multiple IDs found with provided prefix|is ambiguous \(\d+ matches found based on ID prefix\)/i;

/** Whether the engine says that nothing has this name or id: names are asked for before beginnings of ids. */
export function isMissing(error: unknown): boolean {
  return error instanceof EngineError && (error.status === 404 || AMBIGUOUS.test(error.message));
}

/**
 * What a line of a build, a pull, a push or a load complains of. The API calls `error` deprecated, and `errorDetail`
 * what comes instead; there since the first engines.
 */
export function complaintOf(line: Record<string, unknown>): string | undefined {
  const { message } = (line.errorDetail ?? {}) as { message?: unknown };
  const words = message || line.error;
  return typeof words === "string" ? words : undefined;
}

/** `refused`: nothing listens there, so nothing was sent. `broken`: the connection ended before the answer did. */
export function unreachable(error: unknown): "refused" | "broken" | undefined {
  const code = codeOf(error);
  if (["ECONNREFUSED", "ENOENT", "EHOSTUNREACH", "ENOTFOUND", "ENETUNREACH"].includes(code)) return "refused";
  if (["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_CONNECT_TIMEOUT"].includes(code)) return "broken";
  return undefined;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Errors of OpenSSL carry their words apart from the place in its source.
  if ("reason" in error && "library" in error && typeof error.reason === "string") return error.reason;
  return error.message || codeOf(error) || error.name;
}
