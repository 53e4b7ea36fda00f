import { setTimeout as delay } from "node:timers/promises";
import type { Sandbox } from "../../sandbox.ts";

/** All that the tools of the field say of a host's network, without what moves by itself. */
export interface Photograph {
  /** One line a fact, by namespace. Equal hosts have equal text. */
  text: string;
  /** Whether all is among them, or what a brief one has. */
  isWhole: boolean;
  /** Interface indexes by "namespace/name": an interface that was made anew has another. */
  indexes: Record<string, number>;
  /** IPv6 is still asking around whether an address is free, or begins to when a bridge hears of its ports. */
  restless: boolean;
}

/** What a photograph is taken for. */
export interface Purpose {
  /**
   * Without settings, the firewall and the others' namespace, three quarters of the time that it takes: false by default.
   * Where a program takes long, whole ones at the beginning and the end tell of every test between them.
   */
  brief?: boolean;
}

/** The namespace that others have, where the host is a `World`. */
export const OTHERS = "THEIRS";

/** `ip`, `bridge`, `iptables-save`, `wg`, `ipset`, as a person would look; no line of it is shared with the provider. */
const QUESTIONS = `ip -d -j -force -batch - <<END
link
addr
route show table all
neigh show nud permanent
rule
END
ip -6 -d -j rule
echo
bridge -j -compressvlans -batch - <<END
vlan show
fdb show
END
tc -j qdisc show
echo
wg show all dump 2>/dev/null
`;

const FIREWALL = `iptables-save
ip6tables-save
ipset save 2>/dev/null
`;

/** grep, because `sysctl -a` takes three times as long, and a photograph is what tests do most. */
const SETTINGS = "grep -rs . /proc/sys/net";

/** Counters, timers, and numbers that the kernel gives out anew. */
const VOLATILE = new Set([
  "ifindex",
  "link_index",
  "link_netnsid",
  "stats64",
  "tentative",
  "operstate",
  "root_port",
  "permaddr",
  "link_failure_count",
  // What a bond's members can do, and one that had any goes on with.
  "tso_max_size",
]);

function volatile(key: string): boolean {
  return VOLATILE.has(key) || /timer$|^designated_|^(root|bridge|port)_id$|topology_change/.test(key);
}

/**
 * Marks on an interface or a route that follow its carrier, at a time of the kernel's choosing: IPv6 takes up one of
 * several next hops again only when its interface has a carrier.
 */
const CARRIER = new Set<unknown>(["NO-CARRIER", "LOWER_UP", "linkdown", "dead"]);

/** What can be photographed: a sandbox, or a host with a Docker Engine. */
type Place = Pick<Sandbox, "run" | "must">;

/**
 * Interfaces that the kernel makes in every namespace when somebody makes the first tunnel of a type, wherever that is:
 * another test may.
 */
const OF_MODULES = "gre0|gretap0|erspan0|tunl0|sit0|ip6tnl0|ip6gre0|ip_vti0|ip6_vti0";
const IS_OF_MODULE = new RegExp(`^(${OF_MODULES})$`);
/** Of the lines that are no JSON: comments, what moves by itself, and settings of such an interface. */
const PASSING = new RegExp(`^\\[|^#|^$|^/proc/sys/net/.*(/(${OF_MODULES})/|conntrack_count)`);

/** The port that the kernel chose for a tunnel; tests choose this one. */
const CHOSEN = /^(\S+\t\S+\t\S+\t)(?!51820\t)(?:3[3-9]|[45]\d)\d{3}(?=\t)/;

export async function photograph(sandbox: Place, { brief = false }: Purpose = {}): Promise<Photograph> {
  const all = (await sandbox.must(["ls", "/run/netns"])).split("\n").filter(Boolean);
  const names = all.filter((name) => !brief || name !== OTHERS);
  const script = brief ? QUESTIONS : QUESTIONS + FIREWALL + SETTINGS;
  const scopes = await Promise.all(["host", ...names].map((scope) => photographScope(sandbox, scope, script)));
  return {
    text: scopes.map(({ text }) => text).join("\n"),
    isWhole: !brief,
    indexes: Object.assign({}, ...scopes.map(({ indexes }) => indexes)),
    restless: scopes.some(({ restless }) => restless),
  };
}

async function photographScope(sandbox: Place, scope: string, script: string) {
  const { code, stderr, stdout } = await sandbox.run(["sh", "-c", script], { scope });
  if (code === undefined || stderr.includes("Invalid argument"))
    return { text: `${scope}: ${stderr}`, indexes: {}, restless: false };
  const lines = stdout.split("\n");
  const lists = lines
    .filter((line) => line.startsWith("["))
    .map((line) => JSON.parse(line) as Record<string, unknown>[]);
  const isOfModule = ({ ifname }: Record<string, unknown>) => IS_OF_MODULE.test(String(ifname));
  const facts = lists.flatMap((list, question) =>
    list
      .filter((entry) => !isOfModule(entry) && !isOfVrfs(entry))
      .flatMap(apart)
      .filter((entry) => !isDrawn(entry, lists[0] ?? []))
      .filter(lasting)
      .map((entry) => `${question} ${JSON.stringify(steady(entry))}`),
  );
  const rest = lines.filter((line) => !PASSING.test(line));
  const ofSets = rest.filter(isOfSet).map(lastingOfSet).sort();
  return {
    text: [...facts.sort(), ...rest.filter((line) => !isOfSet(line)).map(lastingOf), ...ofSets]
      .map((fact) => `${scope}: ${fact}`)
      .join("\n"),
    indexes: Object.fromEntries((lists[0] ?? []).map((link) => [`${scope}/${link.ifname}`, Number(link.ifindex)])),
    restless: stdout.includes('"tentative":true') || isLate(lists[0] ?? []),
  };
}

