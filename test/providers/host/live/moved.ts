import type { Json } from "../../../../providers/host/json.ts";
import type { Drift, LiveSpec, Step } from "./spec.ts";

/** The ends of two cables that others have on the host: nothing uses theirs3, and theirs2 is what theirs0 leads to. */
const declared = (fields: Record<string, Json | undefined> = {}) => {
  const all = {
    type: "existing",
    from: "host/theirs3",
    mtu: 1400,
    mac: "02:00:00:00:77:0a",
    master: "br0",
    port: { isolated: true, cost: 50 },
    up: true,
    ...fields,
  };
  const eth5 = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Json;
  const theirs2: Json = { type: "existing", from: "host/theirs2", addresses: ["10.66.0.1/24"] };
  return { host: { links: {} }, RED: { links: { br0: { type: "bridge" }, eth5, theirs2 } } };
};

const changed = (words: string) => [`change moved eth5 in RED: ${words}`];
const drift = (words: string, says: string): Drift => ({
  by: [`ip -n RED link set eth5 ${words}`],
  says: changed(says),
});
const step = (fields: Record<string, Json | undefined>, does: string[]): Step => ({ to: declared(fields), does });

const V4 = "create address theirs2 10.66.0.1/24 in RED";

export const moved: LiveSpec = {
  kind: "moved",
  base: declared(),
  creates: [
    "create namespace RED",
    "create moved eth5 in RED",
    "create moved theirs2 in RED",
    "create link br0 in RED",
    "create link lo in RED",
    V4,
  ],
  drifts: {
    from: [
      {
        by: [
          "touch /run/host",
          "mount --bind /proc/self/ns/net /run/host",
          "ip -n RED link set dev eth5 netns /run/host name theirs3",
          "umount /run/host",
        ],
        says: [
          'delete moved eth5 in RED: from null -> "host/theirs3", up false -> true, master null -> "br0", port.cost null -> 50, port.isolated null -> true',
          "create moved eth5 in RED",
        ],
      },
    ],
    up: [drift("down", "up false -> true")],
    mtu: [drift("mtu 1300", "mtu 1300 -> 1400")],
    mac: [drift("address 02:00:00:00:77:0b", 'mac "02:00:00:00:77:0b" -> "02:00:00:00:77:0a"')],
    master: [drift("nomaster", 'master null -> "br0", port.cost null -> 50, port.isolated null -> true')],
    port: [
      drift("type bridge_slave isolated off hairpin on", "port.hairpin true -> false, port.isolated false -> true"),
      drift("type bridge_slave cost 9", "port.cost 9 -> 50"),
    ],
  },
  steps: {
    from: [
      {
        to: { host: { links: {} }, RED: { links: { br0: { type: "bridge" } } } },
        does: ["delete address theirs2 10.66.0.1/24 in RED", "delete moved theirs2 in RED", "delete moved eth5 in RED"],
        renews: ["RED/eth5", "RED/theirs2"],
      },
    ],
    up: [step({ up: false }, changed("up true -> false"))],
    mtu: [step({ mtu: 1280 }, changed("mtu 1400 -> 1280")), step({ mtu: undefined }, changed("mtu 1400 -> 1500"))],
    mac: [
      step({ mac: "02:00:00:00:77:0c" }, changed('mac "02:00:00:00:77:0a" -> "02:00:00:00:77:0c"')),
      step({ mac: undefined }, changed('mac "02:00:00:00:77:0a" -> "02:00:00:00:77:03"')),
    ],
    master: [step({ master: undefined, port: undefined }, changed('master "br0" -> null'))],
    port: [
      step(
        { port: { cost: 51, learning: false } },
        changed("port.cost 50 -> 51, port.learning true -> false, port.isolated true -> false"),
      ),
    ],
  },
  removal: {
    to: { host: { links: {} } },
    does: [
      "delete address theirs2 10.66.0.1/24 in RED",
      "delete moved theirs2 in RED",
      "delete moved eth5 in RED",
      "delete namespace RED",
    ],
  },
  foreign: {
    by: ["ip netns add RED", "ip -n RED link add eth5 type bridge"],
    refusal: /moved eth5 in RED exists on host "sandbox"/,
  },
};
