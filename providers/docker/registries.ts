import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** One registry of the provider's `registryAuth`. */
export interface RegistryAuth {
  address: string;
  username?: string;
  password?: string;
  authDisabled?: boolean;
  configFile?: string;
  configFileContent?: string;
}

interface DockerConfig {
  auths?: Record<string, { auth?: string; username?: string; password?: string }>;
}

/** The registry's host in an image reference: `docker.io` where none is written. */
export function registryOf(reference: string): string {
  const [first = "", ...rest] = reference.split("/");
  return rest.length > 0 && (/[.:]/.test(first) || first === "localhost") ? first : "docker.io";
}

/** The header with which the engine logs in at the image's registry; empty where nothing is known about it. */
export function registryHeader(reference: string, auths: readonly RegistryAuth[]): Record<string, string> {
  const registry = registryOf(reference);
  const auth = auths.find(({ address }) => hostOf(address) === hostOf(registry));
  if (auth?.authDisabled) return {};
  const login = auth?.username ? auth : fromFile(registry, auth);
  if (!login?.username) return {};
  return { "x-registry-auth": headerOf(login.username, login.password ?? "", registry) };
}

/** The header of a build, which may pull from several registries. */
export function registriesHeader(auths: readonly RegistryAuth[]): Record<string, string> {
  const logins = auths.filter(({ username, authDisabled }) => username && !authDisabled);
  if (logins.length === 0) return {};
  const byHost = logins.map(({ address, username, password = "" }) => [address, { username, password }]);
  return { "x-registry-config": Buffer.from(JSON.stringify(Object.fromEntries(byHost))).toString("base64url") };
}

export function headerOf(username: string, password: string, serveraddress: string): string {
  return Buffer.from(JSON.stringify({ username, password, serveraddress })).toString("base64url");
}

function hostOf(address: string): string {
  const host = address.replace(/^https?:\/\//, "").split("/")[0] ?? address;
  return ["index.docker.io", "registry-1.docker.io", "docker.io"].includes(host) ? "docker.io" : host;
}

/** What `docker login` left behind, unless a file of the configuration says it. */
function fromFile(
  registry: string,
  auth: RegistryAuth | undefined,
): { username: string; password: string } | undefined {
  const file = auth?.configFile ?? join(process.env.DOCKER_CONFIG || join(homedir(), ".docker"), "config.json");
  const content = auth?.configFileContent ?? (existsSync(file) ? readFileSync(file, "utf8") : "{}");
  const { auths = {} } = JSON.parse(content) as DockerConfig;
  const entry = Object.entries(auths).find(([address]) => hostOf(address) === hostOf(registry))?.[1];
  if (entry?.username) return { username: entry.username, password: entry.password ?? "" };
  if (!entry?.auth) return undefined;
  const plain = Buffer.from(entry.auth, "base64").toString("utf8");
  const colon = plain.indexOf(":");
  return { username: plain.slice(0, colon), password: plain.slice(colon + 1) };
}
