import type { types } from "@pulumi/docker";
import { older } from "../../../../engine/api-version.ts";
import { goesBy } from "../../../../engine/lookup.ts";
import type { Endpoint } from "../../../../engine/types.ts";
import { containerOf } from "../../../../net/scope.ts";
import { type Damage, isMendable, withoutDamage } from "../../kernel/damage.ts";
import type { Change, Declared } from "../../property.ts";
import type { Values } from "../../values.ts";
import { filledList, plainIp, sorted } from "../../values.ts";
import type { LiveContainer } from "../live-container.ts";

/** A container's place on one network, as declared. */
export type Attachment = Partial<types.output.ContainerNetworksAdvanced> & { name: string };

/** `host`, `none` and `container:NAME` leave a container without networks of its own. */
export function isolates(mode: string): boolean {
  return mode === "host" || mode === "none" || containerOf(mode) !== undefined;
}

/** The network that a mode joins by itself: the default bridge only where no other network is declared. */
export function impliedNetwork({ networkMode, networksAdvanced, image }: Values): string | undefined {
  const said = typeof networkMode === "string" ? withoutDamage(networkMode) : "default";
  const mode = said === "default" ? "bridge" : said;
  if (isolates(mode)) return undefined;
  if (mode !== "bridge") return mode;
  const undeclared = image === undefined;
  const listed = Array.isArray(networksAdvanced) && networksAdvanced.length > 0;
  return listed || undeclared ? undefined : "bridge";
}

/** Every attachment that a declaration asks for, that of its mode first. Networks have to go by one name each. */
export function declaredAttachments(inputs: Values): Attachment[] {
  const listed = (inputs.networksAdvanced ?? []) as Attachment[];
  const implied = impliedNetwork(inputs);
  if (!implied) return listed;
  const first = listed.find(({ name }) => name === implied) ?? { name: implied };
  return [first, ...listed.filter((one) => one !== first)];
}

/** A declaration in which networks go by their names; `nameOf` knows those that go by an id. */
export function withNames(inputs: Values, nameOf: (reference: string) => string): Values {
  const { networkMode: mode, networksAdvanced } = inputs;
  const names = typeof mode === "string" && !isolates(mode) ? { networkMode: nameOf(mode) } : {};
  if (!Array.isArray(networksAdvanced)) return { ...inputs, ...names };
  const listed = (networksAdvanced as Attachment[]).map((one) =>
    typeof one.name === "string" ? { ...one, name: nameOf(one.name) } : one,
  );
  return { ...inputs, ...names, networksAdvanced: listed as Values[] };
}

/** A declaration, and the one before it, as they stand to a live container. */
export function namedAs(live: LiveContainer, { inputs, before, ...rest }: Declared): Declared {
  const nameOf = (reference: string) => networkName(reference, live);
  return { inputs: withNames(inputs, nameOf), before: withNames(before, nameOf), ...rest };
}

/**
 * Every attachment in the order in which the engine makes it. Engines before 25.0 give a MAC address to the first alone,
 * so there it is the one with a MAC address. Which one carries published ports is not decided by this order.
 */
export function attachmentOrder(inputs: Values, api: string): Attachment[] {
  const all = declaredAttachments(inputs);
  const fixed = older(api, "1.44") ? all.find(({ macAddress }) => macAddress) : undefined;
  return fixed ? [fixed, ...all.filter((one) => one !== fixed)] : all;
}

/** The listed attachments in their canonical form. */
export function canonicalAttachments(
  listed: readonly Attachment[],
  live: LiveContainer,
): readonly Attachment[] | undefined {
  return filledList(listed.map((one) => plain({ ...one, name: networkName(one.name, live) })));
}

/** What the host has beside the network that the mode implies. */
export function liveAttachments(live: LiveContainer, raw: Declared): readonly Attachment[] | undefined {
  const declared = namedAs(live, raw);
  // Then the mode itself is the difference, and all networks go with the old container.
  if (isolates(String(declared.inputs.networkMode))) return undefined;
  const implied = impliedNetwork(declared.inputs);
  const listed = ((declared.inputs.networksAdvanced ?? []) as Attachment[]).map(({ name }) => name);
  const plainBridge =
    declared.inputs.image === undefined && live.inspect.HostConfig.NetworkMode?.match(/^(default|bridge)$/);
  const networks = isolates(live.inspect.HostConfig.NetworkMode ?? "") ? [] : Object.entries(networksOf(live));
  const shown = networks.filter(
    ([name]) => (name !== implied || listed.includes(name)) && !(plainBridge && name === "bridge"),
  );
  return filledList(shown.map(([name, endpoint]) => fromEndpoint(name, endpoint, live, declared)));
}

