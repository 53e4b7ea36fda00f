import type { LiveSpec } from "./spec.ts";

const declared = (mac: string, dev = "theirs0") => ({
  host: {
    neighbours: [
      { address: "192.168.77.50", dev, mac },
      { address: "fd00::50", dev, mac },
    ],
  },
});

const MAC = "02:00:00:00:00:50";
const OTHER = "02:00:00:00:00:51";

export const neighbour: LiveSpec = {
  kind: "neighbour",
  base: declared(MAC),
  creates: ["create neighbour theirs0 192.168.77.50 in host", "create neighbour theirs0 fd00::50 in host"],
  drifts: {
    address: [
      { by: ["ip neigh del 192.168.77.50 dev theirs0"], says: ["create neighbour theirs0 192.168.77.50 in host"] },
      { by: ["ip neigh change fd00::50 dev theirs0 nud stale"], says: ["create neighbour theirs0 fd00::50 in host"] },
    ],
    mac: [
      {
        by: [`ip neigh change 192.168.77.50 dev theirs0 lladdr ${OTHER} nud permanent`],
        says: [`change neighbour theirs0 192.168.77.50 in host: mac "${OTHER}" -> "${MAC}"`],
      },
      {
        by: [`ip neigh replace fd00::50 dev theirs0 lladdr ${OTHER} nud permanent proto 3`],
        says: [
          'change neighbour theirs0 fd00::50 in host: mac "02:00:00:00:00:51" -> "02:00:00:00:00:50", protocol "3" -> "205"',
        ],
      },
    ],
  },
  steps: {
    mac: [
      {
        to: declared(OTHER),
        does: [
          'change neighbour theirs0 192.168.77.50 in host: mac "02:00:00:00:00:50" -> "02:00:00:00:00:51"',
          'change neighbour theirs0 fd00::50 in host: mac "02:00:00:00:00:50" -> "02:00:00:00:00:51"',
        ],
      },
    ],
    dev: [
      {
        to: declared(MAC, "theirs3"),
        does: [
          "create neighbour theirs3 192.168.77.50 in host",
          "create neighbour theirs3 fd00::50 in host",
          "delete neighbour theirs0 192.168.77.50 in host",
          "delete neighbour theirs0 fd00::50 in host",
        ],
      },
    ],
  },
  removal: {
    to: {},
    does: ["delete neighbour theirs0 192.168.77.50 in host", "delete neighbour theirs0 fd00::50 in host"],
  },
  foreign: {
    by: [`ip neigh add 192.168.77.50 lladdr ${OTHER} dev theirs0 nud permanent`],
    refusal: /neighbour theirs0 192\.168\.77\.50 in host exists/,
    adopts: [
      'adopt neighbour theirs0 192.168.77.50 in host: mac "02:00:00:00:00:51" -> "02:00:00:00:00:50", protocol "0" -> "205"',
      "create neighbour theirs0 fd00::50 in host",
    ],
  },
};
