import { endMtu } from "../../../../net/cable.ts";
import { derivedName } from "../../../../net/name.ts";
import { netnsOf } from "../../dump.ts";
import type { Json } from "../../json.ts";
import type { Item } from "../../model.ts";
import { masterMtu } from "./master.ts";
import { peerOf } from "./peer.ts";
import type { LinkJson, LinkType, Placed } from "./type.ts";

/** A virtual cable: two interfaces, each in a namespace of its own, what enters one leaves the other. */
export const veth: LinkType = {
  type: "veth",
  mtu(placed, linkOf) {
    const said = (end: Placed) => ({ mtu: end.json.mtu, bridge: masterMtu(end, linkOf) });
    const other = linkOf(...splitPeer(placed.peer));
    return endMtu(said(placed), other ? said(other) : {});
  },
  ends,
  fixed: ["peer"],
  want: ({ peer }) => ({ peer: peer ?? "" }),
  observe: (link, dump, all) => ({ peer: peerOf(link, dump, all) }),
  on({ props }) {
    const [scope, key] = splitPeer(props.peer);
    return [{ kind: "link", scope, key }];
  },
  mac: () => "own",
  create(item, { dumps }) {
    const [scope = "", name = ""] = splitPeer(item.props.peer);
    if (!makesThePair(item, scope, name)) return undefined;
    const there = scope === item.scope ? "" : ` netns ${netnsOf(scope, dumps)}`;
    // One queue each: the default of one per processor makes a pair twice as slow to create.
    return `numtxqueues 1 numrxqueues 1 type veth peer name ${name} numtxqueues 1 numrxqueues 1${there}`;
  },
  change: (property) => {
    throw new Error(`the ${property} of a veth is given at its creation`);
  },
  show(_property, peer) {
    const [scope, name] = splitPeer(peer);
    return { scope, name };
  },
};

/** "scope/name", names of containers' scopes included: `container:web/eth1`. */
function splitPeer(peer: Json | undefined): [scope: string, name: string] {
  const text = String(peer ?? "");
  const slash = text.lastIndexOf("/");
  return [text.slice(0, slash), text.slice(slash + 1)];
}

function ends(near: Placed): Placed[] {
  const { scope, name, json } = near;
  const peer = json.peer as Record<string, Json>;
  const there = String(peer.scope);
  const other = typeof peer.name === "string" ? peer.name : derivedName(name, `${scope}/${name}`);
  const far: Placed = {
    scope: there,
    name: other,
    json: { ...peer, type: "veth" } as LinkJson,
    path: [...near.path, "peer"],
    declaredIn: scope,
    peer: `${scope}/${name}`,
  };
  return [{ ...near, peer: `${there}/${other}` }, far];
}

/** One end's line makes both. It runs where the other end's namespace has a name: the host itself has none. */
function makesThePair(item: Item, scope: string, name: string): boolean {
  if (item.scope === "host" || scope === "host") return item.scope === "host" && (scope !== "host" || item.key < name);
  return item.scope === scope ? item.key < name : item.scope < scope;
}