/**
 * The container's places on networks. One that runs has an endpoint for each: an entry without is what a refused
 * connect leaves behind. One that is stopped, or about to start again, has none and keeps its places.
 */
export function networksOf({ inspect }: Pick<LiveContainer, "inspect">): Record<string, Endpoint> {
  const listed = inspect.NetworkSettings.Networks ?? {};
  const { Running, Restarting } = inspect.State;
  if (!Running || Restarting) return listed;
  return Object.fromEntries(Object.entries(listed).filter(([, { EndpointID }]) => EndpointID !== ""));
}

/** A network may be declared by its id; attachments are known by name. */
export function networkName(reference: string, live: LiveContainer): string {
  const meant = Object.entries(networksOf(live)).find(([name, { NetworkID = "" }]) =>
    goesBy(reference, name, NetworkID),
  );
  return meant?.[0] ?? live.networks?.[reference] ?? reference;
}

/** Every place but that on the default bridge, with the MAC address and the options that were given. */
export function importedAttachments(live: LiveContainer): readonly Attachment[] | undefined {
  const shown = liveAttachments(live, { inputs: {}, before: {} }) ?? [];
  return filledList(
    shown.map((one) => {
      const { DriverOpts, MacAddress = "" } = networksOf(live)[one.name] ?? {};
      const given = givenMac(live, one.name);
      return plain({
        ...one,
        driverOpts: Object.entries(DriverOpts ?? {}).map(([key, value]) => `${key}=${value}`),
        ...(given ? { macAddress: MacAddress || given } : {}),
      });
    }),
  );
}

/**
 * The MAC address that somebody chose. Engines before 25.0 note it of the container, for its first network; those before
 * 28.0 make one of the IPv4 address where none is given; later ones take a random one and do not tell.
 */
function givenMac({ inspect, api }: LiveContainer, network: string): string | undefined {
  const { MacAddress = "", IPAddress = "" } = inspect.NetworkSettings.Networks?.[network] ?? {};
  if (older(api, "1.44")) return network === inspect.HostConfig.NetworkMode ? inspect.Config.MacAddress : undefined;
  const made = IPAddress.split(".").map((part) => Number(part).toString(16).padStart(2, "0"));
  const isMade = MacAddress === `02:42:${made.join(":")}`;
  return older(api, "1.48") && MacAddress && !isMade ? MacAddress : undefined;
}

function fromEndpoint(name: string, endpoint: Endpoint, live: LiveContainer, declared: Declared): Attachment {
  const { IPAMConfig: ipam, Aliases, DriverOpts, GwPriority } = endpoint;
  // What a stopped container has of it, only the last declaration tells.
  const said = [declared.before, declared.inputs].flatMap((values) => {
    const listed = (values.networksAdvanced ?? []) as Attachment[];
    return listed.filter((one) => one.name === name);
  });
  const mac = said.find((one) => one.macAddress)?.macAddress;
  const options = new Set(said.flatMap((one) => one.driverOpts ?? []).map((option) => option.split("=")[0]));
  return plain({
    name,
    aliases: (Aliases ?? []).filter((alias) => alias !== live.inspect.Id.slice(0, 12)),
    ...(ipam?.IPv4Address ? { ipv4Address: ipam.IPv4Address } : {}),
    ...(ipam?.IPv6Address ? { ipv6Address: ipam.IPv6Address } : {}),
    ...(ipam?.LinkLocalIPs ? { linkLocalIps: ipam.LinkLocalIPs } : {}),
    ...(mac ? { macAddress: endpoint.MacAddress || mac } : {}),
    driverOpts: Object.entries(DriverOpts ?? {}).flatMap(([key, value]) =>
      options.has(key) ? [`${key}=${value}`] : [],
    ),
    ...(GwPriority ? { gwPriority: GwPriority } : {}),
  });
}

function plain(one: Attachment): Attachment {
  const [aliases, driverOpts] = [sorted(one.aliases), sorted(one.driverOpts)];
  const linkLocalIps = sorted(one.linkLocalIps?.map(plainIp));
  return {
    name: one.name,
    ...(aliases ? { aliases: [...new Set(aliases)] } : {}),
    ...(one.ipv4Address ? { ipv4Address: plainIp(one.ipv4Address) } : {}),
    ...(one.ipv6Address ? { ipv6Address: plainIp(one.ipv6Address) } : {}),
    ...(linkLocalIps ? { linkLocalIps } : {}),
    ...(one.macAddress ? { macAddress: one.macAddress.toLowerCase() } : {}),
    ...(driverOpts ? { driverOpts } : {}),
    ...(one.gwPriority ? { gwPriority: one.gwPriority } : {}),
  };
}

