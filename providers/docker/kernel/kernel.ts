import { inGroups } from "../../../net/in-groups.ts";
import { otherBackend } from "../../../net/iptables-save.ts";
import type { Listener } from "../../../net/listener.ts";
import { type Rules, readRules } from "../../../net/walk/rules.ts";
import { hostListeners } from "../../../system/host.ts";
import { run } from "../../../system/process.ts";
import { engineOptions } from "./engine-options.ts";

/** What the kernel of this host has of what an engine makes in it. */
export interface Kernel {
  links: readonly Link[];
  /** The rules that packets meet; none of a family whose rules the engine leaves alone, or that cannot be read. */
  rules: { readonly 4?: Rules; readonly 6?: Rules };
  listeners: readonly Listener[];
  /** Whether each published port has a socket on the host, held by docker-proxy; undefined where that is not known. */
  proxies: boolean | undefined;
}

export interface Link {
  name: string;
  /** Its number on this host. */
  index: number;
  up: boolean;
  /** The bridge that it is a port of. */
  master?: string;
  /** Of a veth pair, the number of the other end in its own namespace. */
  peer?: number;
  mtu?: number;
  /** Addresses without prefix. */
  addresses: readonly string[];
}

interface LinkJson {
  ifname: string;
  ifindex: number;
  flags?: string[];
  master?: string;
  link_index?: number;
  mtu?: number;
  linkinfo?: { info_kind?: string };
  addr_info?: { local?: string }[];
}

/** Four processes, however many objects there are; undefined where this host does not tell. */
export async function readKernel(): Promise<Kernel | undefined> {
  const [shown, four, six, listeners, options] = await Promise.all([
    said(["ip", "-j", "-d", "address", "show"]),
    savedRules("iptables"),
    savedRules("ip6tables"),
    hostListeners(run),
    engineOptions(),
  ]);
  if (shown === undefined) return undefined;
  const links = (JSON.parse(inGroups(shown)) as LinkJson[]).map(readLink);
  const rules = { ...withRules(4, four, options?.iptables), ...withRules(6, six, options?.ip6tables) };
  return { links, rules, listeners, proxies: options?.userlandProxy };
}

export function readLink({ ifname, ifindex, flags = [], master, link_index, mtu, ...more }: LinkJson): Link {
  const { linkinfo, addr_info = [] } = more;
  const peer = linkinfo?.info_kind === "veth" ? link_index : undefined;
  return {
    name: ifname,
    index: ifindex,
    up: flags.includes("UP"),
    ...(master === undefined ? {} : { master }),
    ...(peer === undefined ? {} : { peer }),
    ...(mtu === undefined ? {} : { mtu }),
    addresses: addr_info.flatMap(({ local }) => local ?? []),
  };
}

/** Those of the backend that the engine's own are in: each of iptables' two is blind to the other's. */
async function savedRules(tool: "iptables" | "ip6tables"): Promise<Rules | undefined> {
  const text = await said([`${tool}-save`]);
  if (text === undefined) return undefined;
  const rules = readRules(text);
  const other = otherBackend(text)?.includes("legacy") ? "legacy" : "nft";
  if (hasEngineChain(rules) || otherBackend(text) === undefined) return rules;
  const beside = await said([`${tool}-${other}-save`]);
  return beside !== undefined && hasEngineChain(readRules(beside)) ? readRules(beside) : rules;
}

export function hasEngineChain(rules: Rules): boolean {
  return Object.values(rules).some((chains) => "DOCKER" in chains);
}

/**
 * Where the engine is not known to write rules, its chains tell; with none of them somebody may have taken all away. One
 * that was told to leave them alone may have written some before it was.
 */
function withRules(family: 4 | 6, rules: Rules | undefined, writes: boolean | undefined) {
  const meant = rules !== undefined && (writes ?? hasEngineChain(rules));
  return meant ? { [family]: rules } : {};
}

async function said(argv: readonly string[]): Promise<string | undefined> {
  const { code, stdout } = await run(argv, { timeout: 10_000 });
  return code === 0 ? stdout : undefined;
}
