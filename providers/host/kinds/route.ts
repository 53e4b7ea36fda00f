import { contains, formatCidr, formatIp, parseCidr, parseIp, parseRange } from "../../../net/ip.ts";
import { defaultFamily } from "../../../net/route.ts";
import { tableNumber } from "../../../net/route-table.ts";
import type { Route as Declaration } from "../../../net/schema/route.ts";
import { type Dump, type Objects, objectsOf } from "../dump.ts";
import type { Json } from "../json.ts";
import { PROTOCOL } from "../mark.ts";
import type { Context, Declared, Item, Kind, Line, Observed, Operation, Props, Ref, Wanted } from "../model.ts";
import { linksIn } from "./link/far-end.ts";
import { namespaceOf } from "./namespace.ts";
import { orderOf, type Step } from "./order.ts";
import { ownerByDevice } from "./owner.ts";
import { LINKS, ROUTES, RULES } from "./questions.ts";
import { devicesOf, hopsObserved, hopWanted, hopWords, sameHops } from "./route-hops.ts";
import { furtherWords, metricsObserved, metricsShown, metricsWanted, metricWords } from "./route-metrics.ts";
import { madeByKernel, routeTypeName, scopeName } from "./rtnetlink.ts";

/** A route, told from others by table, destination and metric. Its mark is protocol 205. */
export const route: Kind = {
  name: "route",
  field: "routes",
  asks: ({ keys }) => [ROUTES, LINKS, ...rulesFor(keys)],
  label,
  fixed: [],
  whole: true,
  claimed: () => true,
  want: (declared) => (declared.json.routes ?? []).map(wanted(declared)),
  observe,
  lines,
  on,
  leans,
  same: (property, want, have) => property === "nexthops" && sameHops(want, have),
  recall: ({ props }) => (props.protocol === PROTOCOL ? {} : undefined),
  show,
  home: ({ scope }) => ({ scope, path: ["routes", "-"] }),
};

const MAIN = "254";
const METRIC = { 4: 0, 6: 1024 } as const;
/** Whether others lead packets to tables that are not the kernel's own; IPv6 has no rule for `default`. */
function rulesFor(keys: readonly string[]): Objects[] {
  const own = keys.filter((key) => !/ table (254|255) /.test(key));
  return [...new Set(own.map((key) => RULES[key.includes(":") ? 6 : 4]))];
}

const EVERYWHERE = { 4: "0.0.0.0/0", 6: "::/0" } as const;

function wanted(declared: Declared): (json: Declaration, index: number) => Wanted {
  return (json, index) => {
    const to = destination(json);
    const type = json.type ?? "unicast";
    const props: Props = {
      type,
      protocol: PROTOCOL,
      source: json.source ? formatIp(parseIp(json.source)) : null,
      ...metricsWanted(json),
      other: null,
      ...(type === "unicast" ? leading(json, to.family, (via) => deviceTowards(declared, via)) : {}),
    };
    // To the kernel an IPv6 metric of 0 means 1024 as well.
    const key = keyOf(
      String(tableNumber(json.table ?? "main")),
      formatCidr(to),
      Number(json.metric || METRIC[to.family]),
    );
    return { kind: "route", scope: declared.scope, key, props, at: { scope: declared.scope, path: ["routes", index] } };
  };
}

/** Where it leads; an interface that is not declared may be any. */
function leading(json: Declaration, family: 4 | 6, deviceTowards: (via: string | undefined) => string | undefined) {
  const { via = null, dev = null, onlink = false } = json.nexthops ? {} : hopWanted(json, deviceTowards);
  const reach = json.scope ?? (via || json.nexthops ? "global" : "link");
  return {
    via,
    ...(dev || json.nexthops ? { dev } : {}),
    onlink,
    nexthops: json.nexthops?.map((hop) => hopWanted(hop, deviceTowards)) ?? null,
    ...(family === 4 ? { scope: reach } : {}),
  };
}

