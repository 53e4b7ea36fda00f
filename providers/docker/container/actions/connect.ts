import type { Engine } from "../../../../engine/client.ts";
import { EngineError } from "../../../../engine/errors.ts";
import { networkPath } from "../../../../engine/lookup.ts";
import type { Endpoint } from "../../../../engine/types.ts";

/** Takes a container off a network, by name or id; one that is not on it, or a network that is gone, is done. */
export async function detach(engine: Engine, network: string, container: string): Promise<void> {
  try {
    await engine.post(`${await networkPath(engine, network)}/disconnect`, {
      body: { Container: container, Force: true },
    });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // Engine 20.10 says so with status 500: only the words tell.
    if (error.status !== 404 && !/is not connected to( the)? network/.test(error.message)) throw error;
  }
}

/**
 * The command that connects a container in that way.
 *
 * @example connectCommand("lan", "web", { IPAMConfig: { IPv4Address: "10.0.0.5" } }) // docker network connect --ip 10.0.0.5 lan web
 */
export function connectCommand(network: string, container: string, endpoint: Endpoint): string {
  const { IPAMConfig: ipam, Aliases, Links, DriverOpts, GwPriority } = endpoint;
  const options: [string, readonly (string | undefined)[] | null | undefined][] = [
    ["--ip", [ipam?.IPv4Address]],
    ["--ip6", [ipam?.IPv6Address]],
    ["--link-local-ip", ipam?.LinkLocalIPs],
    ["--alias", Aliases],
    ["--link", Links],
    ["--driver-opt", Object.entries(DriverOpts ?? {}).map(([key, value]) => `${key}=${value}`)],
    ["--gw-priority", [GwPriority ? String(GwPriority) : undefined]],
  ];
  const given = options.flatMap(([option, values]) =>
    (values ?? []).flatMap((value) => (value ? [option, value] : [])),
  );
  return ["docker", "network", "connect", ...given, network, container].map(word).join(" ");
}

/** In quotes where a shell would read it as anything else than one word. */
function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
