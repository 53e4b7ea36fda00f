import { isDeepStrictEqual } from "node:util";
import type { types } from "@pulumi/docker";
import { older } from "../../../../engine/api-version.ts";
import type { ContainerConfig, HostConfig, PortBinding } from "../../../../engine/types.ts";
import { Invalid } from "../../../../net/invalid.ts";
import { parseIp } from "../../../../net/ip.ts";
import { checkMac } from "../../../../net/name.ts";
import { compare } from "../../difference.ts";
import { type Damage, sayDamage, withDamage, withoutDamage } from "../../kernel/damage.ts";
import type { Change, Declared, Properties } from "../../property.ts";
import { choice, flag, list, number, record, text, textOf, texts } from "../../shape.ts";
import type { Values } from "../../values.ts";
import { filledList, plainIp } from "../../values.ts";
import { aliasRule } from "../checks/names.ts";
import { type Port, portKey } from "../checks/ports.ts";
import type { LiveContainer } from "../live-container.ts";
import {
  type Attachment,
  attachmentChange,
  attachmentOrder,
  canonicalAttachments,
  declaredAttachments,
  endpointConfig,
  impliedNetwork,
  importedAttachments,
  isolates,
  liveAttachments,
  namedAs,
  networkName,
  networksOf,
} from "./attachment.ts";
import { liveShare, modeWithId, rejoins } from "./sharing.ts";

const change = "replace";
const port = number(1, 65535);

export const networkingProperties: Properties<LiveContainer> = {
  networkMode: {
    shape: text,
    live: (live, declared) => withDamage(liveMode(live, declared), placesDamage(live)),
    why: (live) => (placesDamage(live).length > 0 ? sayDamage(placesDamage(live)) : undefined),
    imported: ({ inspect }) =>
      isolates(inspect.HostConfig.NetworkMode ?? "") ? inspect.HostConfig.NetworkMode : "bridge",
    canonical: (mode: string, live: LiveContainer) => wantedMode(mode, live),
    absent: () => "bridge",
    change,
    changeOf: (want, have): Change => {
      if (rejoins(want, have) || isDamaged(want, have)) return "update";
      return joins(want) && joins(have) ? "update" : "replace";
    },
  },
  networksAdvanced: {
    shape: list(
      record(
        {
          name: text,
          aliases: list(textOf(aliasRule)),
          ipv4Address: textOf(ofFamily(4)),
          ipv6Address: textOf(ofFamily(6)),
          linkLocalIps: list(textOf(parseIp)),
          macAddress: textOf(checkMac),
          driverOpts: texts,
          gwPriority: { kind: "number", least: Number.MIN_SAFE_INTEGER },
        },
        "name",
      ),
    ),
    live: liveAttachments,
    imported: importedAttachments,
    canonical: canonicalAttachments,
    key: ({ name }: Attachment) => name,
    change: "update",
    changeOf: attachmentChange,
  },
  ports: {
    shape: list(
      record(
        { internal: port, external: port, ip: textOf(parseIp), protocol: choice("tcp", "udp", "sctp") },
        "internal",
      ),
    ),
    live: publishedNow,
    imported: (live) => filledList(boundPorts(live)),
    why: ({ damage }, want) => {
      const found = ([want ?? []].flat() as Port[]).flatMap((one) => damage?.ports[portKey(one)] ?? []);
      return found.length > 0 ? sayDamage(found) : undefined;
    },
    canonical: (ports: Port[]) => filledList(ports.map(plainPort)),
    key: portKey,
    several: true,
    change,
    // Where the container was made with these ports, a network of it carries them no longer.
    changeOf: (want, _have, { inspect }): Change => {
      const made = filledList(livePorts(inspect.HostConfig.PortBindings));
      return compare("ports", want, made, portKey).length === 0 ? "update" : "replace";
    },
  },
  publishAllPorts: {
    shape: flag,
    live: ({ inspect }) => inspect.HostConfig.PublishAllPorts ?? false,
    absent: () => false,
    change,
  },
  dns: {
    shape: list(textOf(parseIp)),
    live: ({ inspect }) => filledList(inspect.HostConfig.Dns?.map(plainIp)),
    canonical: (dns: string[]) => filledList(dns.map(plainIp)),
    change,
  },
  dnsOpts: {
    shape: texts,
    live: ({ inspect }) => filledList(inspect.HostConfig.DnsOptions),
    canonical: filledList,
    change,
  },
  dnsSearches: {
    shape: texts,
    live: ({ inspect }) => filledList(inspect.HostConfig.DnsSearch),
    canonical: filledList,
    change,
  },
  hosts: {
    shape: list(record({ host: text, ip: text }, "host", "ip")),
    live: ({ inspect }) => filledList(inspect.HostConfig.ExtraHosts?.map(toHost).map(plainHost)),
    canonical: (hosts: Host[]) => filledList(hosts.map(plainHost)),
    key: (host: Host) => `${host.host} ${plainIp(host.ip)}`,
    change,
  },
};

