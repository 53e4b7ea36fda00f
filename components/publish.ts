import * as pulumi from "@pulumi/pulumi";
import { HostNetworkResource } from "../providers/host/resource.ts";
import { checkPublished } from "../topology/check-published.ts";
import { normalPublish, type PublishInput } from "../topology/publish.ts";
import type { PublishArgs } from "./arguments/publish.ts";
import { guarded } from "./check-arguments.ts";
import { merged } from "./compile/fragment.ts";
import { compilePublish } from "./compile/publish.ts";

/**
 * Ports of the host that lead to an address behind it, from outside, from the host itself and from neighbours of the
 * service. Not by 127.0.0.1: the kernel keeps loopback addresses on `lo` (route_localnet, CVE-2020-8558).
 *
 * @throws {pulumi.RunError} with every fault of the arguments, before anything is registered
 * @example new Publish("web", { ports: ["18080:80"], to: red.address });
 */
export class Publish extends pulumi.ComponentResource {
  constructor(name: string, args: PublishArgs, options?: pulumi.ComponentResourceOptions) {
    const published = guarded("Publish", name, args, (value, later) => checkPublished(name, value, later), compiled);
    super("bridgework:index:Publish", name, {}, options);
    const scopes = published.apply(({ normal }) => normal ?? {});
    new HostNetworkResource(name, { scopes, refused: published.refused }, { parent: this });
    this.registerOutputs();
  }
}

function compiled({ ports, to }: { ports: PublishInput[]; to: string }) {
  return merged(ports.map((entry) => compilePublish(normalPublish(entry), to)));
}
