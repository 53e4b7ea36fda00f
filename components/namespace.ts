import * as pulumi from "@pulumi/pulumi";
import { HostNetworkResource, type Inputs } from "../providers/host/resource.ts";
import type { LinkInput } from "../topology/link.ts";
import { type NamespaceInput, normalNamespace } from "../topology/namespace.ts";
import { Bridge } from "./bridge.ts";
import { compileNamespace } from "./compile/namespace.ts";
import { guarded } from "./guarded.ts";

/** A link of a namespace whose `bridge` may be the component itself. */
export type LinkArgs = Inputs<Omit<LinkInput, "bridge">> & { bridge?: Bridge | pulumi.Input<string> };

/** Arguments of {@link Namespace}: the fields of a topology's namespace, any of which may be an output. */
export type NamespaceArgs = { [Key in keyof Omit<NamespaceInput, "links">]: Inputs<NamespaceInput[Key]> } & {
  /** Interfaces by name. */
  links?: Record<string, LinkArgs>;
};

/**
 * A network namespace with its interfaces, routes and rules, named like the component.
 *
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
    super("bridgework:index:Namespace", name, {}, options);
    const given = pulumi.output({ ...args, links: named(args.links) });
    const namespace = given.apply((input) =>
      guarded("Namespace", name, () => normalNamespace(name, input as unknown as NamespaceInput, () => undefined)),
    );
    const scopes = namespace.apply((declared) => compileNamespace(name, declared));
    const resource = new HostNetworkResource(name, { scopes }, { parent: this });
    this.name = resource.owner.apply(() => name);
    this.address = pulumi.all([namespace, resource.owner]).apply(([{ links }]) => {
      const first = Object.values(links).flatMap(({ addresses }) => addresses)[0];
      return first?.address.split("/")[0] ?? "";
    });
    this.registerOutputs({ name: this.name, address: this.address });
  }
}

/** Bridges by name. */
function named(links: Record<string, LinkArgs> = {}): Record<string, unknown> {
  const entries = Object.entries(links).map(([name, link]) => {
    const bridge = link.bridge instanceof Bridge ? link.bridge.name : link.bridge;
    return [name, bridge === undefined ? link : { ...link, bridge }] as const;
  });
  return Object.fromEntries(entries);
}
