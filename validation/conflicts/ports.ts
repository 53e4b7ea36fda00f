import { contains, formatIp, parseCidr } from "../../net/ip.ts";
import { type Bound, collide } from "../../net/listener.ts";
import { formatPorts } from "../../net/port.ts";
import type { Fault, Path } from "../fault.ts";
import { type EngineContainer, type Holding, isOwn, type World } from "./world.ts";

/** A port of the host that a container would publish. */
export interface PortClaim extends Bound {
  path: Path;
  container: string;
}

/**
 * A port of the host that a document would publish: not by a process that binds it but by rules, which stand before
 * every process. Nothing fails then; the clients of whoever listens there get the service behind instead.
 */
export type PublishClaim = Omit<PortClaim, "container">;

/** Ports that a container cannot publish: somebody else's container, process or document has them already. */
export function portFaults(claims: readonly PortClaim[], world: World): Fault[] {
  return claims.flatMap((claim) => fault(claim, holderOf(claim, world, claim.container), ""));
}

/** Ports whose clients a document would take away from somebody. What only this host itself can reach stays as it is. */
export function publishFaults(claims: readonly PublishClaim[], world: World): Fault[] {
  const outside = ({ ip }: Bound) => !LOOPBACK.some((loopback) => ip && contains(loopback, ip));
  const seen = {
    ...world,
    listeners: world.listeners.filter(outside),
    containers: world.containers.map((one) => ({ ...one, ports: one.ports.filter(outside) })),
  };
  return claims.flatMap((claim) => fault(claim, holderOf(claim, seen), ": it would lose its clients"));
}

const LOOPBACK = ["127.0.0.0/8", "::1/128"].map(parseCidr);

function fault(claim: PublishClaim, holder: Holder | undefined, why: string): Fault[] {
  if (!holder) return [];
  const fix = `take another port or address of the host, or ${holder.instead}`;
  return [{ path: claim.path, value: said(claim), rule: `${holder.who}${why}`, fix }];
}

/** Who holds a port, in words, and what to do about it. */
interface Holder {
  who: string;
  instead: string;
}

/** The first who holds a port that is claimed; this stack's own are not counted, they may go in the same update. */
function holderOf(bound: Bound, world: World, container?: string): Holder | undefined {
  const own = (one: EngineContainer) => one.name === container || isOwn(world.stack, one.owner);
  for (const { owner, ...held } of world.documents) {
    if (isOwn(world.stack, owner) || !collide(held, bound)) continue;
    return { who: `${owner} publishes ${said(held)} already`, instead: "let that stack go of it" };
  }
  for (const one of world.containers) {
    const held = own(one) ? undefined : one.ports.find((port) => collide(port, bound));
    if (held)
      return { who: `the container "${one.name}" publishes ${said(held)} already`, instead: `docker stop ${one.name}` };
  }
  for (const listener of world.listeners) {
    if (!collide(listener, bound) || standsFor(listener, world)) continue;
    const inside = world.containers.find(({ id }) => id === listener.container);
    if (!inside) return processOf(listener);
    if (!own(inside)) {
      const who = `the container "${inside.name}" listens on ${said(listener)} of the host already`;
      return { who, instead: `docker stop ${inside.name}` };
    }
  }
  return undefined;
}

/** The engine's own sockets for what a container publishes, with and without a proxy; the container is told instead. */
const ENGINE = new Set(["docker-proxy", "dockerd", "rootlessport"]);

function standsFor({ process, ...bound }: Holding, { containers }: World): boolean {
  if (!process || !ENGINE.has(process.name)) return false;
  return containers.some(({ ports }) => ports.some((port) => collide(port, bound)));
}

function processOf({ process, ...bound }: Holding): Holder {
  const who = process
    ? `the process ${process.name} (pid ${process.pid})`
    : "a socket of the kernel or of another user";
  return { who: `${who} listens on ${said(bound)} already`, instead: "stop what holds it" };
}

/** `127.0.0.1:80/tcp`, `[::1]:80/tcp`; every address as `ss` writes it. */
export function said({ ip, families, ports, protocol }: Bound): string {
  const zero = families.length > 1 ? "*" : families[0] === 4 ? "0.0.0.0" : "[::]";
  const text = ip ? formatIp(ip) : zero;
  return `${ip?.family === 6 ? `[${text}]` : text}:${formatPorts(ports)}/${protocol}`;
}
