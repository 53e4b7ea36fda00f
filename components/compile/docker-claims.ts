import { ADOPT_LABEL } from "../../net/label.ts";
import type { Beside } from "../../providers/host/resource.ts";
import type { TopologyInput } from "../../topology/schema.ts";
import type { Topology } from "../../topology/topology.ts";
import { listed } from "../../topology/with-path.ts";
import type { NamedKind } from "../../validation/conflicts/names.ts";
import { addressesOf } from "./expectations.ts";

/**
 * Pulumi ends at the first resource that its provider refuses. The document of a lab is the first of all, so it is told
 * of Docker's part too, and what the live host has against a lab is said at once.
 */
export function compileBeside({ adopt, networks, containers, volumes }: Topology, input: TopologyInput): Beside {
  const subnets = Object.entries(networks)
    .filter(([, { driver }]) => driver !== "overlay")
    .flatMap(([name, network]) =>
      listed(input.networks?.[name]?.subnet, ["networks", name, "subnet"]).map(({ path }, i) => ({
        path: [...path],
        network: name,
        subnet: network.subnets[i] ?? "",
        bridge: network.driver === "bridge",
      })),
    );
  const ports = Object.entries(containers).flatMap(([container, { publish }]) =>
    publish.map(({ hostIp, published, protocol }, i) => ({
      path: ["containers", container, "publish", i],
      container,
      protocol,
      ports: published,
      ...(hostIp === undefined ? {} : { hostIp }),
    })),
  );
  const names = Object.entries({ network: networks, container: containers, volume: volumes }).flatMap(([kind, all]) =>
    Object.entries(all).map(([name, { labels }]) => ({
      path: [`${kind}s`, name],
      kind: kind as NamedKind,
      name,
      adopt: adopt || labels[ADOPT_LABEL] === "true",
    })),
  );
  const links = Object.values(containers).flatMap((container) => Object.values(container.links));
  const addresses = links.flatMap((link) => [...addressesOf(link)]);
  const bridges = Object.values(networks).flatMap(({ bridge }) => bridge ?? []);
  return { names, subnets, bridges, ports, addresses };
}
