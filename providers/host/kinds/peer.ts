import { formatCidr, parseCidr, parseIp } from "../../../net/ip.ts";
import { WIREGUARD_DEFAULTS, type WireguardPeer } from "../../../net/schema/wireguard.ts";
import { fingerprint, formatEndpoint, parseEndpoint } from "../../../net/wireguard.ts";
import { type Dump, type Entry, objectsOf } from "../dump.ts";
import { idOf } from "../identity.ts";
import { equal, type Json } from "../json.ts";
import type { Change, Context, Item, Kind, Line, Observed, Operation, Place, Ref, Wanted } from "../model.ts";
import { linksIn } from "./link/far-end.ts";
import type { Placed } from "./link/type.ts";
import { orderOf, type Step } from "./order.ts";
import { ASKED, configured, isWireguard, NO_KEY, saidBy, TUNNELS } from "./wg.ts";

/**
 * A peer of an interface of type wireguard, by its public key. The kernel keeps no mark on it: whose it is the registry
 * says. Where it was heard of last is let be, unless an endpoint is declared.
 */
export const peer: Kind = {
  name: "peer",
  asks: ({ keys }) => (keys.length > 0 ? ASKED : []),
  label: (key) => key.replace(/^(\S+) (\S+)$/, "$2 of $1"),
  on: (item) => [linkOf(item)],
  fixed: [],
  claimed: () => true,
  // Nobody has claimed it, and it is as it was declared: who made it is not told.
  recall: () => ({}),
  want: (declared) => linksIn(declared).filter(isWireguard).flatMap(wanted),
  observe: (dump, context) =>
    objectsOf(dump, TUNNELS)
      .filter((entry) => entry.peer !== undefined)
      .map((entry) => observed(entry, dump, context)),
  lines,
  show,
  home,
};

function wanted({ scope, name, json, path, declaredIn }: Placed): Wanted[] {
  const { peers = [] } = json as { peers?: WireguardPeer[] };
  return peers.map(({ publicKey, presharedKey, endpoint, allowedIps = [], keepalive }, index) => {
    const psk = presharedKey === undefined ? undefined : String(presharedKey);
    return {
      kind: "peer",
      scope,
      key: `${name} ${publicKey}`,
      props: {
        presharedKey: psk === undefined ? null : fingerprint(psk),
        allowedIps: allowedIps.map((text) => formatCidr(parseCidr(text))).sort(),
        keepalive: keepalive ?? WIREGUARD_DEFAULTS.keepalive,
        ...(endpoint !== undefined && { endpoint: canonical(endpoint) }),
      },
      ...(psk !== undefined && { secrets: { presharedKey: psk } }),
      at: { scope: declaredIn, path: [...path, "peers", index] },
    };
  });
}

/** As wg(8) prints it. */
function canonical(endpoint: string): string {
  const { address, port } = parseEndpoint(endpoint);
  return formatEndpoint(parseIp(address), port);
}

function observed(entry: Entry, dump: Dump, { claims }: Context): Observed {
  const { dev, peer: publicKey, presharedKey, endpoint = null, allowedIps = [], keepalive = 0 } = entry;
  const ref: Ref = { kind: "peer", scope: dump.scope, key: `${dev} ${publicKey}` };
  const psk = presharedKey === undefined ? undefined : String(presharedKey);
  const props = {
    presharedKey: psk === undefined ? null : fingerprint(psk),
    allowedIps: (allowedIps as string[]).toSorted(),
    keepalive,
    endpoint,
  };
  return { ...ref, props, owner: claims.claimant(ref), ...(psk !== undefined && { secrets: { presharedKey: psk } }) };
}

function linkOf({ scope, key }: Ref): Ref {
  return { kind: "link", scope, key: key.split(" ")[0] ?? "" };
}

/** In a configuration a peer's networks are all that it has; what is not named stays. */
function lines({ verb, scope, key, want, have, changes }: Operation): Line[] {
  const [dev = "", publicKey = ""] = key.split(" ");
  const removed = (step: Step): Line => {
    const text = `set ${dev} peer ${publicKey} remove`;
    return { stage: "configure", order: orderOf(step), scope, tool: "wg", text, removes: true };
  };
  if (verb === "delete" || want === undefined) return [removed("leave")];
  // As it was before it had an endpoint: only a new one has none.
  const isAnew = verb !== "create" && want.props.endpoint === null && have?.props.endpoint !== null;
  const section = sectionOf(publicKey, want, isAnew ? () => true : saidBy({ verb, changes }));
  return [...(isAnew ? [removed("know peers")] : []), configured(scope, dev, section, orderOf("know peers"))];
}

function sectionOf(publicKey: string, { props, secrets }: Item, isSaid: (property: string) => boolean): string[] {
  const { allowedIps = [], keepalive, endpoint } = props;
  return [
    "[Peer]",
    `PublicKey = ${publicKey}`,
    ...(equal(allowedIps, []) ? [] : [`AllowedIPs = ${(allowedIps as string[]).join(", ")}`]),
    ...(isSaid("presharedKey") ? [`PresharedKey = ${secrets?.presharedKey ?? NO_KEY}`] : []),
    ...(isSaid("keepalive") ? [`PersistentKeepalive = ${keepalive === 0 ? "off" : keepalive}`] : []),
    ...(endpoint && isSaid("endpoint") ? [`Endpoint = ${endpoint}`] : []),
  ];
}

/** With its interface, wherever that is declared. */
function home(item: Item, wanted: ReadonlyMap<string, Wanted>): Place {
  const { scope, path } = wanted.get(idOf(linkOf(item)))?.at ?? {
    scope: item.scope,
    path: ["links", linkOf(item).key],
  };
  return { scope, path: [...path, "peers", "-"] };
}

function show({ key, props }: Item, changes: readonly Change[] = []): Json {
  const { presharedKey = null, allowedIps = [], keepalive = 0, endpoint = null } = props;
  const isTold = changes.some(({ property }) => property === "endpoint");
  return {
    publicKey: key.split(" ")[1] ?? "",
    ...(presharedKey !== null && { presharedKey: `one of fingerprint ${presharedKey}` }),
    ...(equal(allowedIps, []) ? {} : { allowedIps }),
    ...(keepalive !== WIREGUARD_DEFAULTS.keepalive && { keepalive }),
    ...(isTold && endpoint !== null && { endpoint }),
  };
}