/**
 * Before 29.3 (API 1.54) a MAC address holds only when the engine makes the container: connecting ignores it. Before
 * 25.0 it is the container's own and outlives a new connection; since then a new connection gets a random one.
 */
export function attachmentChange(want: unknown, have: unknown, { api }: LiveContainer): Change {
  if (!older(api, "1.54")) return "update";
  const fixed = (list: unknown) => {
    const listed = ((list ?? []) as Attachment[]).filter(({ macAddress }) => macAddress);
    return listed.map((one) => (older(api, "1.44") ? `${one.name} ${one.macAddress}` : JSON.stringify(one)));
  };
  return fixed(want).every((one) => fixed(have).includes(one)) ? "update" : "replace";
}

export interface Rewiring {
  disconnect: string[];
  connect: Attachment[];
}

/** What to take off and what to put on, so that a container is attached as declared. Pure. */
export function rewiring(live: LiveContainer, raw: Declared): Rewiring {
  const declared = namedAs(live, raw);
  const { inputs } = declared;
  const want = canonicalAttachments(declaredAttachments(inputs), live) ?? [];
  const have = Object.entries(networksOf(live)).map(([name, endpoint]) => fromEndpoint(name, endpoint, live, declared));
  const same = (a: Attachment, b: Attachment) => JSON.stringify(a) === JSON.stringify(b);
  const isWhole = ({ name }: Attachment) => !isToBeMended(live.damage?.places[name]);
  const kept = want
    .filter(isWhole)
    .filter((one) => have.some((other) => same(one, other) || (one.name === other.name && onlyImplied(one, inputs))));
  const names = new Set(kept.map(({ name }) => name));
  return {
    disconnect: have.map(({ name }) => name).filter((name) => !names.has(name)),
    connect: want.filter(({ name }) => !names.has(name)),
  };
}

/** Whether a new connection is what the place needs. */
function isToBeMended(damage: readonly Damage[] = []): boolean {
  return damage.some(({ set }) => set === undefined) && isMendable(damage);
}

/** Of the network that a mode joins nothing but the name is declared. */
function onlyImplied({ name }: Attachment, inputs: Values): boolean {
  const listed = (inputs.networksAdvanced ?? []) as Attachment[];
  return name === impliedNetwork(inputs) && !listed.some((one) => one.name === name);
}

/** A place on a network as it was, to be taken again: engines since 29.3 keep the MAC address too, others ignore it. */
export function sameAgain(endpoint: Endpoint, container: string): Endpoint {
  const { IPAMConfig, Aliases, Links, DriverOpts, MacAddress, GwPriority } = endpoint;
  return {
    ...(IPAMConfig ? { IPAMConfig } : {}),
    Aliases: (Aliases ?? []).filter((alias) => alias !== container.slice(0, 12)),
    ...(Links ? { Links } : {}),
    ...(DriverOpts ? { DriverOpts } : {}),
    ...(MacAddress ? { MacAddress } : {}),
    ...(GwPriority ? { GwPriority } : {}),
  };
}

export function endpointConfig(one: Attachment, api: string): Endpoint {
  const ipam = {
    ...(one.ipv4Address ? { IPv4Address: one.ipv4Address } : {}),
    ...(one.ipv6Address ? { IPv6Address: one.ipv6Address } : {}),
    ...(one.linkLocalIps?.length ? { LinkLocalIPs: one.linkLocalIps } : {}),
  };
  const options = (one.driverOpts ?? []).map((option) => [option.split("=")[0], option.slice(option.indexOf("=") + 1)]);
  return {
    ...(Object.keys(ipam).length > 0 ? { IPAMConfig: ipam } : {}),
    ...(one.aliases?.length ? { Aliases: one.aliases } : {}),
    ...(options.length > 0 ? { DriverOpts: Object.fromEntries(options) } : {}),
    ...(one.macAddress && !older(api, "1.44") ? { MacAddress: one.macAddress } : {}),
    ...(one.gwPriority && !older(api, "1.48") ? { GwPriority: one.gwPriority } : {}),
  };
}