/** An address of one family. */
function ofFamily(family: 4 | 6) {
  return (text: string): void => {
    const ip = parseIp(text);
    if (ip.family === family) return;
    throw new Invalid(text, `an IPv${ip.family} address`, `write it as ipv${ip.family}Address`);
  };
}

type Host = types.output.ContainerHost;

export interface NetworkingInputs {
  networkMode?: string;
  networksAdvanced?: Attachment[];
  ports?: Port[];
  publishAllPorts?: boolean;
  dns?: string[];
  dnsOpts?: string[];
  dnsSearches?: string[];
  hosts?: Host[];
}

/**
 * Engines before 25.0 take one network when they create, and the others are connected before the start. Later ones get
 * them all: until 29.3 they ignore the MAC address of a network that is connected.
 */
export function networkingBody(inputs: NetworkingInputs, api: string) {
  const all = attachmentOrder(inputs as unknown as Values, api);
  const [first] = all;
  const taken = older(api, "1.44") ? 1 : all.length;
  const mac = inputs.networksAdvanced?.find(({ macAddress }) => macAddress)?.macAddress;
  const host: Partial<HostConfig> = {
    NetworkMode: first?.name ?? inputs.networkMode ?? "default",
    PortBindings: bindings(inputs.ports ?? []),
    PublishAllPorts: inputs.publishAllPorts ?? false,
    Dns: inputs.dns ?? [],
    DnsOptions: inputs.dnsOpts ?? [],
    DnsSearch: inputs.dnsSearches ?? [],
    ExtraHosts: (inputs.hosts ?? []).map(({ host, ip }) => `${host}:${ip}`),
  };
  const exposed = (inputs.ports ?? []).map((one) => [`${one.internal}/${one.protocol ?? "tcp"}`, {}]);
  const config: Partial<ContainerConfig> = {
    ...(exposed.length > 0 ? { ExposedPorts: Object.fromEntries(exposed) } : {}),
    ...(mac && older(api, "1.44") ? { MacAddress: mac } : {}),
  };
  const endpoints = Object.fromEntries(all.slice(0, taken).map((one) => [one.name, endpointConfig(one, api)]));
  return { host, config, endpoints, later: all.slice(taken) };
}

function joins(mode: unknown): boolean {
  return typeof mode !== "string" || !isolates(mode);
}

/** The same mode, of which the kernel lacks something. */
function isDamaged(want: unknown, have: unknown): boolean {
  return typeof want === "string" && typeof have === "string" && want !== have && want === withoutDamage(have);
}

function placesDamage({ damage }: LiveContainer): Damage[] {
  return Object.values(damage?.places ?? {}).flat();
}

function wantedMode(said: string, live: LiveContainer): string {
  const mode = withoutDamage(said);
  if (mode === "default") return "bridge";
  return isolates(mode) ? modeWithId(mode, live) : networkName(mode, live);
}

/**
 * On a living container the mode itself is history: what counts is whether it has networks of its own at all, and
 * whether it is attached to the one that the mode implies.
 */
