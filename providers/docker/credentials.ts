import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { run } from "../../system/process.ts";

/** With what the engine logs in at a registry. A helper's token comes instead of a password. */
export interface Login {
  username?: string;
  password?: string;
  identitytoken?: string;
}

/** The parts of the docker CLI's configuration that hold logins. */
export interface DockerConfig {
  auths?: Record<string, { auth?: string; username?: string; password?: string; identitytoken?: string }>;
  credsStore?: string;
  credHelpers?: Record<string, string>;
}

type Environment = Record<string, string | undefined>;

/** The CLI's own file: `~/.docker/config.json`, or that of DOCKER_CONFIG. */
export function configFile(env: Environment): string {
  return join(env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker"), "config.json");
}

/**
 * @throws Error where the file cannot be read or is not JSON; what it holds is not shown
 */
export function readConfig(file: string): DockerConfig {
  return parseConfig(existsSync(file) ? readFileSync(file, "utf8") : "{}", file);
}

export function parseConfig(content: string, source: string): DockerConfig {
  try {
    return (JSON.parse(content || "{}") ?? {}) as DockerConfig;
  } catch {
    throw new Error(`${source} is no JSON; "docker login" writes a right one`);
  }
}

/** The registry's host in an address: `https://index.docker.io/v1/` is `docker.io`. */
export function hostOf(address: string): string {
  const host = address.replace(/^https?:\/\//, "").split("/")[0] ?? address;
  return ["index.docker.io", "registry-1.docker.io", "docker.io"].includes(host) ? "docker.io" : host;
}

/** The address under which the docker CLI, its helpers and the engine know a registry's login. */
export function serverOf(registry: string): string {
  const host = hostOf(registry);
  return host === "docker.io" ? "https://index.docker.io/v1/" : host;
}

/** Every registry of which the configuration knows something. */
export function registriesIn({ auths = {}, credHelpers = {} }: DockerConfig): string[] {
  return [...new Set([...Object.keys(auths), ...Object.keys(credHelpers)])];
}

/**
 * The login for a registry as the docker CLI finds it: from the registry's own helper, else from the store of all, else
 * from the file. A helper that fails counts as none, as with the CLI, and `warn` is told why.
 */
export async function loginIn(
  config: DockerConfig,
  registry: string,
  warn: (text: string) => void,
): Promise<Login | undefined> {
  const { auths = {}, credHelpers = {}, credsStore } = config;
  const same = ([address]: [string, unknown]) => hostOf(address) === hostOf(registry);
  const helper = Object.entries(credHelpers).find(same)?.[1] ?? credsStore;
  if (helper) return await fromHelper(helper, registry, warn);
  const entry = Object.entries(auths).find(same)?.[1];
  if (!entry) return undefined;
  const { identitytoken } = entry;
  const login = entry.auth ? decoded(entry.auth) : { username: entry.username ?? "", password: entry.password ?? "" };
  return login.username || identitytoken ? { ...login, ...(identitytoken ? { identitytoken } : {}) } : undefined;
}

function decoded(auth: string): { username: string; password: string } {
  const plain = Buffer.from(auth, "base64").toString("utf8");
  const colon = plain.indexOf(":");
  return { username: plain.slice(0, colon), password: plain.slice(colon + 1).replace(/\0+$/, "") };
}

/** The protocol of docker-credential-helpers: the address on standard input, JSON or words on standard output. */
async function fromHelper(helper: string, registry: string, warn: (text: string) => void): Promise<Login | undefined> {
  const program = `docker-credential-${helper}`;
  if (!/^[A-Za-z0-9_.-]+$/.test(helper)) {
    warn(`the credential helper ${JSON.stringify(helper)} is no name of a program; no login is sent to ${registry}`);
    return undefined;
  }
  const { code, stdout, stderr, ended } = await run([program, "get"], {
    input: `${serverOf(registry)}\n`,
    timeout: 30_000,
  });
  if (code !== 0) {
    const unknown = /credentials not found/i.test(stdout + stderr);
    if (!unknown) warn(`${program} gives no login for ${registry}: ${(stderr || stdout || ended || "").trim()}`);
    return undefined;
  }
  const { Username = "", Secret = "" } = parseConfig(stdout, program) as { Username?: string; Secret?: string };
  return Username === "<token>" ? { identitytoken: Secret } : { username: Username, password: Secret };
}
