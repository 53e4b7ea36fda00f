import type { Topology } from "../../topology/topology.ts";
import { compileBridge } from "./bridge.ts";
import { besideLinksOf, type Fragment, merged, tidy } from "./fragment.ts";
import { linksJson } from "./link.ts";
import { compileNamespace } from "./namespace.ts";

/** All raw parts of a topology as the scopes of one document. */
export function compileTopology(topology: Topology): Fragment {
  const { bridges, links, namespaces } = topology;
  return merged([
    ...Object.entries(bridges).map(([name, bridge]) => compileBridge(name, bridge)),
    ...Object.entries(namespaces).map(([name, namespace]) => compileNamespace(name, namespace)),
    { host: tidy({ links: linksJson(links), ...besideLinksOf(topology) }) },
  ]);
}
