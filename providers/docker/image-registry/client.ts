import { createHash } from "node:crypto";
import type { Dispatcher } from "undici";
import type { Login } from "../credentials.ts";
import { basic, type Challenge, parseChallenge, tokenRequest } from "./authorization.ts";
import { RegistryError } from "./errors.ts";
import { isLoopback, type Reference } from "./reference.ts";

/** How a registry is to be spoken to. */
export interface Terms {
  login?: Login | undefined;
  /** Any certificate will do. */
  insecureSkipVerify?: boolean;
  /** It is known to have no TLS. */
  plain?: boolean;
}

/** Milliseconds for one answer. */
const LIMIT = 30_000;
/** Bytes of an answer: manifests and tokens are far smaller. */
const MOST_BYTES = 4 * 1024 * 1024;

const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/**
 * The digest that a name has in its registry now: that of the list where it is for several platforms.
 *
 * @throws {RegistryError} with status 404 where the registry has no such image
 */
export async function digestInRegistry(reference: Reference, terms: Terms): Promise<string> {
  const head = await ask("HEAD", reference, reference.version, terms);
  const told = digestIn(head);
  if (told) return told;
  // A refusal without a reason, or a registry that does not tell digests: what it says in full decides.
  const whole = await ask("GET", reference, reference.version, terms);
  if (whole.status >= 400) throw refusal("GET", reference, whole);
  return digestIn(whole) ?? `sha256:${createHash("sha256").update(whole.body).digest("hex")}`;
}

/** Takes an image out of its registry, under every tag that it has there; one that is gone already counts as taken. */
export async function removeFromRegistry(reference: Reference, digest: string, terms: Terms): Promise<void> {
  const answer = await ask("DELETE", reference, digest, terms);
  if (answer.status < 400 || answer.status === 404) return;
  const { status, message } = refusal("DELETE", reference, answer);
  const next = "It does not let images be deleted: declare keepRemotely: true";
  throw new RegistryError(status, status === 405 ? `${message.replace(/\.$/, "")}. ${next}` : message);
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

function digestIn({ status, headers }: Answer): string | undefined {
  const digest = headers["docker-content-digest"];
  return status < 400 && typeof digest === "string" && /^[a-z0-9]+:[0-9a-f]{32,}$/.test(digest) ? digest : undefined;
}

function refusal(method: string, { host, repository, version }: Reference, { status, body }: Answer): RegistryError {
  return new RegistryError(
    status,
    `${host} answered ${method} ${repository}:${version} with ${status}: ${words(body)}`,
  );
}

/** What a registry complains of, by its own words: `manifest unknown`. */
function words(body: Buffer): string {
  const text = body.toString("utf8").trim();
  try {
    const { errors = [] } = JSON.parse(text) as { errors?: { code?: string; message?: string }[] };
    const said = errors.map(({ code, message }) => message || code).filter(Boolean);
    if (said.length > 0) return said.join("; ");
  } catch {
    // A proxy in between answers with a page.
  }
  return text.slice(0, 300) || "no reason given";
}

/** Asks; once more with what the registry wants to see, where it refuses for want of that. */
async function ask(method: "HEAD" | "GET" | "DELETE", reference: Reference, version: string, terms: Terms) {
  const path = `/v2/${reference.repository}/manifests/${version}`;
  const headers = { accept: MANIFESTS };
  for (const scheme of schemes(reference, terms)) {
    const url = `${scheme}://${reference.host}${path}`;
    try {
      const first = await send(method, url, headers, terms);
      const challenge = first.status === 401 ? parseChallenge(text(first.headers["www-authenticate"])) : undefined;
      const authorization = challenge && (await authorized(challenge, reference, terms, scheme === "https"));
      return authorization ? await send(method, url, { ...headers, authorization }, terms) : first;
    } catch (error) {
      const isLast = scheme === schemes(reference, terms).at(-1);
      if (isLast || error instanceof RegistryError) throw unreached(error, reference);
    }
  }
  throw new Error("unreachable: there is always a scheme");
}

/** A registry of this very machine may have no TLS; of others that has to be said, with http:// in registryAuth. */
function schemes({ host }: Reference, { plain }: Terms): readonly ("https" | "http")[] {
  if (plain) return ["http"];
  return isLoopback(host) ? ["https", "http"] : ["https"];
}

async function authorized(
  challenge: Challenge,
  { host }: Reference,
  terms: Terms,
  secure: boolean,
): Promise<string | undefined> {
  if (challenge.scheme === "basic") return terms.login && basic(terms.login);
  const { url, headers, form } = tokenRequest(challenge, terms.login, secure);
  const { status, body } = await send(form === undefined ? "GET" : "POST", url, headers, terms, form);
  const token = status < 400 ? tokenIn(body) : undefined;
  if (token) return `Bearer ${token}`;
  throw new RegistryError(status, `${host} wants a token, which ${url} does not give (${status}): ${words(body)}`);
}

function tokenIn(body: Buffer): string | undefined {
  try {
    const { token, access_token: other } = JSON.parse(body.toString("utf8")) as Record<string, unknown>;
    return [token, other].find((one): one is string => typeof one === "string" && one !== "");
  } catch {
    return undefined;
  }
}

async function send(
  method: Dispatcher.HttpMethod,
  url: string,
  headers: Record<string, string>,
  { insecureSkipVerify = false }: Terms,
  body?: string,
): Promise<Answer> {
  // Loaded late: most deployments ask no registry.
  const { Agent, EnvHttpProxyAgent, request } = await import("undici");
  const options = { connect: { rejectUnauthorized: !insecureSkipVerify, timeout: LIMIT } };
  const proxied = new EnvHttpProxyAgent({ ...options, requestTls: options.connect });
  const dispatcher = isLoopback(new URL(url).host) ? new Agent(options) : proxied;
  try {
    const limits = { headersTimeout: LIMIT, bodyTimeout: LIMIT, signal: AbortSignal.timeout(LIMIT) };
    const answer = await request(url, { method, headers, dispatcher, ...limits, ...(body ? { body } : {}) });
    return { status: answer.statusCode, headers: answer.headers, body: await bounded(answer.body) };
  } finally {
    await dispatcher.destroy();
  }
}

async function bounded(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) throw new RegistryError(0, `its answer is longer than ${MOST_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function unreached(error: unknown, { host }: Reference): RegistryError {
  if (error instanceof RegistryError) return error;
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return new RegistryError(0, `${host} does not answer: ${reason}${code}`);
}
