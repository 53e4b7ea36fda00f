import type { NamedKind, NamedObject } from "../validation/conflicts/names.ts";
import type { Engine } from "./client.ts";
import { plainName } from "./lookup.ts";
import { claimsAmong, isClaim, networkOwner, readClaims, volumeOwner } from "./marks.ts";
import { ownerOf } from "./owner.ts";
import type { ContainerSummary, NetworkInspect, VolumeInspect } from "./types.ts";

/** Everything of a kind that the engine has, running or not. */
export async function namedObjects(engine: Engine, kind: NamedKind): Promise<NamedObject[]> {
  switch (kind) {
    case "network": {
      const [networks, claims] = await Promise.all([engine.get<NetworkInspect[]>("/networks"), readClaims(engine)]);
      return networks.map((one) => named(kind, one.Id, one.Name, networkOwner(one, claims)));
    }
    case "container": {
      const containers = await engine.get<ContainerSummary[]>("/containers/json", { query: { all: true } });
      // Its other names are those that links give it, below the name of another container.
      return containers.flatMap(({ Id, Names, Labels }) =>
        Names.map((name) => named(kind, Id, plainName(name), ownerOf(Labels))),
      );
    }
    case "volume": {
      const { Volumes } = await engine.get<{ Volumes: VolumeInspect[] | null }>("/volumes");
      const claims = claimsAmong(Volumes ?? []);
      const own = (Volumes ?? []).filter((one) => !isClaim(one));
      return own.map((one) => named(kind, one.Name, one.Name, volumeOwner(one, claims)));
    }
  }
}

function named(kind: NamedKind, id: string, name: string, owner: string | undefined): NamedObject {
  return { kind, id, name, ...(owner === undefined ? {} : { owner }) };
}
