import { type Static, Type } from "typebox";
import { ifName, ip, mac, object, words } from "../schema.ts";

const stationSchema = object(
  {
    mac: mac({ description: "Whose frames are meant.", examples: ["02:00:00:00:00:09"] }),
    vlan: Type.Optional(
      Type.Integer({
        description:
          "In which VLAN. A bridge with `vlanFiltering` needs one, which the port is in; another one has none. " +
          "Default: none.",
        minimum: 1,
        maximum: 4094,
        examples: [10],
      }),
    ),
    state: Type.Optional(
      words(["static", "permanent"], {
        description:
          "`static`: frames for it leave by this port, wherever it is heard from; `permanent`: they are for the " +
          "bridge itself, as those for a port's own address. `bridge fdb` itself takes permanent.",
        default: "static",
        examples: ["permanent"],
      }),
    ),
  },
  {
    description: "An entry of the bridge's forwarding table, as `bridge fdb add ... master`.",
    examples: [{ mac: "02:00:00:00:00:09" }],
  },
);

/** What a bridge knows of a port for good. */
export const stationsSchema = Type.Array(stationSchema, {
  description: "Addresses that are here for good, whatever the bridge learns; those that it learns are let be.",
  default: [],
  examples: [[{ mac: "02:00:00:00:00:09" }]],
});

const farStationSchema = object(
  {
    mac: Type.Optional(
      Type.String({
        means: "any mac",
        description:
          "Whose frames are meant. Zero: broadcasts, and what goes to an address that nobody knows the place of; this, " +
          "or a multicast address, may have several entries, and each gets a copy.",
        default: "00:00:00:00:00:00",
        examples: ["02:00:00:00:00:09"],
      }),
    ),
    dst: ip({ description: "The end that they go to, of the IP version of `remote`.", examples: ["192.0.2.3"] }),
    port: Type.Optional(
      Type.Integer({
        description: "UDP port there. Default: `dstport`.",
        minimum: 1,
        maximum: 65535,
        examples: [8472],
      }),
    ),
    vni: Type.Optional(
      Type.Integer({
        description: "The network's number there. Default: `id`.",
        minimum: 0,
        maximum: 16_777_215,
        examples: [200],
      }),
    ),
    via: Type.Optional(
      ifName({ description: "The interface that they leave by. Default: `parent`, or as the routes say." }),
    ),
  },
  {
    description: "An entry of the vxlan's forwarding table, as `bridge fdb append ... dst`.",
    examples: [{ dst: "192.0.2.3" }, { mac: "02:00:00:00:00:09", dst: "192.0.2.3" }],
  },
);

/** Where a vxlan sends what. */
export const farStationsSchema = Type.Array(farStationSchema, {
  description:
    "Ends that frames go to, besides `remote`: a list of those with whom one Ethernet is shared, or the place of single " +
    "addresses. What the vxlan learns is let be.",
  default: [],
  examples: [[{ dst: "192.0.2.3" }, { dst: "192.0.2.4" }], [{ mac: "02:00:00:00:00:09", dst: "192.0.2.3" }]],
});

export type Station = Static<typeof stationSchema>;
export type FarStation = Static<typeof farStationSchema>;
