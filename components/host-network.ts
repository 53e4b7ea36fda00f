import * as pulumi from "@pulumi/pulumi";
import { SCOPE_FIELDS, type Scope } from "../net/schema/scope.ts";
import { HostNetworkResource, type Inputs } from "../providers/host/resource.ts";
import { mapped } from "../topology/compact.ts";
import { type Fault, formatFault } from "../validation/fault.ts";
import type { HostNetworkArgs } from "./arguments/host-network.ts";
import { refuse } from "./check-arguments.ts";
import { readEnvelope } from "./document-arguments.ts";
import { laterIn } from "./later.ts";
import { secretFaults } from "./secret-outputs.ts";

/**
 * The raw network that one resource owns on a host: what the host itself and its network namespaces have. Each update
 * compares the live host with this, makes it true and proves it. The other components write such documents; use this one for what they do not say.
 *
 * Fails in preview for faults of the document, and for objects that exist and are not ours (unless `adopt`).
 *
 * @example
 * new HostNetwork("lab", {
 *   links: { br0: { type: "bridge", addresses: ["11.11.11.1/24"] } },
 *   namespaces: { RED: { links: { reth0: { type: "veth", peer: { scope: "host", master: "br0" } } } } },
 *   expect: [{ from: "host", ping: "11.11.11.1" }],
 * });
 */
export class HostNetwork extends HostNetworkResource {
  constructor(name: string, args: HostNetworkArgs, options?: pulumi.CustomResourceOptions) {
    if (options?.customTimeouts) refuse("HostNetwork", name, [NO_TIMEOUTS]);
    const { namespaces, host, adopt, expect } = args ?? {};
    const own = Object.fromEntries(SCOPE_FIELDS.map((field) => [field, args?.[field]]));
    const declared = { ...namespaces, host: own } as Record<string, Inputs<Scope>>;
    const early = readEnvelope(args);
    const secret = secretFaults(args, { base: [], later: laterIn(args) }).apply((faults) => faults.map(formatFault));
    // Each by itself: what is not known of one makes the others no less known.
    const unlessSecret = <T>(value: unknown, none: T) =>
      secret.apply((told) => (told.length > 0 ? none : (pulumi.output(value) as pulumi.Output<T>))) as pulumi.Output<T>;
    const scopes = mapped(declared, (scope) => (laterIn(scope).length > 0 ? unlessSecret<Scope>(scope, {}) : scope));
    const known = pulumi.output({ host, adopt, expect }).apply(readEnvelope);
    const around = {
      host: isOutput(host) ? unlessSecret(host, early.host) : early.host,
      adopt: isOutput(adopt) ? unlessSecret(adopt, early.adopt) : early.adopt,
      expect: unlessSecret({ expect }, {}).apply((value) => readEnvelope(value).expect),
    };
    // A fault that is known is told even where a preview cannot know the rest.
    const others = early.later && early.refused.length === 0 ? known.refused : early.refused;
    const refused = secret.apply((told) => (told.length > 0 ? told : pulumi.output(others))) as pulumi.Output<string[]>;
    super(name, { scopes, ...around, refused }, options);
    this.warn(scopes);
  }
}

const isOutput = pulumi.Output.isInstance;

/** Pulumi hands no time limit to a provider of this kind, so one would have no effect. */
const NO_TIMEOUTS: Fault = {
  path: ["customTimeouts"],
  rule: "a HostNetwork takes none: each of its steps has a bound of its own",
  fix: "leave it out; an expectation has its own timeout",
};
