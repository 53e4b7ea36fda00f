import { registryOf } from "../registries.ts";

/** An image in a registry, as the registry's API wants it. */
export interface Reference {
  /** As it is written: `docker.io`, `127.0.0.1:5000`. */
  registry: string;
  /** Where the API of that registry is. */
  host: string;
  /** `library/nginx` */
  repository: string;
  /** Its tag, or its digest where it has one. */
  version: string;
}

/**
 * Reads an image's name as the docker command does.
 *
 * @example parseReference("nginx:alpine") // docker.io, library/nginx, alpine
 */
export function parseReference(name: string): Reference {
  const registry = registryOf(name);
  const isHub = registry === "docker.io";
  const path = name.startsWith(`${registry}/`) ? name.slice(registry.length + 1) : name;
  const [, repository = path, tag = "latest", digest] = /^(.*?)(?::([^:/@]+))?(?:@(.+))?$/.exec(path) ?? [];
  return {
    registry,
    host: isHub ? "registry-1.docker.io" : registry,
    repository: isHub && !repository.includes("/") ? `library/${repository}` : repository,
    version: digest ?? tag,
  };
}

/** Registries on this machine itself need no TLS, as for the engine. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127\.[0-9.]+|\[::1\])(:[0-9]+)?$/.test(host);
}
