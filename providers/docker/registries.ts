import { existsSync } from "node:fs";
import {
  configFile,
  type DockerConfig,
  hostOf,
  type Login,
  loginIn,
  parseConfig,
  readConfig,
  registriesIn,
  serverOf,
} from "./credentials.ts";

/** One registry of the provider's `registryAuth`. */
export interface RegistryAuth {
  address: string;
  /** Default DOCKER_REGISTRY_USER. */
  username?: string;
  /** Default DOCKER_REGISTRY_PASS. */
  password?: string;
  authDisabled?: boolean;
  configFile?: string;
  configFileContent?: string;
}

type Headers = Record<string, string>;
type Environment = Record<string, string | undefined>;

/** The registry's host in an image reference: `docker.io` where none is written. */
export function registryOf(reference: string): string {
  const [first = "", ...rest] = reference.split("/");
  return rest.length > 0 && (/[.:]/.test(first) || first === "localhost") ? first : "docker.io";
}

export function sameRegistry(a: string, b: string): boolean {
  return hostOf(a) === hostOf(b);
}

/**
 * Finds logins in the provider's `registryAuth`, then in what `docker login` left behind. `warn` is told of a helper that
 * fails.
 */
export class Registries {
  readonly #auths: readonly RegistryAuth[];
  readonly #env: Environment;
  readonly #learn: (login: Login) => void;

  /** @param learn told of every login that is found */
  constructor(
    auths: readonly RegistryAuth[] = [],
    env: Environment = process.env,
    learn: (login: Login) => void = () => {},
  ) {
    this.#auths = auths;
    this.#env = env;
    this.#learn = learn;
  }

  /** The header with which the engine logs in at the image's registry; empty where nothing is known about it. */
  async header(reference: string, warn: (text: string) => void): Promise<Headers> {
    const registry = registryOf(reference);
    const login = await this.#login(registry, warn);
    return login ? loginHeader({ ...login, serveraddress: registry }) : {};
  }

  /** How an image's registry is asked without the engine: with which login, and whether it is said to have no TLS. */
  async terms(reference: string, warn: (text: string) => void): Promise<{ login?: Login; plain: boolean }> {
    const registry = registryOf(reference);
    const login = await this.#login(registry, warn);
    const said = this.#auths.find(({ address }) => sameRegistry(address, registry));
    return { plain: said?.address.startsWith("http://") ?? false, ...(login ? { login } : {}) };
  }

  /** The header of a build, which may pull from several registries. */
  async buildHeader(warn: (text: string) => void): Promise<Headers> {
    const known = [...this.#auths.map(({ address }) => address), ...registriesIn(readConfig(configFile(this.#env)))];
    const logins: Record<string, Login> = {};
    for (const address of new Set(known)) {
      const login = await this.#login(address, warn);
      if (login) logins[serverOf(address)] = login;
    }
    return Object.keys(logins).length > 0 ? buildLoginsHeader(logins) : {};
  }

  async #login(registry: string, warn: (text: string) => void): Promise<Login | undefined> {
    const found = await this.#find(registry, warn);
    if (found) this.#learn(found);
    return found;
  }

  async #find(registry: string, warn: (text: string) => void): Promise<Login | undefined> {
    const auth = this.#auths.find(({ address }) => sameRegistry(address, registry));
    if (auth?.authDisabled) return undefined;
    const named = auth && namedConfig(auth);
    if (named) return await loginIn(named, registry, warn);
    const username = auth?.username ?? (auth && this.#env.DOCKER_REGISTRY_USER);
    if (username) return { username, password: auth?.password ?? this.#env.DOCKER_REGISTRY_PASS ?? "" };
    return await loginIn(readConfig(configFile(this.#env)), registry, warn);
  }
}

/** A configuration that `registryAuth` names goes before its user name. */
function namedConfig({
  address,
  configFile: file,
  configFileContent: content,
}: RegistryAuth): DockerConfig | undefined {
  if (content !== undefined) return parseConfig(content, `registryAuth of ${address}: configFileContent`);
  if (file === undefined) return undefined;
  if (!existsSync(file)) throw new Error(`registryAuth of ${address}: configFile "${file}" does not exist`);
  return readConfig(file);
}

export function loginHeader(login: Login & { serveraddress: string }): Headers {
  return { "x-registry-auth": encoded(login) };
}

/** By address; logins in the engine's own form. */
export function buildLoginsHeader(logins: Record<string, object>): Headers {
  return { "x-registry-config": encoded(logins) };
}

/** With padding: without it engines before 23 take a login for none, as its length happens to be. */
function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}