function liveMode(live: LiveContainer, raw: Declared): string {
  const all = namedAs(live, raw);
  const { inputs } = all;
  const mode = live.inspect.HostConfig.NetworkMode ?? "default";
  if (isolates(mode)) return liveShare(mode, live);
  const former = formerFirst(live, all);
  if (former !== undefined) return former;
  const declared = typeof inputs.networkMode === "string" ? wantedMode(inputs.networkMode, live) : "bridge";
  const implied = impliedNetwork(inputs);
  if (!implied) return isolates(declared) ? "bridge" : declared;
  return implied in networksOf(live) ? declared : `${declared} (not attached)`;
}

/**
 * The network that the mode named before, where it names another one now and the container is on both. The engine takes
 * the container's gateway and the network that carries its ports by priority and name, whatever the mode: nothing has to
 * be done, and the declaration has changed all the same.
 */
function formerFirst(live: LiveContainer, { inputs, before }: Declared): string | undefined {
  const modes = [inputs.networkMode, before.networkMode].filter((mode) => typeof mode === "string");
  if (modes.length === 0 || modes.some(isolates)) return undefined;
  const [last, next] = [before, inputs].map((values) => declaredAttachments(values)[0]?.name);
  if (last === undefined || next === undefined) return undefined;
  const networks = networksOf(live);
  return last !== next && last in networks && next in networks ? last : undefined;
}

function bindings(ports: readonly Port[]): Record<string, PortBinding[]> {
  const grouped: Record<string, PortBinding[]> = {};
  for (const { internal, external, ip, protocol = "tcp" } of ports) {
    const key = `${internal}/${protocol}`;
    grouped[key] = [...(grouped[key] ?? []), { HostIp: ip ?? "", HostPort: external ? String(external) : "" }];
  }
  return grouped;
}

function livePorts(bound: HostConfig["PortBindings"]): Port[] {
  return Object.entries(bound ?? {}).flatMap(([key, hosts]) => {
    const [internal, protocol = "tcp"] = key.split("/");
    return (hosts ?? []).map(({ HostIp, HostPort }) =>
      plainPort({
        internal: Number(internal),
        protocol,
        ...(HostPort && HostPort !== "0" ? { external: Number(HostPort) } : {}),
        ...(HostIp ? { ip: HostIp } : {}),
      }),
    );
  });
}

/** What was declared and is no longer counts, published or not: another network would publish it again. */
function publishedNow(live: LiveContainer, { inputs, before }: Declared): readonly Port[] | undefined {
  const isIn = (ports: unknown, one: Port) =>
    ((ports ?? []) as Port[]).some((other) => isDeepStrictEqual(plainPort(other), one));
  const isLeft = (one: Port) => isIn(before.ports, one) && !isIn(inputs.ports, one);
  const isPublished = (one: Port) => isBound(one, live) && live.damage?.ports[portKey(one)] === undefined;
  const made = livePorts(live.inspect.HostConfig.PortBindings);
  return filledList(made.filter((one) => isPublished(one) || isLeft(one)));
}

function boundPorts(live: LiveContainer): Port[] {
  return livePorts(live.inspect.HostConfig.PortBindings).filter((one) => isBound(one, live));
}

/** The engine publishes over one network of a container, and drops the ports where that is one that cannot. */
function isBound(port: Port, { inspect }: LiveContainer): boolean {
  const { Running, Restarting } = inspect.State;
  const published = inspect.NetworkSettings.Ports;
  if (!Running || Restarting || !published) return true;
  return (published[portKey(port)] ?? []).length > 0;
}

/** Every address is what the engine binds where none is said. */
function plainPort({ internal, external, ip, protocol = "tcp" }: Port): Port {
  return {
    ...(internal ? { internal } : {}),
    ...(external ? { external } : {}),
    ...(ip && ip !== "0.0.0.0" ? { ip: plainIp(ip) } : {}),
    protocol,
  };
}

/** Not an address where it is the engine's word for the host, `host-gateway`. */
function plainHost({ host, ip }: Host): Host {
  return { host, ip: plainIp(ip) };
}

function toHost(entry: string): Host {
  const at = entry.search(/[:=]/);
  return { host: entry.slice(0, at), ip: entry.slice(at + 1) };
}
