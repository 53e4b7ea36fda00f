import * as pulumi from "@pulumi/pulumi";
import type { Expectation } from "../../net/schema/expectation.ts";
import type { Scope } from "../../net/schema/scope.ts";
import { formatFault } from "../../validation/fault.ts";
import { sentence } from "./expect/sentence.ts";
import { canonical } from "./json.ts";
import { afterLeftovers } from "./leftovers-resource.ts";
import { markOf } from "./mark.ts";
import { holdsSecrets } from "./sealed.ts";
import { type Beside, scopeText } from "./wire.ts";

export type { Beside, HostDocument } from "./wire.ts";

/** A value in which every part may be an output of another resource. */
export type Inputs<T> = pulumi.Input<T extends object ? { [Key in keyof T]: Inputs<T[Key]> } : T>;

/** What the resource is declared with: the scopes of a document, and what concerns all of it. */
export interface HostNetworkInputs {
  /** Which host. Default `local`. */
  host?: pulumi.Input<string>;
  /** Each network namespace of the document: `host`, and named ones. A part unknown in preview hides its scope only. */
  scopes: Record<string, Inputs<Scope>> | pulumi.Output<Record<string, Scope>>;
  /** What must hold when all is applied. Default nothing. */
  expect?: Inputs<Expectation[]>;
  /** Take over objects that are not ours. Default false. */
  adopt?: pulumi.Input<boolean>;
  /** Docker's ids of the containers that are named, by name. A replaced container is wired anew in the same update. */
  containers?: Record<string, pulumi.Input<string>>;
  /** Scopes of other documents whose names the expectations use. */
  around?: HostNetworkInputs["scopes"];
  /** Docker's part of the program, to be held against the live host by the same check. Default none. */
  beside?: Beside;
  /** Faults of the declaration that are known only now: the check tells them, and nothing is made. Default none. */
  refused?: pulumi.Input<string[]>;
}

/** Run by Pulumi's dynamic provider process. A constant, so that a state always runs the code of today. */
const PROVIDER =
  "exports.handler=()=>require('node:module').createRequire(process.cwd()+'/')('bridgework/provider').hostNetwork";

/** The raw network of one host, as Pulumi sees it. Programs use the component of the same name. */
export class HostNetworkResource extends pulumi.CustomResource {
  declare readonly host: pulumi.Output<string>;
  /** The mark that every object of this document carries. */
  declare readonly owner: pulumi.Output<string>;

  constructor(name: string, inputs: HostNetworkInputs, options?: pulumi.CustomResourceOptions) {
    const props = {
      host: inputs.host ?? "local",
      owner: markOf(pulumi.getProject(), pulumi.getStack(), name),
      adopt: inputs.adopt ?? false,
      scopes: texts(inputs.scopes),
      containers: inputs.containers ?? {},
      around: texts(inputs.around ?? {}),
      expect: pulumi.output(inputs.expect ?? []).apply((list) => textBySentence(list as Expectation[])),
      ...(inputs.beside ? { beside: JSON.stringify(inputs.beside) } : {}),
      ...(inputs.refused ? { refused: inputs.refused } : {}),
      __provider: PROVIDER,
    };
    const all = pulumi.mergeOptions(options, afterLeftovers());
    super("pulumi-nodejs:dynamic/bridgework:HostNetwork", name, props, all);
  }

  /** Says what can be built and is hardly meant; the update goes on. A lab says it by the paths of its topology. */
  protected warn(scopes: HostNetworkInputs["scopes"]): void {
    pulumi.output(scopes).apply(async (known) => {
      const { warningsOf } = await import("./faults.ts");
      for (const warning of warningsOf(plainly(known))) pulumi.log.warn(formatFault(warning), this);
    });
  }
}

/** Without members that are undefined, which no schema knows. */
function plainly(value: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}

function texts(scopes: HostNetworkInputs["scopes"]): pulumi.Input<Record<string, pulumi.Input<string>>> {
  if (pulumi.Output.isInstance(scopes)) return scopes.apply((known) => pulumi.output(mapped(known, textOf)));
  return mapped(scopes, (scope) => pulumi.output(scope).apply((known) => textOf(known as Scope)));
}

/** A secret where it holds keys, whatever the program says of them. */
function textOf(scope: Scope): pulumi.Output<string> {
  const text = scopeText(scope);
  return holdsSecrets(scope) ? pulumi.secret(text) : pulumi.output(text);
}

function mapped<From, To>(record: Record<string, From>, convert: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, convert(value)]));
}

function textBySentence(expectations: Expectation[]): Record<string, string> {
  return Object.fromEntries(expectations.map((expectation) => [sentence(expectation), canonical(expectation)]));
}
