import type { Scopes } from "../../../net/schema/scope.ts";
import type { Dump, Entry } from "../dump.ts";
import type { Json } from "../json.ts";
import { isMark } from "../mark.ts";
import type { Context, Kind, Lean, Line, Observed, Operation, Props, Ref, Wanted } from "../model.ts";
import {
  bridgeOf,
  observedOfPort,
  portGivenBack,
  portIn,
  portKept,
  portLines,
  portOrigin,
  shownOfPort,
  toldOfPort,
  wantedOfPort,
} from "./existing-port.ts";
import { linkAt, linksIn } from "./link/far-end.ts";
import { leavesDown, ownMac, takesDown } from "./link/master.ts";
import { isOfPort } from "./link/port.ts";
import { identity } from "./link/steady.ts";
import type { LinkJson, Placed } from "./link/type.ts";
import { asksForVlansOf } from "./link/vlans.ts";
import { namespaceOf } from "./namespace.ts";
import { orderOf, type Step } from "./order.ts";
import { LINKS, linkNamed, linksOf } from "./questions.ts";

/** What can be said of it: as a dump has it, the words after `ip link set dev NAME`, and when they are said. */
export interface Property {
  read(link: Entry, dump: Dump): Json;
  words(value: Json): string;
  step: Step;
}

export const PROPERTIES: Readonly<Record<string, Property>> = {
  mtu: { read: ({ mtu = 0 }) => mtu, words: (value) => `mtu ${value}`, step: "shape links" },
  mac: { read: ownMac, words: (value) => `address ${value}`, step: "shape links" },
  master: {
    read: ({ master = null }) => master,
    words: (value) => (value === null ? "nomaster" : `master ${value}`),
    step: "join masters",
  },
  up: {
    read: ({ flags }) => (flags as string[]).includes("UP"),
    words: (value) => (value ? "up" : "down"),
    step: "raise links",
  },
};

/**
 * One property of an interface that is somebody else's and stays so: no mark is put on it, and nothing of ours ever removes
 * it. The registry remembers who wants what of it and what it was before, as for a setting of the kernel.
 */
export const existing: Kind = {
  name: "existing",
  label: (key) => [nameIn(key), ...(portIn(key) ? [propertyIn(key)] : [])].join(" "),
  interfaceOf: nameIn,
  asks: ({ wants }) => [LINKS, ...asksForVlansOf(wants)],
  keeps: portKept,
  on: ({ scope, key, props }) => [
    ...namespaceOf(scope),
    { kind: "link", scope, key: nameIn(key) },
    ...(props.master ? [{ kind: "link", scope, key: String(props.master) }] : []),
    ...bridgeOf(scope, key),
  ],
  leans: ({ scope, props: { master } }): Lean[] =>
    master ? [{ property: "master", on: { kind: "link", scope, key: String(master) } }] : [],
  fixed: [],
  shared: true,
  claimed: () => true,
  identity: ({ kind, scope, key }, dump) => identity({ kind, scope, key: nameIn(key) }, dump),
  want: ({ scope, scopes }) =>
    linksIn({ scope, scopes })
      .filter(isInPlace)
      .flatMap((link) => [...wanted(link, scopes), ...wantedOfPort(link)]),
  observe: (dump, context) =>
    linksOf(dump)
      .filter(({ ifalias }) => !isMark(ifalias))
      .flatMap((link) => observed(link, dump, context)),
  lines,
  origin: ({ key }) => portOrigin(key),
  same: (property, want) => isOfPort(property) && want === null,
  tell: toldOfPort,
  show: ({ key, props }) => shownOfPort(key, Object.values(props)[0] ?? null),
  home: ({ scope, key }) => ({ scope, path: ["links", nameIn(key), ...propertyIn(key).split(".")] }),
  shown: (_property, have, { key }) => ({ path: [], value: have === undefined ? have : shownOfPort(key, have) }),
};

/** Whether a link is somebody else's, and only used. */
export function isExisting({ json }: Pick<Placed, "json">): boolean {
  return json.type === "existing";
}

/** What is moved is one item with all that is said of it. */
function isInPlace(link: Placed): boolean {
  return isExisting(link) && link.json.from === undefined;
}

function wanted({ scope, name, json, path, declaredIn }: Placed, scopes: Scopes): Wanted[] {
  const said = Object.keys(PROPERTIES).filter((property) => json[property] !== undefined);
  return said.map((property) => ({
    kind: "existing",
    scope,
    key: `${name} ${property}`,
    props: { [property]: canonical(json, property) },
    at: { scope: declaredIn, path: [...path, property] },
    ...(property === "master" && sinks({ scope, json }, scopes)),
  }));
}

/** A bond of the same declaration, which may not be there yet: what is there is seen. */
export function sinks({ scope, json: { master } }: Pick<Placed, "scope" | "json">, scopes: Scopes) {
  return linkAt(scopes, scope, String(master))?.json.type === "bond" && { sinks: true };
}

export function canonical(json: LinkJson, property: string): Json {
  const value = json[property] ?? null;
  return property === "mac" ? String(value).toLowerCase() : value;
}

function observed(link: Entry, dump: Dump, context: Context): Observed[] {
  const { claims } = context;
  const { scope } = dump;
  const own = Object.entries(PROPERTIES).map(([property, { read }]) => ({
    ...{ key: `${link.ifname} ${property}`, property, value: read(link, dump) },
  }));
  return [...own, ...observedOfPort(link, dump, context)].map(({ key, property, value }) => {
    const ref: Ref = { kind: "existing", scope, key };
    const props: Props = { [property]: value };
    const owner = claims.claimant(ref);
    // What nobody claims is no object of anybody's, to be missed or put back.
    return { ...ref, props, owner, ...(owner === undefined && { passing: true }) };
  });
}

function nameIn(key: string): string {
  return key.split(" ")[0] ?? "";
}

function propertyIn(key: string): string {
  return key.split(" ")[1] ?? "";
}

/** One that is not there is told by `ip`, in its words. */
function lines(operation: Operation, context: Context): Line[] {
  const { verb, scope, key, want, changes } = operation;
  const [property, port] = [propertyIn(key), portIn(key)];
  if (want === undefined || (verb !== "create" && changes.length === 0)) return [];
  if (port) return portLines(operation, port, context);
  const led = set({ ...want, key: nameIn(key) }, property, want.props[property] ?? null, context.dumps.get(scope));
  return verb === "release" ? [...led, ...portGivenBack(operation, context)] : led;
}

/** What sets one property of a living interface. */
export function set({ scope, key, sinks }: Wanted, property: string, value: Json, dump: Dump | undefined): Line[] {
  const known = PROPERTIES[property];
  if (!known) return [];
  const line = (step: Step, words: string): Line => ({
    ...{ stage: "configure", order: orderOf(step), scope, tool: "ip", text: `link set dev ${key} ${words}` },
  });
  const said = line(known.step, known.words(value));
  const live = linkNamed(dump, key);
  const isUp = live !== undefined && (live.flags as string[]).includes("UP");
  if (property !== "master" || !isUp) return [said];
  const isDown = value !== null && (sinks === true || takesDown(value, true, dump));
  const [first, last] = [line(known.step, "down"), line("raise links", "up")];
  return [...(isDown ? [first] : []), said, ...(isDown || leavesDown(live) ? [last] : [])];
}
