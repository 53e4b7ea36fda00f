import type { Cidr } from "../../net/ip.ts";
import type { Bound, Listener } from "../../net/listener.ts";
import type { HostRoute } from "../../net/route-line.ts";

/** The stack that declares: what it owns on the host may move or go in the same update, and is in nobody's way. */
export interface Stack {
  project: string;
  name: string;
}

/** What the live host has, as far as it could be read; a part that could not be is empty, and nothing follows from it. */
export interface World {
  stack: Stack;
  routes: readonly HostRoute[];
  /** Aliases of interfaces by name. */
  aliases: Readonly<Record<string, string>>;
  listeners: readonly Holding[];
  networks: readonly EngineNetwork[];
  containers: readonly EngineContainer[];
  documents: readonly DocumentPort[];
}

/** A port that a document of this machinery publishes by its own rules. */
export interface DocumentPort extends Bound {
  /** The document's mark, `bridgework:<project>/<stack>/<resource>`. */
  owner: string;
}

/** A socket, with the id of the container that its process runs in. */
export interface Holding extends Listener {
  container?: string;
}

/** A network of Docker Engine. */
export interface EngineNetwork {
  name: string;
  /** The interface of the host that it is, for one of driver bridge. */
  bridge?: string;
  subnets: readonly Cidr[];
  /** The URN of the resource that made it. */
  owner?: string;
}

/** A running container of Docker Engine. */
export interface EngineContainer {
  id: string;
  name: string;
  owner?: string;
  /** Ports of the host that lead to it. */
  ports: readonly Bound[];
}

/** Nothing known of the host. */
export function nothingKnown(stack: Stack): World {
  return { stack, routes: [], aliases: {}, listeners: [], networks: [], containers: [], documents: [] };
}

/** Whether a mark on the host, or a label of Docker, is this stack's. */
export function isOwn({ project, name }: Stack, owner: string | undefined): boolean {
  if (owner === undefined) return false;
  return owner.startsWith(`urn:pulumi:${name}::${project}::`) || owner.startsWith(`bridgework:${project}/${name}/`);
}

/** `urn:pulumi:STACK::PROJECT::...` */
export function stackOfUrn(urn: string): Stack {
  const [name = "", project = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
  return { project, name };
}
