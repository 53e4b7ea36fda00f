import { parseTime } from "../../../net/quantity.ts";
import type { Shaping } from "../../../net/schema/shaping.ts";
import { containerOf } from "../../../net/scope.ts";
import { type Dump, type Entry, objectsOf, type Queues } from "../dump.ts";
import { idOf } from "../identity.ts";
import type { Json } from "../json.ts";
import { PROTOCOL } from "../mark.ts";
import type { Context, Declared, Item, Kind, Line, Observed, Operation, Place, Ref, Wanted } from "../model.ts";
import { deviceOf, keyOfNetwork, keysOf, networkIn } from "./joined.ts";
import { linksIn } from "./link/far-end.ts";
import { identity } from "./link/steady.ts";
import { declaredNetem, isMarked, netemWords, observedNetem } from "./netem.ts";
import { orderOf } from "./order.ts";
import { ownerByDevice } from "./owner.ts";

const QUEUES: Queues = { tc: "qdisc show", as: "queues" };

/** What the kernel gives an interface by itself has none. */
const NO_HANDLE = "0:";

/** What leaves by an interface is delayed, lost, ...: its root queueing discipline, netem. Its mark is its handle. */
export const shaping: Kind = {
  name: "shaping",
  part: {
    what: "netem",
    config: "CONFIG_NET_SCH_NETEM",
    module: "sch_netem",
    tool: "tc",
    line: "qdisc add dev lo root netem",
  },
  asks: ({ keys }) => (keys.length > 0 ? [QUEUES] : []),
  on: (item) => (networkIn(item.key) === undefined ? [linkOf(item)] : []),
  // Nothing of tc takes an option away that it does not set, and one of another kind is another.
  fixed: ["qdisc", "other"],
  claimed: () => true,
  identity: (ref, dump) => identity({ ...ref, key: deviceOf(ref.key, dump) ?? "" }, dump),
  recall: ({ props }) => (isMarked(props.handle) ? {} : undefined),
  want: (declared: Declared) => [...linksIn(declared).flatMap(wanted), ...wantedOfJoined(declared)],
  observe: (dump, context) =>
    objectsOf(dump, QUEUES)
      .filter(isSet)
      .flatMap((json) => observed(json, dump, context)),
  same,
  lacks,
  lines,
  show: ({ props }) => props,
  home,
  shown: (property, have) => ({ path: [property], value: have ?? undefined }),
};

function wanted({ scope, name, json, declaredIn, path }: ReturnType<typeof linksIn>[number]): Wanted[] {
  if (json.shaping === undefined) return [];
  const at = { scope: declaredIn, path: [...path, "shaping"] };
  return [{ kind: "shaping", scope, key: name, props: declaredNetem(json.shaping as Shaping), at }];
}

/** By the network that it is on: which interface that is, and of what name, is the engine's to say. */
function wantedOfJoined({ scope, json }: Declared): Wanted[] {
  return Object.entries(json.networks ?? {}).flatMap(([network, { shaping }]) => {
    if (shaping === undefined) return [];
    const at = { scope, path: ["networks", network, "shaping"] };
    return { kind: "shaping", scope, key: keyOfNetwork(network), props: declaredNetem(shaping), at };
  });
}

function isSet({ root, handle }: Entry): boolean {
  return root === true && handle !== NO_HANDLE;
}

/**
 * One of another kind that others set is let be: only its owner can make it again. By the key that nobody claims it by it
 * is the same one, and waits to be wanted.
 */
function observed(json: Entry, dump: Dump, context: Context): Observed[] {
  const refs = keysOf(String(json.dev), dump).map((key): Ref => ({ kind: "shaping", scope: dump.scope, key }));
  const mark = { dev: json.dev ?? null, protocol: isMarked(json.handle) ? PROTOCOL : null };
  const owners = refs.map((ref) => ownerByDevice(ref, mark, dump, context));
  return refs.map((ref, i): Observed => {
    const owner = owners[i] ?? owners.find((other) => other !== undefined);
    const isLetBe = owner !== owners[i] || (json.kind !== "netem" && owner !== context.owner);
    return { ...ref, props: observedNetem(json), owner, ...(isLetBe && { passing: true }) };
  });
}

function linkOf({ scope, key }: Ref): Ref {
  return { kind: "link", scope, key };
}

/** tc prints microseconds of what it keeps in steps of 64 ns, and rounds down. Of the distribution the handle tells. */
function same(property: string, want: Json, have: Json): boolean {
  if (property === "distribution") return want === null || have === null;
  if (property !== "delay" && property !== "jitter") return false;
  return Math.abs(parseTime(String(want)) - parseTime(String(have))) <= 1;
}

/** The interface, where the engine has put none there: to connect the container is another resource's, and comes before. */
function lacks({ scope, key }: Operation, { dumps }: Context): string | undefined {
  const dump = dumps.get(scope);
  if (dump === undefined || deviceOf(key, dump) !== undefined) return undefined;
  const network = networkIn(key);
  return (
    `${scope} has no interface on network ${network} that could be shaped: none has the MAC address, or an address, that ` +
    `Docker Engine tells of it. Is it connected? docker network connect ${network} ${containerOf(scope)}`
  );
}

function lines({ verb, scope, key, want, changes }: Operation, { dumps }: Context): Line[] {
  // Where there is none, `lacks` has told.
  const dev = deviceOf(key, dumps.get(scope)) ?? "";
  const line = (text: string): Line => {
    return { stage: "configure", order: orderOf("shape packets"), scope, tool: "tc", text };
  };
  const gone = { ...line(`qdisc del dev ${dev} root`), removes: true };
  if (verb === "delete") return [gone];
  // In place where the handle is the same: what waits in it goes on waiting. The kernel makes none that duplicates packets
  // beside another netem of its interface, nor in the place of one.
  const isAnother = changes.some(({ property }) => property === "handle");
  return [...(isAnother ? [gone] : []), line(`qdisc replace dev ${dev} root ${netemWords(want?.props ?? {})}`)];
}

/** Beside its link, wherever that is declared. */
function home(item: Item, wanted: ReadonlyMap<string, Wanted>): Place {
  const network = networkIn(item.key);
  if (network !== undefined) return { scope: item.scope, path: ["networks", network, "shaping"] };
  const { scope, path } = wanted.get(idOf(linkOf(item)))?.at ?? { scope: item.scope, path: ["links", item.key] };
  return { scope, path: [...path, "shaping"] };
}
