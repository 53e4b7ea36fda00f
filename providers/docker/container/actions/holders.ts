import { goesBy } from "../../../../engine/lookup.ts";
import type { ContainerSummary } from "../../../../engine/types.ts";
import { engineContainer } from "../../../../engine/world.ts";
import { formatIp, parseIp } from "../../../../net/ip.ts";
import { collide } from "../../../../net/listener.ts";
import { said } from "../../../../validation/conflicts/ports.ts";
import { portClaims } from "../../preflight/container.ts";
import type { Context } from "../../resource.ts";
import type { Values } from "../../values.ts";
import type { Holder } from "../../wait-until-free.ts";
import { declaredAttachments } from "../inputs/attachment.ts";

/** Running containers that have a static address or a port of the host which another one is to get. */
export async function holders({ engine }: Context, inputs: Values): Promise<Holder[]> {
  const running = await engine.get<ContainerSummary[]>("/containers/json");
  return running.flatMap((summary) => {
    const { name, owner, ports } = engineContainer(summary);
    if (name === inputs.name) return [];
    const published = portClaims(inputs).filter((claim) => ports.some((held) => collide(held, claim)));
    const held = [...published.map(said), ...heldAddresses(inputs, summary)];
    return held.length > 0 ? [{ what: held.join(", "), who: `container "${name}"`, owner }] : [];
  });
}

function heldAddresses(inputs: Values, { NetworkSettings }: ContainerSummary): string[] {
  return declaredAttachments(inputs).flatMap(({ name: reference, ipv4Address, ipv6Address }) => {
    const [name, place] =
      Object.entries(NetworkSettings?.Networks ?? {}).find(([name, { NetworkID = "" }]) =>
        goesBy(reference, name, NetworkID),
      ) ?? [];
    const has = [place?.IPAddress, place?.GlobalIPv6Address].flatMap((ip) => (ip ? [formatIp(parseIp(ip))] : []));
    const wanted = [ipv4Address, ipv6Address].flatMap((ip) => (ip ? [formatIp(parseIp(ip))] : []));
    return wanted.filter((ip) => has.includes(ip)).map((ip) => `${ip} on network "${name}"`);
  });
}
