import type { types } from "@pulumi/docker";
import type { PortBinding } from "../../../../engine/types.ts";
import { hasUnknown, isValues, UNKNOWN, type Value } from "../../values.ts";

export type Port = Partial<types.output.ContainerPort>;

/** The address that the engine binds where none is declared: all of them. */
const EVERY = "0.0.0.0";

/** What a port is reached by: `80/tcp`. */
export function portKey({ internal, protocol = "tcp" }: Port): string {
  return `${internal}/${protocol}`;
}

/** Declared ports with the host port that the engine chose where none is declared, as long as it publishes one. */
export function publishedPorts(
  declared: Value,
  published: Readonly<Record<string, PortBinding[] | null>> | null = {},
): Value {
  const ports = declared as Port[];
  const place = (port: Port, external: number) => `${portKey(port)} ${port.ip ?? EVERY} ${external}`;
  const taken = new Set(ports.flatMap((port) => (port.external ? [place(port, port.external)] : [])));
  return ports.map((port) => {
    if (port.external) return port;
    const bound = (published?.[portKey(port)] ?? []).filter(({ HostIp }) => (HostIp || EVERY) === (port.ip ?? EVERY));
    const external = bound.map(({ HostPort }) => Number(HostPort)).find((one) => one && !taken.has(place(port, one)));
    if (!external) return port;
    taken.add(place(port, external));
    return { ...port, external };
  });
}

/** Declared ports in a preview: the host port that was chosen last stays while nothing moves it, else it is unknown. */
export function foreseenPorts(declared: Value, last: Value | undefined): Value {
  if (declared === UNKNOWN) return UNKNOWN;
  const before = (last ?? []) as Port[];
  return (declared as Value[]).map((one, i) => {
    if (!isValues(one) || one.external) return one;
    const known = before[i];
    const same = known && !hasUnknown(one) && portKey(known) === portKey(one as Port) && known.ip === one.ip;
    return { ...one, external: (same && known.external) || UNKNOWN };
  });
}
