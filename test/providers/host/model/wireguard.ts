import { publicKeyOf } from "../../../../net/wireguard.ts";
import { type Answer, named, type Space } from "./state.ts";

/** What wg(8) says of an interface, as its dump prints it. */
export interface Tunnel {
  privateKey: string;
  listenPort: string;
  fwmark: string;
  peers: Map<string, Peer>;
}

interface Peer {
  presharedKey: string;
  endpoint: string;
  allowedIps: string[];
  keepalive: string;
}

const NONE = "(none)";
const ZEROS = `${"A".repeat(43)}=`;

export function newTunnel(): Tunnel {
  return { privateKey: NONE, listenPort: "0", fwmark: "off", peers: new Map() };
}

/** `wg show all dump`. */
export function printTunnels(here: Space): string {
  return here.links
    .flatMap(({ ifname, tunnel }) => (tunnel ? linesOf(ifname, tunnel) : []))
    .map((words) => `${words.join("\t")}\n`)
    .join("");
}

export function linesOf(dev: string, { privateKey, listenPort, fwmark, peers }: Tunnel): string[][] {
  const publicKey = privateKey === NONE ? NONE : publicKeyOf(privateKey);
  const each = [...peers].map(([key, { presharedKey, endpoint, allowedIps, keepalive }]) => {
    return [dev, key, presharedKey, endpoint, allowedIps.join(",") || NONE, "0", "0", "0", keepalive];
  });
  return [[dev, privateKey, publicKey, listenPort, fwmark], ...each];
}

/** `wg set DEV peer KEY remove`, and `wg addconf DEV FILE`. */
export function wg(here: Space, [verb, dev = "", ...rest]: readonly string[], input: string): Answer {
  const tunnel = named(here, dev)?.tunnel;
  if (!tunnel) return "Unable to modify interface: No such device";
  if (verb === "set") return void tunnel.peers.delete(rest[1] ?? "");
  for (const section of input.trimEnd().split(/\n(?=\[)/)) {
    const [head, ...lines] = section.split("\n");
    const said = new Map(lines.map((line) => line.split(" = ") as [string, string]));
    if (head === "[Interface]") configure(tunnel, said);
    else join(tunnel, said);
  }
  return undefined;
}

function configure(tunnel: Tunnel, said: ReadonlyMap<string, string>): void {
  const { PrivateKey, ListenPort, FwMark } = Object.fromEntries(said);
  if (PrivateKey !== undefined) tunnel.privateKey = PrivateKey === ZEROS ? NONE : PrivateKey;
  if (ListenPort !== undefined) tunnel.listenPort = ListenPort;
  if (FwMark !== undefined) tunnel.fwmark = FwMark === "0" ? "off" : FwMark;
}

/** A network is one peer's. */
function join({ peers }: Tunnel, said: ReadonlyMap<string, string>): void {
  const { PublicKey = "", PresharedKey, AllowedIPs, PersistentKeepalive, Endpoint } = Object.fromEntries(said);
  const peer = peers.get(PublicKey) ?? { presharedKey: NONE, endpoint: NONE, allowedIps: [], keepalive: "off" };
  const allowedIps = AllowedIPs?.split(", ") ?? [];
  for (const other of peers.values()) other.allowedIps = other.allowedIps.filter((text) => !allowedIps.includes(text));
  const presharedKey = PresharedKey === ZEROS ? NONE : (PresharedKey ?? peer.presharedKey);
  const { endpoint, keepalive } = peer;
  peers.set(PublicKey, {
    ...{ presharedKey, allowedIps },
    ...{ endpoint: Endpoint ?? endpoint, keepalive: PersistentKeepalive ?? keepalive },
  });
}
