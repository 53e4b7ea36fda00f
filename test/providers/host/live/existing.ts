import type { Json } from "../../../../providers/host/json.ts";
import type { Drift, LiveSpec, Step } from "./spec.ts";

/** The bridge and the cable that others have in every sandbox: theirs0, and theirs3, which is on nothing. */
const declared = (fields: Record<string, Json | undefined> = {}) => {
  const own = { up: true, mtu: 1400, mac: "02:00:00:00:77:0a", master: "br0", port: { isolated: true, cost: 50 } };
  const all: Record<string, Json | undefined> = { type: "existing", ...own, ...fields };
  const theirs3 = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Json;
  const theirs0: Json = { type: "existing", addresses: ["10.66.0.1/24", "fd66::1/64"] };
  return { host: { links: { br0: { type: "bridge" }, theirs3, theirs0 } } };
};

const changed = (words: string) => [`change existing theirs3 in host: ${words}`];
const drift = (words: string, says: string): Drift => ({ by: [`ip link set theirs3 ${words}`], says: changed(says) });
const port = (property: string, words: string) => [`change existing theirs3 port.${property} in host: ${words}`];
const PORT = ["create existing theirs3 port.isolated in host", "create existing theirs3 port.cost in host"];
const FREE = "release existing theirs3 port.isolated in host: true -> false";
const GONE = ["release existing theirs3 port.cost in host", FREE];
const step = (fields: Record<string, Json | undefined>, does: string[]): Step => ({ to: declared(fields), does });

const BORN = "02:00:00:00:77:03";
const V4 = "create address theirs0 10.66.0.1/24 in host";

export const existing: LiveSpec = {
  kind: "existing",
  base: declared(),
  creates: [
    "adopt existing theirs3 in host: mtu 1500 -> 1400",
    `adopt existing theirs3 in host: mac "${BORN}" -> "02:00:00:00:77:0a"`,
    'adopt existing theirs3 in host: master null -> "br0"',
    "adopt existing theirs3 in host",
    ...PORT,
    "create link br0 in host",
    V4,
    "create address theirs0 fd66::1/64 in host",
  ],
  drifts: {
    up: [drift("down", "up false -> true")],
    mtu: [drift("mtu 1300", "mtu 1300 -> 1400")],
    mac: [drift("address 02:00:00:00:77:0b", 'mac "02:00:00:00:77:0b" -> "02:00:00:00:77:0a"')],
    master: [{ ...drift("nomaster", 'master null -> "br0"'), says: [...changed('master null -> "br0"'), ...PORT] }],
    port: [
      { by: ["ip link set theirs3 type bridge_slave isolated off"], says: port("isolated", "false -> true") },
      { by: ["ip link set theirs3 type bridge_slave cost 9"], says: port("cost", "9 -> 50") },
    ],
    addresses: [{ by: ["ip addr del 10.66.0.1/24 dev theirs0"], says: [V4] }],
  },
  steps: {
    up: [step({ up: false }, changed("up true -> false"))],
    mtu: [
      step({ mtu: 1280 }, changed("mtu 1400 -> 1280")),
      step({ mtu: undefined }, ["release existing theirs3 in host: mtu 1400 -> 1500"]),
    ],
    mac: [step({ mac: "02:00:00:00:77:0c" }, changed('mac "02:00:00:00:77:0a" -> "02:00:00:00:77:0c"'))],
    master: [
      step({ master: undefined, port: undefined }, ['release existing theirs3 in host: master "br0" -> null', ...GONE]),
    ],
    port: [
      step({ port: { isolated: true, cost: 51 } }, port("cost", "50 -> 51")),
      step({ port: { cost: 50, hairpin: true } }, ["create existing theirs3 port.hairpin in host", FREE]),
    ],
  },
  removal: {
    to: { host: { links: {} } },
    does: [
      "delete address theirs0 10.66.0.1/24 in host",
      "delete address theirs0 fd66::1/64 in host",
      "delete link br0 in host",
      "release existing theirs3 in host: mtu 1400 -> 1500",
      `release existing theirs3 in host: mac "02:00:00:00:77:0a" -> "${BORN}"`,
      'release existing theirs3 in host: master "br0" -> null',
      "release existing theirs3 in host",
      ...GONE,
    ],
  },
  foreign: {
    by: ["ip link set theirs3 down"],
    another: { host: { links: { theirs3: { type: "existing", mtu: 1300 } } } },
    refusal: /existing theirs3 in host exists on host "sandbox" and it belongs to/,
    adopts: [
      "adopt existing theirs3 in host: mtu 1300 -> 1400",
      `adopt existing theirs3 in host: mac "${BORN}" -> "02:00:00:00:77:0a"`,
      'adopt existing theirs3 in host: master null -> "br0"',
      "adopt existing theirs3 in host: up false -> true",
      ...PORT,
      "create link br0 in host",
      V4,
      "create address theirs0 fd66::1/64 in host",
    ],
  },
};
