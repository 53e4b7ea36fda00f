import type { Expectation } from "../net/schema/expectation.ts";
import type { BesideLinks } from "../net/schema/scope.ts";
import { containerScope } from "../net/scope.ts";
import { type Bridge, normalBridge } from "./bridge.ts";
import { bridgeMtus } from "./bridge-mtu.ts";
import { mapped } from "./compact.ts";
import { type Container, normalContainer } from "./container.ts";
import { type Image, normalImage } from "./image.ts";
import type { Link } from "./link.ts";
import { type Namespace, normalLinks, normalNamespace } from "./namespace.ts";
import { type Network, normalNetwork } from "./network.ts";
import type { TopologyInput } from "./schema.ts";
import { normalScope } from "./scope.ts";
import { normalVolume, type Volume } from "./volume.ts";

/**
 * A topology in normal form, which `parseTopology` returns and everything below builds on:
 * - every short form is spelled out: `address` is in `addresses`, `gateway` in `routes` as `to: default`, `bridge` in
 *   `peer` (`scope: host`, `master`), `publish: ["18080:80"]` is an object;
 * - every default is filled in; a field is absent only where the kernel or the engine chooses (`mtu`, `mac`, `image`'s
 *   command), and its type says so;
 * - derived names are there: `peer.name` is never absent;
 * - addresses, networks and MACs are in canonical spelling, so that equal means equal text (`firewall` is as written:
 *   its kind has a spelling of its own);
 * - all rules hold: names are safe to hand to a process, references lead somewhere, addresses fit their subnets.
 * Besides Docker's and the parts by name it holds the host's own scope: `routes`, `firewall` and the like.
 * `nat`, `forward` and `publish` stay what a person said: turning them into firewall rules is the compiler's work.
 */
export interface Topology extends Required<BesideLinks> {
  host: "local";
  adopt: boolean;
  /** By interface name, in the host's own scope. */
  bridges: Record<string, Bridge>;
  /** The same; none has the name of a bridge. */
  links: Record<string, Link>;
  namespaces: Record<string, Namespace>;
  networks: Record<string, Network>;
  images: Record<string, Image>;
  volumes: Record<string, Volume>;
  containers: Record<string, Container>;
  /** `from` is `host`, a namespace, or `container:NAME`; targets keep the names that people wrote. */
  expect: Expectation[];
}

/** Fills in what was left out. The input must have passed shape and rules: nothing is checked here. */
export function normalTopology(input: TopologyInput): Topology {
  const bridgeMtu = bridgeMtus(input);
  const containers = input.containers ?? {};
  return {
    host: input.host ?? "local",
    adopt: input.adopt ?? false,
    bridges: mapped(input.bridges, normalBridge),
    links: normalLinks("host", input.links, bridgeMtu),
    namespaces: mapped(input.namespaces, (namespace, name) => normalNamespace(name, namespace, bridgeMtu)),
    networks: mapped(input.networks, normalNetwork),
    images: mapped(input.images, normalImage),
    volumes: mapped(input.volumes, normalVolume),
    containers: mapped(containers, (container, name) => normalContainer(name, container, bridgeMtu)),
    ...normalScope(input),
    expect: (input.expect ?? []).map((expectation) => ({
      ...expectation,
      from: Object.hasOwn(containers, expectation.from) ? containerScope(expectation.from) : expectation.from,
    })),
  };
}