function destination(json: Declaration) {
  return json.to === "default" ? parseCidr(EVERYWHERE[defaultFamily(json)]) : parseCidr(json.to);
}

/** The declared link whose subnet the next hop lies in. */
function deviceTowards(declared: Declared, via: string | undefined): string | undefined {
  if (!via) return undefined;
  const hop = parseIp(via);
  const near = linksIn(declared).find(({ json }) =>
    (json.addresses ?? []).some((entry) => {
      const { address, peer } = typeof entry === "string" ? { address: entry } : (entry as Record<string, string>);
      return contains(parseCidr(peer ?? address ?? ""), hop);
    }),
  );
  return near?.name;
}

function keyOf(table: string, to: string, metric: number): string {
  return `${to} table ${table} metric ${metric}`;
}

/** What is as usual goes unsaid, as in `ip route`. */
function label(key: string): string {
  const [plain = "", ahead] = key.split(AHEAD);
  if (ahead !== undefined) return `${label(plain)} ahead of ours, ${ahead.replace(/ *(src|scope|proto) .*/, "")}`;
  const [to = "", , table = MAIN, , metric] = key.split(" ");
  const usual = Number(metric) === METRIC[to.includes(":") ? 6 : 4];
  const name = to === EVERYWHERE[4] ? "default" : to === EVERYWHERE[6] ? "default (IPv6)" : to;
  return `${name}${usual ? "" : ` metric ${metric}`}${table === MAIN ? "" : ` table ${table}`}`;
}

function observe(dump: Dump, context: Context): Observed[] {
  const routes = objectsOf(dump, ROUTES)
    .filter((json) => !madeByKernel(json.protocol))
    .map((json) => observed(json, dump, context));
  return [...Map.groupBy(routes, ({ key }) => key).values()].flatMap(told);
}

/** Between the key of ours and the words of another that stands before it. */
const AHEAD = " ahead ";

/**
 * Of routes with one key the kernel takes the first. What somebody put before ours (`ip route prepend`) is as good as a
 * change of ours, and goes as one would; what stands behind does nothing and is let be.
 */
function told(routes: Observed[]): Observed[] {
  const ours = routes.findLastIndex(({ props }) => props.protocol === PROTOCOL);
  const [one, ...others] = ours < 0 ? routes.slice(0, 1) : routes.slice(0, ours + 1).reverse();
  if (!one) return [];
  const words = ({ props }: Observed) => `${typeWord(props)}${rest(props, familyOf(one.key)).trim()}`;
  const key = (other: Observed) => `${one.key}${AHEAD}${words(other)}`;
  return [one, ...others.map((other) => ({ ...other, key: key(other), owner: one.owner }))];
}

function observed(json: Record<string, Json>, dump: Dump, context: Context): Observed {
  const { scope } = dump;
  const to = destinationOf(json);
  const type = routeTypeName(json.type);
  const props: Props = {
    type,
    protocol: String(json.protocol),
    ...hopsObserved(json),
    source: json.prefsrc ?? null,
    ...metricsObserved(json),
    scope: scopeName(json.scope),
    other: furtherWords(json),
  };
  const tos = json.tos === undefined ? "" : ` tos ${json.tos}`;
  const ref: Ref = {
    kind: "route",
    scope,
    key: `${keyOf(String(json.table ?? MAIN), formatCidr(to), Number(json.metric ?? METRIC[to.family]))}${tos}`,
  };
  const [dev = null] = devicesOf(props);
  return { ...ref, props, owner: ownerByDevice(ref, { ...json, dev }, dump, context) };
}

function on(item: Item): Ref[] {
  const links = linksUnder(item);
  return links.length > 0 && !outlivesLinks(item) ? links : namespaceOf(item.scope);
}

function linksUnder({ scope, props }: Item): Ref[] {
  const devices = props.type === "unicast" ? [...new Set(devicesOf(props))] : [];
  return devices.map((dev) => ({ kind: "link", scope, key: dev }));
}

