import { isNetworkSetting, settingName, settingPath } from "../../../net/sysctl.ts";
import { ALONG, type Dump, type Question } from "../dump.ts";
import type { Json } from "../json.ts";
import type { Asked, Context, Declared, Item, Kind, Line, Observed, Operation, Props, Ref, Wanted } from "../model.ts";
import { linksIn } from "./link/far-end.ts";
import { linkType } from "./link/types.ts";
import { orderOf, type Step } from "./order.ts";

/**
 * A kernel setting below net.*. It always exists and belongs to nobody, so the registry on the host remembers who
 * claims it and what it was before; several documents may claim one as long as they want the same value.
 */
export const sysctl: Kind = {
  name: "sysctl",
  field: "sysctls",
  label: settingName,
  fixed: [],
  shared: true,
  claimed: () => true,
  want,
  asks,
  on,
  observe: (dump, context) =>
    Object.keys(dump.sysctls)
      .filter(isSetting)
      .map((key) => observed(key, dump, context)),
  same: (property, want, have) => property === "beside" && sameWhereBoth(want, have),
  origin,
  credible,
  lines,
  show: (item) => item.props.value ?? "",
  home: ({ scope, key }) => ({ scope, path: ["sysctls", key] }),
  shown: (_property, have) => ({ path: [], value: have }),
};

/**
 * Writing some settings writes other interfaces' own too, and these are read with them and given back with them. IPv4's
 * forwarding writes `all/accept_redirects` as well (net/ipv4/devinet.c, inet_forward_change); of IPv6's `all` these five
 * do (net/ipv6/addrconf.c), the others are asked beside the interface's own. A `default` of IPv4 goes to interfaces that
 * nobody has set, and takes itself back when it is written back (devinet_copy_dflt_conf).
 */
function along(path: string): { below: string; files: string[]; names: RegExp } | undefined {
  if (path === "net/ipv4/ip_forward")
    return {
      below: "net/ipv4/conf",
      files: ["forwarding", "accept_redirects"],
      names: /^net\/ipv4\/conf\/([^/]+\/forwarding|all\/accept_redirects)$/,
    };
  const name = SPREADING.exec(path)?.[1];
  return name === undefined
    ? undefined
    : { below: "net/ipv6/conf", files: [name], names: new RegExp(`^net/ipv6/conf/[^/]+/${name}$`) };
}

const SPREADING =
  /^net\/ipv6\/conf\/all\/(addr_gen_mode|disable_ipv6|force_forwarding|forwarding|ignore_routes_with_linkdown)$/;

/** The path below /proc/sys, one for each setting: dots separate, unless there are slashes. */
export function pathOf(key: string): string {
  return settingPath(key.includes("/") ? key : key.replaceAll(".", "/"));
}

function want({ scope, json, scopes }: Declared): Wanted[] {
  const said = Object.entries(json.sysctls ?? {}).map(([key, value]) => ({ key, path: pathOf(key), value }));
  const known = new Set(said.map(({ path }) => path));
  const implied = impliedBy({ scope, scopes }).filter(({ path }) => !known.has(path));
  return [...said, ...implied].map(({ key, path, value }) => ({
    kind: "sysctl",
    scope,
    key: path,
    props: { value: folded(value) },
    at: { scope, path: ["sysctls", key], ...(known.has(path) ? {} : { implied: value }) },
  }));
}

/** What links of the host make of it: wanted, it is given back with them. A namespace goes with what is in it. */
function impliedBy(declared: Pick<Declared, "scope" | "scopes">): { key: string; path: string; value: string }[] {
  if (declared.scope !== "host") return [];
  const settings = linksIn(declared).map(({ json }) => linkType(json.type)?.settings ?? {});
  return Object.entries(Object.assign({}, ...settings) as Record<string, string>).map(([path, value]) => ({
    ...{ key: settingName(path), path, value },
  }));
}

/** Settings, their interfaces' defaults, and what the kernel changes along with them. */
function asks({ keys }: Asked): Question[] {
  if (keys.length === 0) return [];
  const spread = keys.map(along).filter((other) => other !== undefined);
  const defaults = keys.map(fallback).filter((path) => path !== undefined);
  return [
    {
      settings: keys,
      along: [...defaults, ...spread.map(({ below }) => below)],
      names: spread.flatMap(({ files }) => files),
    },
  ];
}

