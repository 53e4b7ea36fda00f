import { networkNamed } from "../../../engine/lookup.ts";
import { unmarked } from "../../../engine/marks.ts";
import type { PackageFunction } from "../function.ts";
import { flag, list, record, text, textMap } from "../shape.ts";

const ipam = record({ subnet: text, gateway: text, ipRange: text, auxAddress: textMap });

const member = record({
  containerId: text,
  name: text,
  endpointId: text,
  macAddress: text,
  ipv4Address: text,
  ipv6Address: text,
});

/** `docker.getNetwork`: a network that exists, by name or id. */
export const getNetwork: PackageFunction = {
  token: "docker:index/getNetwork:getNetwork",
  arguments: record({ name: text }, "name"),
  results: {
    id: text,
    name: text,
    driver: text,
    scope: text,
    internal: flag,
    options: textMap,
    ipamConfigs: list(ipam),
    containers: list(member),
  },
  async call({ engine }, { name }) {
    const found = await networkNamed(engine, String(name));
    if (!found)
      throw new Error(`no network has the name or id "${String(name)}"; "docker network ls" lists those there are`);
    return {
      id: found.Id,
      name: found.Name,
      driver: found.Driver,
      scope: found.Scope,
      internal: found.Internal,
      options: unmarked(found.Options),
      ipamConfigs: (found.IPAM.Config ?? []).map((one) => ({
        subnet: one.Subnet ?? "",
        gateway: one.Gateway ?? "",
        ipRange: one.IPRange ?? "",
        auxAddress: one.AuxiliaryAddresses ?? {},
      })),
      containers: Object.entries(found.Containers ?? {}).map(([containerId, one]) => ({
        containerId,
        name: one.Name,
        endpointId: one.EndpointID,
        macAddress: one.MacAddress,
        ipv4Address: one.IPv4Address,
        ipv6Address: one.IPv6Address,
      })),
    };
  },
};
