import { WIREGUARD_DEFAULTS } from "../../../net/schema/wireguard.ts";
import { publicKeyOf } from "../../../net/wireguard.ts";
import { type Dump, type Entry, objectsOf, type Question, type Tunnels } from "../dump.ts";
import type { Json } from "../json.ts";
import { isMark } from "../mark.ts";
import type { Context, Item, Kind, Line, Observed, Operation, Props, Ref, Wanted } from "../model.ts";
import { linksIn } from "./link/far-end.ts";
import type { Placed } from "./link/type.ts";
import { orderOf } from "./order.ts";
import { LINKS, linkNamed } from "./questions.ts";

/** Interfaces and their peers, with the keys of both. */
export const TUNNELS: Tunnels = { wg: "show all dump", as: "tunnels" };

export const ASKED: Question[] = [TUNNELS, LINKS];

/** How a section of a configuration calls what a property says. */
const WORDS: Readonly<Record<string, string>> = { listenPort: "ListenPort", fwmark: "FwMark" };

/**
 * What an interface of type wireguard is besides an interface: its key, its port, its mark. It is made and goes with its
 * link, whose mark says whose it is. Keys are compared by what is public of them.
 */
export const wg: Kind = {
  name: "wg",
  asks: ({ keys }) => (keys.length > 0 ? ASKED : []),
  on: ({ scope, key }) => [{ kind: "link", scope, key }],
  fixed: [],
  want: (declared) => linksIn(declared).filter(isWireguard).map(wanted),
  observe: (dump, context) =>
    objectsOf(dump, TUNNELS)
      .filter(({ peer }) => peer === undefined)
      .map((entry) => observed(entry, dump, context)),
  lines,
  show: ({ props: { publicKey: _, ...props } }) => props,
  home: ({ scope, key }) => ({ scope, path: ["links", key] }),
  shown: (property, have) =>
    property === "publicKey"
      ? { path: ["privateKey"], value: `that of the public key ${have ?? "none"}` }
      : { path: [property], value: have },
};

/** Whether a link has keys and peers. */
export function isWireguard({ json }: Placed): boolean {
  return json.type === "wireguard";
}

function wanted({ scope, name, json, path, declaredIn }: Placed): Wanted {
  const { listenPort, fwmark = WIREGUARD_DEFAULTS.fwmark } = json;
  const privateKey = String(json.privateKey);
  return {
    kind: "wg",
    scope,
    key: name,
    props: { publicKey: publicKeyOf(privateKey), fwmark, ...(listenPort !== undefined && { listenPort }) },
    secrets: { privateKey },
    at: { scope: declaredIn, path },
  };
}

function observed(
  { dev, privateKey, publicKey = null, listenPort = 0, fwmark = 0 }: Entry,
  dump: Dump,
  context: Context,
): Observed {
  const ref: Ref = { kind: "wg", scope: dump.scope, key: String(dev) };
  const props: Props = { publicKey, listenPort, fwmark };
  return {
    ...ref,
    props,
    owner: ownerOf(dump, dev, context),
    ...(privateKey !== undefined && { secrets: { privateKey: String(privateKey) } }),
  };
}

/** Whose the interface is. */
function ownerOf(dump: Dump, dev: Json | undefined, { claims }: Context): string | undefined {
  const alias = linkNamed(dump, dev)?.ifalias;
  return isMark(alias) ? alias : claims.claimant({ kind: "link", scope: dump.scope, key: String(dev) });
}

function lines({ verb, scope, key, want, changes }: Operation): Line[] {
  if (verb === "delete" || want === undefined) return [];
  const isSaid = saidBy({ verb, changes });
  const said = Object.entries(WORDS).filter(([property]) => isSaid(property) && property in want.props);
  const words = said.map(([property, word]) => `${word} = ${want.props[property]}`);
  const secret = isSaid("publicKey") ? [`PrivateKey = ${keyOf(want)}`] : [];
  return [configured(scope, key, ["[Interface]", ...secret, ...words], orderOf("give keys"))];
}

/** Whether an operation says a property: one that creates says all. */
export function saidBy({ verb, changes }: Pick<Operation, "verb" | "changes">): (property: string) => boolean {
  return (property) => verb === "create" || changes.some((change) => change.property === property);
}

/** All zeros is none. */
export const NO_KEY = `${"A".repeat(43)}=`;

function keyOf({ secrets }: Item): string {
  return secrets?.privateKey ?? NO_KEY;
}

/** A section of a configuration, added to what the interface has. It may hold keys: nothing of it is shown. */
export function configured(scope: string, dev: string, section: readonly string[], order: number): Line {
  const input = `${section.join("\n")}\n`;
  return { stage: "configure", order, scope, tool: "wg", text: `addconf ${dev} /proc/self/fd/0`, input };
}
