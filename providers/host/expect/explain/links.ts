import { listOf } from "./facts.ts";
import type { Inquiry } from "./inquiry.ts";

export interface LinkJson {
  ifname: string;
  ifindex: number;
  mtu?: number;
  flags?: string[];
  address?: string;
  link?: string;
  link_index?: number;
  link_netnsid?: number;
  master?: string;
  linkinfo?: {
    info_kind?: string;
    info_data?: Record<string, unknown>;
    info_slave_kind?: string;
    info_slave_data?: { state?: string; isolated?: boolean };
  };
}

/** An interface; undefined where the scope has none of that name. */
export function* linkOf(scope: string, dev: string): Inquiry<LinkJson | undefined> {
  return listOf<LinkJson>(yield { scope, argv: ["ip", "-j", "-d", "link", "show", "dev", dev] })[0];
}

export function* linksOf(scope: string): Inquiry<LinkJson[]> {
  return listOf<LinkJson>(yield { scope, argv: ["ip", "-j", "-d", "link", "show"] });
}

/**
 * The host's end of a veth that is in another scope: each end has the other's index. So has, by chance, one that leads to
 * a namespace of another name.
 */
export function* hostEnd(scope: string, dev: string): Inquiry<LinkJson | undefined> {
  const link = yield* linkOf(scope, dev);
  const end = (yield* linksOf("host")).find(
    (one) => one.ifindex === link?.link_index && one.link_index === link.ifindex && one.link_netnsid !== undefined,
  );
  if (!end) return undefined;
  const names = listOf<{ nsid: number; name?: string }>(
    yield { scope: "host", argv: ["ip", "-j", "netns", "list-id"] },
  );
  const { name = scope } = names.find(({ nsid }) => nsid === end.link_netnsid) ?? {};
  return name === scope ? end : undefined;
}

/** Whose carrier is not that of another end. */
const CARRIERS: Readonly<Record<string, string>> = {
  bond: "no member of it works",
  tun: "no program has it open",
  bridge: "no port of it works",
};

/**
 * Why nothing passes an interface, as `DEV is down`; undefined where it does, or what it says is not known. Ports of a
 * bridge that is down are disabled for that, and a VRF that is down finds no route.
 */
export function* idle(scope: string, { ifname, flags, master, linkinfo }: LinkJson): Inquiry<string | undefined> {
  if (flags && !flags.includes("UP")) return `${ifname} is down`;
  if (flags?.includes("NO-CARRIER")) {
    const why = CARRIERS[linkinfo?.info_kind ?? ""] ?? "its other end is down, or nothing is there";
    return `${ifname} has no carrier: ${why}`;
  }
  const { info_slave_kind: kind, info_slave_data: { state } = {} } = linkinfo ?? {};
  if (master !== undefined && kind === "vrf") {
    const vrf = yield* linkOf(scope, master);
    return vrf?.flags && !vrf.flags.includes("UP") ? `${master} is down, the VRF that ${ifname} is in` : undefined;
  }
  // What a member of a bond is, active or not, says nothing of the bond.
  if (master === undefined || state === undefined || state === "forwarding" || kind === "bond") return undefined;
  const bridge = state === "disabled" ? yield* linkOf(scope, master) : undefined;
  if (bridge?.flags && !bridge.flags.includes("UP")) return `${master} is down, the bridge that ${ifname} is a port of`;
  return `port ${ifname} of ${master} is ${state}${state === "blocking" || state === "disabled" ? "" : " (stp)"}`;
}
