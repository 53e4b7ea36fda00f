/** Docker Engine 28 and newer: what is addressed to a container itself must come in by its own bridge. */
const DIRECT = /table raw \(-A PREROUTING -d \S+ ! -i \S+ -j DROP\)/;

/** What leaves one bridge of the engine for another; 29 drops it where packets come to the container's bridge. */
const APART = /-A DOCKER-ISOLATION-STAGE-2 -o \S+ -j DROP|-A DOCKER ! -i (\S+) -o \1 -j DROP/;

/** By the network's addresses, or by its bridge alone. */
const INTERNAL = /-A (DOCKER-ISOLATION-STAGE-1|DOCKER-INTERNAL) .*-j DROP/;

/**
 * What to do about packets that Docker Engine's own rules drop: nobody's firewall declares these.
 *
 * @param shared networks of the engine that both ends are on
 */
export function dockerAdvice(where: string, shared: readonly string[]): string | undefined {
  const [common] = shared;
  if (DIRECT.test(where))
    return "reach the container by a published port; or name the interface that may come in when its network is made: options: { com.docker.network.bridge.trusted_host_interfaces: br0 }";
  if (!APART.test(where) && !INTERNAL.test(where)) return undefined;
  if (common !== undefined)
    return `Docker keeps its networks apart: send to its address on ${common}, which both are on`;
  if (INTERNAL.test(where)) return "an internal network of Docker leads nowhere else: attach both ends to one network";
  return "Docker keeps its networks apart: attach both ends to one network, or reach it by a published port";
}
