import type { Topology } from "../../topology/topology.ts";
import { compileBridge } from "./bridge.ts";
import { besideLinksOf, type Fragment, merged, tidy } from "./fragment.ts";
import { linksJson } from "./link.ts";
import { compileNamespace } from "./namespace.ts";

/** All raw parts of a topology as the scopes of one document. */
export function compileTopology(topology: Topology): Fragment {
  const { bridges, links, namespaces } = topology;
  const peers = [...Object.values(namespaces).map((namespace) => namespace.links), links]
    .flatMap((own) => Object.values(own))
    .flatMap((link) => ("peer" in link ? [link.peer] : []));
  const farEnds = Map.groupBy(peers, ({ scope }) => scope);
  return merged([
    ...Object.entries(bridges).map(([name, bridge]) => compileBridge(name, bridge)),
    ...Object.entries(namespaces).map(([name, namespace]) => compileNamespace(name, namespace, farEnds.get(name))),
    { host: tidy({ links: linksJson(links), ...besideLinksOf(topology) }) },
  ]);
}
