import { networkInterfaces } from "node:os";
import { isHere } from "../../../engine/here.ts";
import type { ContainerInspect } from "../../../engine/types.ts";
import { type Flow, readFlows, sayFlows } from "../../../net/conntrack.ts";
import { missing } from "../../../system/missing.ts";
import { run } from "../../../system/process.ts";
import type { Context } from "../resource.ts";

/**
 * Ends what the kernel remembers of clients that sent to a port before it led to this container: it asks the rules about
 * the first packet of a flow alone, so that UDP which is sent again and again would go nowhere for ever. The engine ends
 * the flows of containers that go, not those of clients that found nobody.
 */
export async function endStaleFlows(context: Context, { NetworkSettings }: ContainerInspect): Promise<void> {
  const ports = udpPorts(NetworkSettings);
  if (ports.size === 0 || !(await isHere(context.engine))) return;
  const targets = Object.values(NetworkSettings.Networks ?? {}).flatMap(({ IPAddress, GlobalIPv6Address }) =>
    [IPAddress, GlobalIPv6Address].flatMap((ip) => (ip ? [ip] : [])),
  );
  const local = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
  for (const family of ["ipv4", "ipv6"] as const) {
    const listed = await run(["conntrack", "-L", "-f", family, "-p", "udp", "-o", "extended"], { timeout: 10_000 });
    const fault = listed.code === 0 ? undefined : (missing(listed) ?? listed.stderr.trim());
    if (fault !== undefined) return context.log("warning", `${UNTOLD}: ${fault}`);
    const stale = staleFlows(readFlows(listed.stdout), ports, targets, local);
    for (const flow of stale) await run(["conntrack", "-D", "-f", family, ...selector(flow)], { timeout: 10_000 });
    if (stale.length > 0) context.log("info", `ended what went elsewhere: ${sayFlows(stale)}`);
  }
}

const UNTOLD = "clients that sent UDP to a published port before may go on without an answer";

function udpPorts({ Ports }: ContainerInspect["NetworkSettings"]): ReadonlySet<number> {
  const udp = Object.entries(Ports ?? {}).filter(([key]) => key.endsWith("/udp"));
  return new Set(udp.flatMap(([, bindings]) => (bindings ?? []).map(({ HostPort }) => Number(HostPort))));
}

/** Flows to these ports of the host itself that are answered by nobody of these. Pure. */
export function staleFlows(
  flows: readonly Flow[],
  ports: ReadonlySet<number>,
  targets: readonly string[],
  local: readonly string[],
): Flow[] {
  return flows.filter(({ protocol, original, reply }) => {
    const led = protocol === "udp" && ports.has(original.dport ?? 0) && local.includes(original.dst);
    return led && !local.includes(original.src) && !targets.includes(reply.src);
  });
}

function selector({ original: { src, dst, sport, dport } }: Flow): string[] {
  return ["-p", "udp", "-s", src, "-d", dst, "--sport", String(sport), "--dport", String(dport)];
}
