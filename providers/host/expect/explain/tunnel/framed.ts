import { isGroup } from "../../../../../net/ip.ts";
import type { Packet } from "../../../../../net/walk/packet.ts";
import { listOf } from "../facts.ts";
import type { Inquiry, Journey, Passable, World } from "../inquiry.ts";
import type { Place } from "../wire/ends.ts";
import { type Tunnel, tunnelOf } from "./ends.ts";
import { homeOf, type Taken, takenAt } from "./homes.ts";
import { byEnds } from "./iptunnel.ts";
import { boundBy, outerTo } from "./outer.ts";
import { type Passage, through } from "./through.ts";

/** The ways of a frame for everybody through a tunnel of Ethernet, to each of its other ends; undefined for one out of sight. */
export function* framed(
  world: Passable,
  journey: Journey,
  { scope, dev, link }: Place,
): Inquiry<(Passage | undefined)[]> {
  const there = { ...journey, scope };
  const tunnel = tunnelOf(scope, link);
  if (tunnel.kind === "gretap") return [yield* byEnds(world, there, dev)];
  const home = yield* homeOf(scope, link);
  if (home === undefined || tunnel.external) return [undefined];
  const ends = yield* endsOf(tunnel);
  if (!ends) return [undefined];
  if (ends.length === 0) {
    const where = `${scope}: ${dev} has nobody to send it to: no remote, and no entry of fdb for all`;
    return [{ death: { reason: "no-peer", where, certain: true, scope } }];
  }
  const found: (Passage | undefined)[] = [];
  for (const { dst, port, vni } of ends)
    found.push(
      isGroup(dst)
        ? undefined
        : yield* through(world, there, {
            dev,
            outer: outerTo(home, dst, { protocol: "udp", dport: port }, boundBy(tunnel)),
            taking: (end, packet) => taking(world, end, packet, vni),
          }),
    );
  return found;
}

interface End {
  dst: string;
  port: number;
  vni: number;
}

const ALL = "00:00:00:00:00:00";

/** Where frames go that are for everybody: `remote`, and what has been declared beside it. */
function* endsOf({ scope, name, data }: Tunnel): Inquiry<End[] | undefined> {
  const reply = yield { scope, argv: ["bridge", "-j", "fdb", "show", "dev", name] };
  if (reply.code !== 0) return undefined;
  const entries = listOf<{ mac: string; dst?: string; port?: number; vni?: number }>(reply);
  const { id, port } = data;
  return entries.flatMap((entry) =>
    entry.mac === ALL && entry.dst !== undefined
      ? [{ dst: entry.dst, port: entry.port ?? Number(port), vni: entry.vni ?? Number(id) }]
      : [],
  );
}

const VXLANS = new Set(["vxlan"]);

/** The vxlan of a scope that takes a packet, by its port and network alone, else why none does. */
function* taking(world: World, scope: string, { dport = 0 }: Packet, vni: number): Inquiry<Taken> {
  return yield* takenAt(world, scope, VXLANS, (all) => taker(all, dport, vni));
}

function taker(all: readonly Tunnel[], dport: number, vni: number): Taken {
  if (all.some(({ external }) => external)) return undefined;
  const numbered = all.filter(({ data }) => data.id === vni);
  const there = numbered.filter(({ data }) => data.port === dport);
  const first = there.find(({ isUp }) => isUp);
  if (first) return { scope: first.scope, dev: first.name };
  const [down] = there;
  if (down) return `${down.name} is down`;
  const [other] = numbered.length > 0 ? numbered : all;
  const only = other && (numbered.length > 0 || all.length === 1) ? `: ${other.name} has ${shown(other)}` : "";
  return `no vxlan there has id ${vni} and dstport ${dport}${only}`;
}

function shown({ data: { id, port } }: Tunnel): string {
  return `id ${id} and dstport ${port}`;
}
