import * as pulumi from "@pulumi/pulumi";
import { isMap } from "../net/map.ts";
import { HostNetworkResource } from "../providers/host/resource.ts";
import { bridgeMtus } from "../topology/bridge-mtu.ts";
import { checkPart } from "../topology/check-part.ts";
import { type NamespaceInput, normalNamespace } from "../topology/namespace.ts";
import type { NamespaceArgs } from "./arguments/namespace.ts";
import { Bridge, interfaceOf, mtuOf } from "./bridge.ts";
import { type Check, guarded } from "./check-arguments.ts";
import { compileNamespace } from "./compile/namespace.ts";
import { isLater } from "./later.ts";
import { namedArguments } from "./named-arguments.ts";

/**
 * A network namespace with its interfaces, routes and rules, named like the component unless `name` says
 * otherwise.
 *
 * @throws {pulumi.RunError} with every fault of the arguments, before anything is registered
 * @example
 * const red = new Namespace("RED", {
 *   links: { reth0: { bridge: br0, address: "11.11.11.2/24" } },
 *   gateway: br0.gateway,
 *   publish: ["18080:80"],
 * });
 */
export class Namespace extends pulumi.ComponentResource {
  /** The namespace's name, as `ip netns` lists it; known once it is there. */
  readonly name: pulumi.Output<string>;
  /** Its first address without the prefix; empty when it has none. */
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: NamespaceArgs, options?: pulumi.ComponentResourceOptions) {
    const { own, rest } = namedArguments("Namespace", name, args);
    const check: Check = (value, later) => checkPart("namespaces", own, value, later);
    const convert = (input: NamespaceInput) =>
      normalNamespace(own, input, bridgeMtus({ namespaces: { [own]: input } }));
    const waiting = withBridges(rest, (bridge) => bridge.name);
    const namespace = guarded("Namespace", name, waiting, check, convert, withBridges(rest, interfaceOf));
    super("bridgework:index:Namespace", name, {}, options);
    const scopes = namespace.apply(({ normal }) => (normal ? compileNamespace(own, normal) : {}));
    const { refused } = namespace;
    const resource = new HostNetworkResource(name, { scopes, refused }, { parent: this });
    this.name = resource.owner.apply(() => own);
    this.address = pulumi.all([namespace, resource.owner]).apply(([{ normal }]) => {
      const first = Object.values(normal?.links ?? {}).flatMap(({ addresses }) => addresses)[0];
      return first?.address.split("/")[0] ?? "";
    });
    this.registerOutputs({ name: this.name, address: this.address });
  }
}

/** Arguments whose links name their bridges, instead of holding them, and take packets of these bridges' size. */
function withBridges(args: unknown, nameOf: (bridge: Bridge) => unknown): unknown {
  if (!isPlain(args) || !isPlain(args.links)) return args;
  const links = Object.entries(args.links).map(([name, link]) => {
    const bridge = isPlain(link) ? link.bridge : undefined;
    if (!isPlain(link) || !(bridge instanceof Bridge)) return [name, link] as const;
    const mtu = link.mtu ?? mtuOf(bridge);
    return [name, { ...link, bridge: nameOf(bridge), ...(mtu === undefined ? {} : { mtu }) }] as const;
  });
  return { ...args, links: Object.fromEntries(links) };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return isMap(value) && !isLater(value, []);
}
