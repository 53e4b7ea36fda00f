import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pemDirectory, pemFiles, type Tls } from "./tls.ts";

/** Where a Docker Engine is, in the words of the docker CLI. */
export interface Endpoint {
  /** `unix:///var/run/docker.sock`, `tcp://host:2376`, `ssh://user@host:22`. */
  host: string;
  /** Who said so, for errors: `DOCKER_HOST`, `the docker context "lab"`. */
  source: string;
  tls?: Tls;
  sshOptions?: readonly string[];
}

/** What the provider's configuration says; all of it optional. */
export interface EndpointSettings {
  host?: string;
  context?: string;
  certPath?: string;
  caMaterial?: string;
  certMaterial?: string;
  keyMaterial?: string;
  sshOpts?: readonly string[];
}

type Environment = Record<string, string | undefined>;

/**
 * Finds the engine as the docker CLI does: the provider's `context`, then its `host`, then DOCKER_HOST, then
 * DOCKER_CONTEXT, then the current context of the CLI's configuration, then the local socket, or with DOCKER_TLS_VERIFY
 * localhost:2376. A context has its own certificates; the variables for TLS are for the other ways.
 *
 * @throws Error naming the context or the certificate that does not exist, or the address that cannot be one
 */
export function resolveEndpoint(settings: EndpointSettings, env: Environment): Endpoint {
  const found = locate(settings, env);
  checkHost(found);
  const tls = tlsOf(settings, env, found);
  const { sshOpts: sshOptions } = settings;
  return { host: found.host, source: found.source, ...(tls ? { tls } : {}), ...(sshOptions ? { sshOptions } : {}) };
}

/** `own`: it brings its own certificates, or means to have none. */
type Located = Endpoint & { own?: true };

function locate(settings: EndpointSettings, env: Environment): Located {
  // The SDK fills "host" with DOCKER_HOST where a program gives none, and says that a context overrides it.
  if (settings.context) return fromContext(settings.context, env);
  if (settings.host) return { host: settings.host, source: 'the provider\'s "host"' };
  if (env.DOCKER_HOST) return { host: withScheme(env.DOCKER_HOST), source: "DOCKER_HOST" };
  const context = env.DOCKER_CONTEXT || currentContext(env);
  if (context && context !== "default") return fromContext(context, env);
  const tls = tlsVariable(env);
  if (tls) return { host: "tcp://localhost:2376", source: `the default with ${tls}` };
  return { host: "unix:///var/run/docker.sock", source: "the default" };
}

function withScheme(host: string): string {
  return host.includes("://") ? host : `tcp://${host}`;
}

function checkHost({ host, source }: Endpoint): void {
  if (/^unix:\/\/\/?[^\0]+$/.test(host)) return;
  if (!/^(tcp|http|https|ssh):\/\//.test(host) || !URL.canParse(host))
    throw new Error(`${source} is "${host}": write unix:///path, tcp://host:port or ssh://user@host`);
  const url = new URL(host);
  if (url.protocol === "ssh:" && (url.password || url.hostname.startsWith("-") || url.username.startsWith("-")))
    throw new Error(
      `${source} is "${url.protocol}//...": a host and a user name only, keys belong to ssh's own configuration`,
    );
}

function configDirectory(env: Environment): string {
  return env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker");
}

function currentContext(env: Environment): string | undefined {
  const file = join(configDirectory(env), "config.json");
  if (!existsSync(file)) return undefined;
  const { currentContext } = readJson(file) as { currentContext?: unknown };
  return typeof currentContext === "string" ? currentContext : undefined;
}

interface ContextMeta {
  Endpoints?: { docker?: { Host?: string; SkipTLSVerify?: boolean } };
}

function fromContext(name: string, env: Environment): Located {
  const id = createHash("sha256").update(name).digest("hex");
  const source = `the docker context "${name}"`;
  const file = join(configDirectory(env), "contexts", "meta", id, "meta.json");
  if (!existsSync(file)) throw new Error(`${source} does not exist; "docker context ls" lists those that do`);
  const docker = (readJson(file) as ContextMeta).Endpoints?.docker;
  if (!docker?.Host) throw new Error(`${source} names no docker host in ${file}`);
  const tls = join(configDirectory(env), "contexts", "tls", id, "docker");
  const verify = docker.SkipTLSVerify !== true;
  const secured = existsSync(tls) || (!verify && docker.Host.startsWith("tcp://"));
  return { host: docker.Host, source, own: true, ...(secured ? { tls: { ...pemFiles(tls), verify } } : {}) };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8")) ?? {};
  } catch (error) {
    throw new Error(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/** The variable that asks for TLS. As for the docker CLI any text does, even "0". */
function tlsVariable(env: Environment): "DOCKER_TLS_VERIFY" | "DOCKER_TLS" | undefined {
  if (env.DOCKER_TLS_VERIFY) return "DOCKER_TLS_VERIFY";
  return env.DOCKER_TLS ? "DOCKER_TLS" : undefined;
}

function tlsOf(settings: EndpointSettings, env: Environment, found: Located): Tls | undefined {
  const { caMaterial: ca, certMaterial: cert, keyMaterial: key } = settings;
  if (ca || cert || key)
    return { ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}), verify: true };
  if (settings.certPath) return { ...pemDirectory(settings.certPath, 'the provider\'s "certPath"'), verify: true };
  const variable = tlsVariable(env);
  if (found.own || !variable || !found.host.startsWith("tcp://")) return found.tls;
  const directory = env.DOCKER_CERT_PATH || configDirectory(env);
  return { ...pemDirectory(directory, variable), verify: variable === "DOCKER_TLS_VERIFY" };
}
