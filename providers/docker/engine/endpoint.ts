import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where a Docker Engine is, in the words of the docker CLI. */
export interface Endpoint {
  /** `unix:///var/run/docker.sock`, `tcp://host:2376`, `ssh://user@host:22`. */
  host: string;
  /** Who said so, for errors: `DOCKER_HOST`, `the docker context "lab"`. */
  source: string;
  tls?: { ca?: string; cert?: string; key?: string; verify: boolean };
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
 * Finds the engine as the docker CLI does: the provider's `host`, then its `context`, then DOCKER_HOST, then
 * DOCKER_CONTEXT, then the current context of the CLI's configuration, then the local socket.
 *
 * @throws Error naming the context that does not exist, or the address that cannot be one
 */
export function resolveEndpoint(settings: EndpointSettings, env: Environment): Endpoint {
  const found = locate(settings, env);
  checkHost(found);
  return { ...found, ...tlsOf(settings, env, found), ...(settings.sshOpts ? { sshOptions: settings.sshOpts } : {}) };
}

function locate(settings: EndpointSettings, env: Environment): Endpoint {
  if (settings.host) return { host: settings.host, source: 'the provider\'s "host"' };
  if (settings.context) return fromContext(settings.context, env);
  if (env.DOCKER_HOST) return { host: withScheme(env.DOCKER_HOST), source: "DOCKER_HOST" };
  const context = env.DOCKER_CONTEXT || currentContext(env);
  if (context && context !== "default") return fromContext(context, env);
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

function fromContext(name: string, env: Environment): Endpoint {
  const id = createHash("sha256").update(name).digest("hex");
  const source = `the docker context "${name}"`;
  const file = join(configDirectory(env), "contexts", "meta", id, "meta.json");
  if (!existsSync(file)) throw new Error(`${source} does not exist; "docker context ls" lists those that do`);
  const docker = (readJson(file) as ContextMeta).Endpoints?.docker;
  if (!docker?.Host) throw new Error(`${source} names no docker host in ${file}`);
  const tls = join(configDirectory(env), "contexts", "tls", id, "docker");
  const verify = docker.SkipTLSVerify !== true;
  return { host: docker.Host, source, ...(existsSync(tls) ? { tls: { ...pemFiles(tls), verify } } : {}) };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8")) ?? {};
  } catch (error) {
    throw new Error(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/** The files that the docker CLI looks for in a directory of certificates. */
function pemFiles(directory: string): { ca?: string; cert?: string; key?: string } {
  const names = ["ca", "cert", "key"].filter((name) => existsSync(join(directory, `${name}.pem`)));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(directory, `${name}.pem`), "utf8")]));
}

function tlsOf(settings: EndpointSettings, env: Environment, found: Endpoint): Pick<Endpoint, "tls"> {
  if (settings.caMaterial || settings.certMaterial || settings.keyMaterial) {
    const { caMaterial: ca, certMaterial: cert, keyMaterial: key } = settings;
    return { tls: { ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}), verify: true } };
  }
  if (settings.certPath) return { tls: { ...pemFiles(settings.certPath), verify: true } };
  const wanted = Boolean(env.DOCKER_TLS_VERIFY) || Boolean(env.DOCKER_TLS);
  if (!wanted || !found.host.startsWith("tcp://") || found.tls) return found.tls ? { tls: found.tls } : {};
  const directory = env.DOCKER_CERT_PATH || configDirectory(env);
  return { tls: { ...pemFiles(directory), verify: Boolean(env.DOCKER_TLS_VERIFY) } };
}
