import { createHash } from "node:crypto";
import { ETHERNET_MTU } from "../../../../net/mtu.ts";
import type { Dump } from "../../dump.ts";
import { equal, type Json } from "../../json.ts";
import type { Context, Item, Observed, Props, Ref, Wanted } from "../../model.ts";
import { linkNamed, linksOf } from "../questions.ts";
import { mtuOn } from "./mtu.ts";
import { cannotChange, type LinkType } from "./type.ts";
import { linkType } from "./types.ts";

/**
 * A MAC address for what would else have another whenever it is made anew, or whenever its ports change: neighbours
 * believe their ARP tables for seconds. It is as good as random, with the bit for locally administered addresses set,
 * and no two hosts, stacks or links have the same.
 */
export function macOf({ scope, key, props }: Item, { owner, machine }: Context): Json | undefined {
  if (props.mac !== undefined || whose(props) !== "own") return props.mac;
  const hash = createHash("sha256").update(`${machine} ${owner} ${scope}/${key}`).digest("hex");
  return `02:${hash.slice(0, 10).replace(/..(?=.)/g, "$&:")}`;
}

/**
 * What a declaration leaves open: a link keeps the MAC address that it has had, a bridge from the first look at it, and
 * has the MTU of its smallest port; what lies on another has that one's.
 */
export function complete(want: Wanted, have: Observed | undefined, { claims, dumps }: Context): Wanted {
  const type = linkType(want.props.type);
  const from = whose(want.props);
  if (have === undefined || have.props.type !== want.props.type || type === undefined) return want;
  const { mac, mtu } = want.props;
  const dump = dumps.get(want.scope);
  const below = linkNamed(dump, want.props.parent);
  // What is made anew takes its parent's by itself, and follows it then.
  if (from === "parent" && isMadeAnew(type, want.props, have.props)) return want;
  const kept = mac ?? (from === "own" ? claims.kept(want)?.mac : from && below?.address);
  const size = mtu ?? (type.floats ? smallestPort(dump, want.key) : mtuOn(below?.mtu, want.props));
  const props: Props = {
    ...want.props,
    ...(kept === undefined ? {} : { mac: kept }),
    ...(size === undefined ? {} : { mtu: size }),
    ...(type.floats && mac === undefined ? { keepsMac: true } : {}),
  };
  return { ...want, props };
}

function whose(props: Props): "own" | "parent" | undefined {
  return linkType(props.type)?.mac?.(props);
}

function isMadeAnew(type: LinkType, want: Props, have: Props): boolean {
  const changes = Object.entries(want).map(([property, value]) => ({ property, want: value, have: have[property] }));
  return changes.some((change) => !equal(change.want ?? null, change.have ?? null) && cannotChange(type, change, want));
}

/** A bridge without ports has what every link of Ethernet has (br_mtu_auto_adjust in net/bridge/br_if.c). */
const ALONE = ETHERNET_MTU;

function smallestPort(dump: Dump | undefined, bridge: string): number {
  const sizes = linksOf(dump).flatMap(({ master, mtu }) => (master === bridge ? Number(mtu) : []));
  return sizes.length > 0 ? Math.min(...sizes) : ALONE;
}

/** Interfaces of one name that come after each other have different numbers. */
export function identity({ key }: Ref, dump: Dump): string | undefined {
  const link = linkNamed(dump, key);
  return link && String(link.ifindex);
}

/** The MAC address that it has, or is made with, where that is its own. */
export function keeps(item: Item, context: Context): Props {
  const mac = whose(item.props) === "own" ? macOf(item, context) : undefined;
  return mac === undefined ? {} : { mac };
}
