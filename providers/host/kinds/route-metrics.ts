import type { Route as Declaration } from "../../../net/schema/route.ts";
import type { Json } from "../json.ts";
import type { Props } from "../model.ts";

/** A metric of a route: its name in a dump, and the words that set it. */
interface Metric {
  dumped: string;
  words(value: Json): string;
}

const METRICS: Readonly<Record<string, Metric>> = {
  mtu: numbered("mtu"),
  advmss: numbered("advmss"),
  initcwnd: numbered("initcwnd"),
  initrwnd: numbered("initrwnd"),
  window: numbered("window"),
  rtoMin: { dumped: "rto_min", words: (value) => `rto_min ${value}ms` },
  hoplimit: numbered("hoplimit"),
  quickack: { dumped: "quickack", words: () => "quickack 1" },
  congctl: { dumped: "congestion", words: (value) => `congctl ${value}` },
};

function numbered(word: string): Metric {
  return { dumped: word, words: (value) => `${word} ${value}` };
}

export function metricsWanted(json: Declaration): Props {
  const value = (name: string) => (json as Record<string, Json>)[name] || null;
  return Object.fromEntries(Object.keys(METRICS).map((name) => [name, value(name)]));
}

export function metricsObserved(json: Record<string, Json>): Props {
  const has = dumpedOf(json);
  const value = (name: string, { dumped }: Metric) => (name === "quickack" ? has[dumped] === 1 || null : has[dumped]);
  return Object.fromEntries(Object.entries(METRICS).map(([name, metric]) => [name, value(name, metric) ?? null]));
}

/** Those that are set, by their names in a declaration. */
export function metricsShown(props: Props): Record<string, Json> {
  const set = Object.keys(METRICS).filter((name) => (props[name] ?? null) !== null);
  return Object.fromEntries(set.map((name) => [name, props[name] ?? null]));
}

/** @example metricWords({ mtu: 1400, rtoMin: 50 }) // ["mtu 1400", "rto_min 50ms"] */
export function metricWords(props: Props): string[] {
  return Object.entries(metricsShown(props)).map(([name, value]) => METRICS[name]?.words(value) ?? "");
}

/** What a route says beyond what can be declared, as `ip route add` takes it: "features ecn realms 3/4"; null for nothing. */
export function furtherWords(json: Record<string, Json>): string | null {
  const known = Object.values(METRICS).map(({ dumped }) => dumped);
  const others = Object.entries(dumpedOf(json)).filter(([name]) => !known.includes(name));
  const metrics = others.map(([name, value]) => (value === null ? `features ${name}` : `${name} ${value}`));
  const flow = json.flow as Record<string, Json> | undefined;
  const realms = flow ? [`realms ${flow.from ? `${flow.from}/` : ""}${flow.to}`] : [];
  return [...metrics, ...realms].join(" ") || null;
}

function dumpedOf({ metrics }: Record<string, Json>): Record<string, Json> {
  return Object.assign({}, ...((metrics ?? []) as Record<string, Json>[]));
}
