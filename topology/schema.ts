import { type Static, type TSchema, Type } from "typebox";
import { expectationSchema } from "../net/schema/expectation.ts";
import { besideLinks } from "../net/schema/scope.ts";
import { flag, object, record, words } from "../net/schema.ts";
import { bridgeSchema } from "./bridge.ts";
import { containerSchema } from "./container.ts";
import { imageSchema } from "./image.ts";
import { linkSchema } from "./link.ts";
import { namespaceSchema } from "./namespace.ts";
import { networkSchema } from "./network.ts";
import { volumeSchema } from "./volume.ts";

const named = <Value extends TSchema>(value: Value, description: string, example: unknown) =>
  Type.Optional(record(value, { description, default: {}, examples: [example] }));

/** What a stack's configuration holds under `bridgework:topology`. */
export const topologySchema = object(
  {
    host: Type.Optional(
      words(["local"], { description: "The host: `local` is this machine.", default: "local", examples: ["local"] }),
    ),
    adopt: Type.Optional(
      flag({
        description:
          "Take over objects that exist and are not ours, instead of refusing to touch them; of Docker's those that no stack made, as far as Docker Engine can change them to what is declared.",
        default: false,
      }),
    ),
    bridges: named(bridgeSchema, "Bridges on the host, by interface name.", {
      br0: { address: "11.11.11.1/24", nat: true, forward: true },
    }),
    links: named(
      linkSchema,
      "Further interfaces on the host, by name, as a namespace has them; bridges may be here too.",
      {
        "eth1.10": { type: "vlan", parent: "eth1", id: 10, address: "192.0.2.2/24" },
      },
    ),
    namespaces: named(namespaceSchema, "Network namespaces, by name.", {
      RED: { links: { reth0: { bridge: "br0", address: "11.11.11.2/24" } }, gateway: "11.11.11.1" },
    }),
    networks: named(networkSchema, "Docker networks, by name.", {
      br_xx: { subnet: "172.30.0.0/16", gateway: "172.30.0.1" },
    }),
    images: named(imageSchema, "Images that containers name, by name.", { web: { build: "images/web" } }),
    volumes: named(volumeSchema, "Docker volumes, by name.", { data: {} }),
    containers: named(containerSchema, "Docker containers, by name.", {
      "web-default": { image: "web", publish: ["18080:80"] },
    }),
    ...besideLinks,
    expect: Type.Optional(
      Type.Array(expectationSchema, {
        description: "What real packets must show after each `up`; one that does not hold fails the update.",
        default: [],
        examples: [[{ from: "RED", ping: "BLUE" }]],
      }),
    ),
  },
  {
    description:
      "Container networks and raw Linux networks of a host. What a namespace has too (routes, firewall, ...) is here " +
      "the host's own.",
    examples: [{ bridges: { br0: { address: "11.11.11.1/24" } } }],
    elsewhere: {
      gateway: "the host says it among its routes: { to: default, via: ADDRESS }",
      loopback: "write it in links: lo, with type: existing",
    },
  },
);

export type TopologyInput = Static<typeof topologySchema>;