/** `net/ipv4/conf/reth0/rp_filter` starts as `net/ipv4/conf/default/rp_filter`. */
export function fallback(path: string): string | undefined {
  const match = /^(net\/ipv[46]\/(?:conf|neigh))\/([^/]+)\/([^/]+)$/.exec(path);
  if (!match || match[2] === "all" || match[2] === "default") return undefined;
  return `${match[1]}/default/${match[3]}`;
}

function isSetting(key: string): boolean {
  return !key.startsWith(ALONG);
}

function observed(key: string, dump: Dump, { claims }: Context): Observed {
  const ref: Ref = { kind: "sysctl", scope: dump.scope, key };
  const props: Props = { value: folded(dump.sysctls[key] ?? "") };
  const others = along(key)?.names;
  if (others) props.beside = besides(others, key, dump);
  return { ...ref, props, owner: claims.claimant(ref) };
}

/** An interface takes its own settings along. */
function on({ scope, key }: Item): Ref[] {
  const device = /^net\/ipv[46]\/(?:conf|neigh)\/([^/]+)\//.exec(key)?.[1];
  return device ? [{ kind: "link", scope, key: device }] : [];
}

function besides(names: RegExp, written: string, dump: Dump): Record<string, Json> {
  const all = Object.entries(dump.sysctls).map(([key, value]) => [key.replace(ALONG, ""), value] as const);
  return Object.fromEntries(all.filter(([key]) => names.test(key) && settingPath(key) !== written));
}

/** Interfaces come and go; what counts is that those which are still there have what they had. */
function sameWhereBoth(want: Json, have: Json): boolean {
  const [then, now] = [want as Record<string, Json>, have as Record<string, Json>];
  return Object.keys(then).every((path) => !(path in now) || then[path] === now[path]);
}

function origin({ key }: Wanted, settings: Readonly<Record<string, string>>): Props | undefined {
  const value = [key, fallback(key)].map((path) => settings[`${path}`] ?? settings[`${ALONG}${path}`]).find(isText);
  return value === undefined ? undefined : { value: folded(value) };
}

/** Whether an interface takes what routers advertise. */
const LISTENING = /^net\/ipv6\/conf\/[^/]+\/accept_ra$/;

const SET = ["go on listening to routers", "set for all", "set", "set what they spread to"] as const;
const GIVE_BACK = [
  "give settings back",
  "give settings for all back",
  "give settings back",
  "give back what they spread to",
] as const;

function lines({ verb, scope, key, want: wanted, have, changes }: Operation): Line[] {
  if (verb === "delete" || (verb !== "create" && changes.length === 0)) return [];
  const write = (path: string, value: Json | undefined, step: Step): Line => {
    // The last door: whatever led here, no other file of the kernel is written.
    if (!isSound(path, value)) throw new Error(`${path}: no setting of the network, or no value of one: ${value}`);
    return { stage: "configure", order: orderOf(step), scope, tool: "sysctl", text: `${path} = ${value}` };
  };
  const now = (have?.props.beside ?? {}) as Record<string, Json>;
  const then = verb === "release" ? ((wanted?.props.beside ?? {}) as Record<string, Json>) : {};
  const besidesGivenBack = Object.keys(then).filter((path) => path in now && isSound(path, then[path]));
  const [listening, forAll, own, beside] = verb === "release" ? GIVE_BACK : SET;
  return [
    write(key, wanted?.props.value, LISTENING.test(key) ? listening : along(key) ? forAll : own),
    ...besidesGivenBack.map((path) => write(path, then[path], beside)),
  ];
}

function credible(key: string, { value, beside = {} }: Props): boolean {
  const others = Object.entries(beside as Record<string, Json>);
  return (
    isSound(key, value) && others.every(([path, text]) => typeof text === "string" && along(key)?.names.test(path))
  );
}

/** Whether it is a setting of the network, and a value of one line. */
export function isSound(path: string, value: Json | undefined): boolean {
  return isNetworkSetting(path.split("/")) && typeof value === "string" && /^[ -~]*$/.test(value);
}

function isText(value: string | undefined): boolean {
  return value !== undefined;
}

/** White space between several numbers of one setting is a tab to the kernel and anything to people. */
function folded(value: string): string {
  return String(value).trim().replace(/\s+/g, " ");
}