/** Of several next hops, IPv6 loses only those of an interface that goes; IPv4 loses the route. */
function outlivesLinks({ key, props }: Item): boolean {
  return Boolean(props.nexthops) && familyOf(key) === 6;
}

function leans(item: Item): { property: string; on: Ref }[] {
  return outlivesLinks(item) ? linksUnder(item).map((on) => ({ property: "nexthops", on })) : [];
}

function familyOf(key: string): 4 | 6 {
  return key.split(" ")[0]?.includes(":") ? 6 : 4;
}

function destinationOf(json: Record<string, Json>) {
  const text = String(json.dst);
  // `ip` prints no family; only IPv6 routes have a preference (RFC 4191).
  const six = json.pref !== undefined;
  if (text === "default") return parseCidr(EVERYWHERE[six ? 6 : 4]);
  return parseRange(text);
}

function lines({ verb, scope, want, have, key }: Operation): Line[] {
  const [plain = "", ahead] = key.split(AHEAD);
  const [to = "", , table = MAIN, , metric = "0", , tos] = plain.split(" ");
  const identity = `${to} table ${table}${Number(metric) > 0 ? ` metric ${metric}` : ""}${tos ? ` tos ${tos}` : ""}`;
  const line = (step: Step, text: string): Line => {
    return { stage: "configure", order: orderOf(step), scope, tool: "ip", text };
  };
  if (verb === "delete") {
    const which = ahead === undefined ? ` proto ${have?.props.protocol}` : rest(have?.props ?? {}, familyOf(key));
    const text = `route del ${typeWord(have?.props)}${identity}${which}`;
    return [{ ...line("leave", text), removes: true }];
  }
  const text = `${typeWord(want?.props)}${identity}${rest(want?.props ?? {}, familyOf(key))}`;
  if (ahead !== undefined) return [line("lead the way ahead of others", `route prepend ${text}`)];
  return [line("lead the way", `route ${verb === "create" ? "add" : "replace"} ${text}`)];
}

function typeWord(props: Props | undefined): string {
  return props?.type === "unicast" || !props ? "" : `${props.type} `;
}

function rest(props: Props, family: 4 | 6): string {
  const { source, scope, protocol, other } = props;
  const { one, several } = props.type === "unicast" ? hopWords(props, family) : { one: [], several: [] };
  const words = [
    ...one,
    ...(source ? [`src ${source}`] : []),
    ...(props.type === "unicast" && scope ? [`scope ${scope}`] : []),
    `proto ${protocol}`,
    ...metricWords(props),
    ...(other ? [String(other)] : []),
    ...several,
  ];
  return ` ${words.join(" ")}`;
}

function show(item: Item): Json {
  const [to = "", , table = MAIN, , metric = "0"] = item.key.split(" ");
  const { type, via, dev, onlink, nexthops, source, protocol, other, scope } = item.props;
  const isDefault = to === EVERYWHERE[4] || to === EVERYWHERE[6];
  const hops = { ...(via ? { via } : {}), ...(nexthops ? { nexthops } : {}) } as Pick<Declaration, "via" | "nexthops">;
  const odd = type === "unicast" && scope !== (via || nexthops || to.includes(":") ? "global" : "link");
  return {
    to: isDefault ? "default" : to,
    ...(isDefault && defaultFamily(hops) !== familyOf(to) ? { family: `ipv${familyOf(to)}` } : {}),
    ...(type === "unicast" ? {} : { type: type ?? "" }),
    ...hops,
    ...(dev && type === "unicast" ? { dev } : {}),
    ...(onlink ? { onlink } : {}),
    ...(source ? { source } : {}),
    ...(odd ? { scope: scope ?? "" } : {}),
    ...(table === MAIN ? {} : { table: Number(table) }),
    ...(Number(metric) === METRIC[to.includes(":") ? 6 : 4] ? {} : { metric: Number(metric) }),
    ...metricsShown(item.props),
    ...(protocol === PROTOCOL ? {} : { protocol: protocol ?? "" }),
    ...(other ? { other } : {}),
  };
}