/** Without counters, and what the kernel chooses. Most lines are settings, which have none. */
function lastingOf(line: string): string {
  if (line.startsWith("/proc/")) return line;
  return line.replace(/\[\d+:\d+\]/, "").replace(CHOSEN, "$1CHOSEN");
}

/** What `ipset save` prints, in an order of the kernel's own. */
function isOfSet(line: string): boolean {
  return /^(create|add) /.test(line);
}

/** Seeds and sizes that the kernel chooses, and what counts and runs down. */
function lastingOfSet(line: string): string {
  return line
    .replace(/ (initval|hashsize|packets|bytes) \S+/g, "")
    .replace(/^(add .*) timeout [1-9]\d*/, "$1 timeout SOME");
}

/** Whether a bridge has no carrier although a port of it forwards: the kernel tells it so up to a second later. */
function isLate(links: Record<string, unknown>[]): boolean {
  const has = ({ flags }: Record<string, unknown>, flag: string) => (flags as string[]).includes(flag);
  const forwards = links.filter((link) => JSON.stringify(link).includes('"state":"forwarding"'));
  const masters = new Set(forwards.filter((link) => has(link, "LOWER_UP")).map(({ master }) => master));
  return links.some((link) => masters.has(link.ifname) && has(link, "NO-CARRIER"));
}

/** A rule that the kernel makes with the first VRF of a namespace, once and for all. */
function isOfVrfs(entry: Record<string, unknown>): boolean {
  return "l3mdev" in entry && entry.protocol === "kernel";
}

/** Each address is a fact of its own: in which order an interface got them is nobody's business. */
function apart({ addr_info, ...link }: Record<string, unknown>): Record<string, unknown>[] {
  const addresses = (addr_info ?? []) as Record<string, unknown>[];
  return [link, ...addresses.map((address) => ({ ifname: link.ifname, ...address }))];
}

/** What a bridge or vxlan was told for good; the addresses that an interface listens to are its own. */
function isKept({ mac, state, master, dst }: Record<string, unknown>): boolean {
  return mac === undefined || (state !== "" && (master !== undefined || dst !== undefined));
}

/** The route of all multicast comes with a link's carrier, or with an IPv6 address that it gets while it is up. */
function lasting(entry: Record<string, unknown>): boolean {
  return isKept(entry) && (entry.dst !== "ff00::/8" || entry.type !== "multicast");
}

/** The address that IPv6 makes of the one that an ip6tnl draws when it is made, and the route to it. */
function isDrawn(
  { ifname, dev = ifname, local, dst = local }: Record<string, unknown>,
  links: Record<string, unknown>[],
) {
  const drawn = links.some((link) => link.ifname === dev && link.link_type === "tunnel6");
  return drawn && /^fe80:[^/]*$/.test(String(dst));
}

function steady(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((entry) => !CARRIER.has(entry)).map(steady);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !volatile(key))
      .map(([key, member]) => [key, steady(member)])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
}

/** Settings, lines of iptables-save and ipset, and all of the others' namespace. */
const IS_OF_WHOLE = new RegExp(`^(${OTHERS}: |\\S+: (/proc/sys/|[*:]|-A |COMMIT$|create |add ))`);

/** The facts that differ, "- was" and "+ is"; empty for equal hosts. Of a brief photograph and a whole one, what both have. */
export function differences(before: Photograph, after: Photograph): string[] {
  if (before.text === after.text) return [];
  const all = before.isWhole && after.isWhole;
  const factsOf = ({ text }: Photograph) => text.split("\n").filter((fact) => all || !IS_OF_WHOLE.test(fact));
  const [was, is] = [factsOf(before), factsOf(after)];
  const [then, now] = [new Set(was), new Set(is)];
  return [
    ...was.filter((fact) => !now.has(fact)).map((fact) => `- ${fact}`),
    ...is.filter((fact) => !then.has(fact)).map((fact) => `+ ${fact}`),
  ];
}

/** Far above what IPv6 takes: a busy or emulated machine takes long to look. */
const PATIENCE_MS = 30_000;

/** Addresses that IPv6 is still asking around about: much less to ask than a photograph. */
const TENTATIVE = `ip -6 -o addr show tentative
for name in $(ls /run/netns); do ip -n $name -6 -o addr show tentative; done`;

/** Waits until there are none, or it is too late. */
async function rested(place: Place, end: number): Promise<void> {
  while (Date.now() < end && (await place.run(["sh", "-c", TENTATIVE])).stdout !== "") await delay(100);
}

/**
 * A photograph when nothing moves any more, or as soon as the host is as hoped. IPv6 takes up to two seconds to be sure
 * of an address.
 */
export async function settled(place: Place, hoped?: Photograph, purpose?: Purpose): Promise<Photograph> {
  let now = await photograph(place, purpose);
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    if (hoped && differences(hoped, now).length === 0) return now;
    await delay(100);
    if (now.restless) await rested(place, end);
    const next = await photograph(place, purpose);
    if (!hoped && next.text === now.text && !next.restless) return next;
    now = next;
  }
  return now;
}

/** How the host differs from an earlier photograph, once it has had time to become like it; empty when it is the same. */
export async function changedSince(before: Photograph, place: Place): Promise<string[]> {
  return differences(before, await settled(place, before));
}
