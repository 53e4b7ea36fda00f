import type { NamedKind, NamedObject } from "../validation/conflicts/names.ts";
import type { Engine } from "./client.ts";
import { plainName } from "./lookup.ts";
import { ownerOf } from "./owner.ts";
import type { ContainerSummary, NetworkInspect, VolumeInspect } from "./types.ts";

/** Everything of a kind that the engine has, running or not. */
export async function namedObjects(engine: Engine, kind: NamedKind): Promise<NamedObject[]> {
  switch (kind) {
    case "network": {
      const networks = await engine.get<NetworkInspect[]>("/networks");
      return networks.map(({ Id, Name, Labels }) => named(kind, Id, Name, Labels));
    }
    case "container": {
      const containers = await engine.get<ContainerSummary[]>("/containers/json", { query: { all: true } });
      // Its other names are those that links give it, below the name of another container.
      return containers.flatMap(({ Id, Names, Labels }) =>
        Names.map((name) => named(kind, Id, plainName(name), Labels)),
      );
    }
    case "volume": {
      const { Volumes } = await engine.get<{ Volumes: VolumeInspect[] | null }>("/volumes");
      return (Volumes ?? []).map(({ Name, Labels }) => named(kind, Name, Name, Labels));
    }
  }
}

function named(kind: NamedKind, id: string, name: string, labels: Record<string, string> | null): NamedObject {
  const owner = ownerOf(labels);
  return { kind, id, name, ...(owner === undefined ? {} : { owner }) };
}
