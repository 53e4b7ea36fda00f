import { containerOf, containerScope } from "../../net/scope.ts";
import type { Facts } from "../facts.ts";
import { linkId } from "../facts.ts";
import type { Fault, Path } from "../fault.ts";

interface Edge {
  to: string;
  path: Path;
}

/** Nothing is part of itself: no bridge a port of a bridge, no container in its own network. */
export function cycles({ links, containers }: Facts): Fault[] {
  const bridges = new Map(
    links.filter(({ type }) => type === "bridge").map((link) => [linkId(link.scope, link.name), link]),
  );
  const nested = [...bridges.values()].flatMap(({ scope, name, bridge }): Fault[] => {
    if (!bridge) return [];
    const self = bridge.name === name;
    if (!self && !bridges.has(linkId(scope, bridge.name))) return [];
    const rule = self ? "a bridge cannot be a port of itself" : "the kernel takes no bridge as a port of a bridge";
    return [
      { path: bridge.path, value: bridge.name, rule, fix: self ? "leave master out" : "join them by a veth pair" },
    ];
  });
  const joins = containers.flatMap(({ name, mode, modePath }): [string, Edge][] => {
    const to = containerOf(mode ?? "");
    return to === undefined ? [] : [[name, { to, path: modePath }]];
  });
  return [...nested, ...loops(new Map(joins))];
}

/** Each loop once, at its first member. */
function loops(edges: ReadonlyMap<string, Edge>): Fault[] {
  const seen = new Set<string>();
  return [...edges].flatMap(([start, first]): Fault[] => {
    const way = [start];
    let edge: Edge | undefined = first;
    while (edge && !seen.has(start)) {
      if (edge.to === start) {
        for (const name of way) seen.add(name);
        const rule = `containers wait for each other's network: ${[...way, start].join(" -> ")}`;
        return [
          { path: first.path, value: containerScope(first.to), rule, fix: "give one of them a network of its own" },
        ];
      }
      if (way.includes(edge.to)) return [];
      way.push(edge.to);
      edge = edges.get(edge.to);
    }
    return [];
  });
}
