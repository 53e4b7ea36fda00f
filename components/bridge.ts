import * as pulumi from "@pulumi/pulumi";
import { formatCidr, network, parseCidr } from "../net/ip.ts";
import { isMap } from "../net/map.ts";
import { HostNetworkResource } from "../providers/host/resource.ts";
import { normalBridge } from "../topology/bridge.ts";
import { checkPart } from "../topology/check-part.ts";
import type { BridgeArgs } from "./arguments/bridge.ts";
import { type Check, guarded } from "./check-arguments.ts";
import { compileBridge } from "./compile/bridge.ts";
import { namedArguments } from "./named-arguments.ts";

/**
 * A software bridge on the host, named like the component unless `name` says otherwise. With `nat` and `forward` its subnets reach the outside.
 *
 * @throws {pulumi.RunError} with every fault of the arguments, before anything is registered
 * @example
 * const br0 = new Bridge("br0", { address: "11.11.11.1/24", nat: true, forward: true });
 * new Namespace("RED", { links: { reth0: { bridge: br0, address: "11.11.11.2/24" } }, gateway: br0.gateway });
 */
export class Bridge extends pulumi.ComponentResource {
  /** The interface's name, known once the bridge is there: what waits for it waits for the bridge. */
  readonly name: pulumi.Output<string>;
  /** Its first address without the prefix: what its ports use as next hop. */
  readonly gateway: pulumi.Output<string>;
  /** The subnet of its first address. */
  readonly subnet: pulumi.Output<string>;

  constructor(name: string, args: BridgeArgs, options?: pulumi.ComponentResourceOptions) {
    const { own, rest } = namedArguments("Bridge", name, args);
    const check: Check = (value, later) => checkPart("bridges", own, value, later);
    const bridge = guarded("Bridge", name, rest, check, normalBridge);
    super("bridgework:index:Bridge", name, {}, options);
    declared.set(this, { name: own, mtu: isMap(rest) ? rest.mtu : undefined });
    const scopes = bridge.apply(({ normal }) => (normal ? compileBridge(own, normal) : {}));
    const { refused } = bridge;
    const resource = new HostNetworkResource(name, { scopes, refused }, { parent: this });
    const first = pulumi.all([bridge, resource.owner]).apply(([{ normal }]) => normal?.addresses[0]?.address ?? "");
    this.name = resource.owner.apply(() => own);
    this.gateway = first.apply((address) => address.split("/")[0] ?? "");
    this.subnet = first.apply((address) => (address === "" ? "" : formatCidr(network(parseCidr(address)))));
    this.registerOutputs({ name: this.name, gateway: this.gateway, subnet: this.subnet });
  }
}

/** What bridges of this program are called: `name` is known later only so that others wait for it. */
const declared = new WeakMap<Bridge, { name: string; mtu: unknown }>();

/** A bridge's interface, for checks that cannot wait. */
export function interfaceOf(bridge: Bridge): string {
  return declared.get(bridge)?.name ?? "";
}

/** The MTU that a bridge says, if it says one: a number, or an output. */
export function mtuOf(bridge: Bridge): unknown {
  return declared.get(bridge)?.mtu;
}
