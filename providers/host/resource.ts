import * as pulumi from "@pulumi/pulumi";

/** Inputs of the resource: a document on the wire, see document.ts. */
export interface HostNetworkInputs {
  host: pulumi.Input<string>;
  owner: pulumi.Input<string>;
  adopt: pulumi.Input<boolean>;
  scopes: pulumi.Input<Record<string, pulumi.Input<string>>>;
  expect: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Run by Pulumi's dynamic provider process. A constant, so that a state always runs the code of today. */
const PROVIDER =
  "exports.handler=()=>require('node:module').createRequire(process.cwd()+'/')('bridgework/provider').hostNetwork";

/** The raw network of one host, as Pulumi sees it. Programs use the component of the same name. */
export class HostNetworkResource extends pulumi.CustomResource {
  declare readonly host: pulumi.Output<string>;
  declare readonly owner: pulumi.Output<string>;
  declare readonly scopes: pulumi.Output<Record<string, string>>;

  constructor(name: string, inputs: HostNetworkInputs, options?: pulumi.CustomResourceOptions) {
    super("pulumi-nodejs:dynamic/bridgework:HostNetwork", name, { ...inputs, __provider: PROVIDER }, options);
  }
}
