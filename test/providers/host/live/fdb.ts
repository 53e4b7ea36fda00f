import type { Json } from "../../../../providers/host/json.ts";
import type { LiveSpec } from "./spec.ts";

const [A, B, C] = ["02:00:00:00:05:0a", "02:00:00:00:05:0b", "02:00:00:00:05:0c"] as const;
const ZERO = "00:00:00:00:00:00";

const PORT: Json = [{ mac: A }, { mac: B, state: "permanent" }];
const FAR: Json = [
  { dst: "192.0.2.3" },
  { dst: "192.0.2.4", port: 8472, vni: 7, via: "theirs0" },
  { mac: C, dst: "192.0.2.3", port: 4789, vni: 42 },
];

/** A port of somebody's bridge, and a vxlan. */
const declared = (port: Json = PORT, far: Json = FAR) => ({
  host: {
    links: {
      p0: { type: "veth", master: "theirs0", port: { fdb: port }, peer: { scope: "host", name: "q0" } },
      vx: { type: "vxlan", id: 42, fdb: far },
    },
  },
});

const change = (key: string, words: string) => [`change fdb ${key} in host: ${words}`];
const create = (key: string) => [`create fdb ${key} in host`];
const [FIRST, SECOND] = [`vx ${ZERO} dst 192.0.2.3`, `vx ${ZERO} dst 192.0.2.4 port 8472 vni 7 via theirs0`];

export const fdb: LiveSpec = {
  kind: "fdb",
  base: declared(),
  creates: [
    ...["p0", "q0", "vx"].map((name) => `create link ${name} in host`),
    ...[`theirs0 ${A}`, `theirs0 ${B}`, FIRST, SECOND, `vx ${C}`].flatMap(create),
  ],
  drifts: {
    fdb: [
      { by: [`bridge fdb del ${A} dev p0 master`], says: create(`theirs0 ${A}`) },
      // Where somebody else is heard from, it is as if it had been learned there.
      {
        by: [`bridge fdb del ${A} dev p0 master`, `bridge fdb add ${A} dev theirs1 master dynamic`],
        says: create(`theirs0 ${A}`),
      },
      {
        by: [`bridge fdb replace ${A} dev theirs1 master static`],
        says: change(`theirs0 ${A}`, 'dev "theirs1" -> "p0"'),
      },
      {
        by: [`bridge fdb replace ${B} dev p0 master static`],
        says: change(`theirs0 ${B}`, 'state "static" -> "permanent"'),
      },
      {
        by: ["ip link set p0 nomaster"],
        says: [
          'change link p0 in host: master null -> "theirs0"',
          ...[A, B].flatMap((mac) => create(`theirs0 ${mac}`)),
        ],
      },
      { by: [`bridge fdb del ${ZERO} dev vx dst 192.0.2.3`], says: create(FIRST) },
      { by: [`bridge fdb del ${ZERO} dev vx dst 192.0.2.4 port 8472 vni 7 via theirs0`], says: create(SECOND) },
      {
        by: [`bridge fdb replace ${C} dev vx dst 192.0.2.9 port 4790`],
        says: change(`vx ${C}`, 'dst "192.0.2.9 port 4790" -> "192.0.2.3"'),
      },
    ],
  },
  steps: {
    fdb: [
      {
        to: declared([{ mac: A, state: "permanent" }], [{ dst: "192.0.2.5" }, { mac: C, dst: "192.0.2.5" }]),
        does: [
          ...change(`theirs0 ${A}`, 'state "static" -> "permanent"'),
          ...create(`vx ${ZERO} dst 192.0.2.5`),
          ...change(`vx ${C}`, 'dst "192.0.2.3" -> "192.0.2.5"'),
          ...[`theirs0 ${B}`, FIRST, SECOND].map((key) => `delete fdb ${key} in host`),
        ],
      },
    ],
  },
  removal: {
    to: declared([], []),
    does: [`theirs0 ${A}`, `theirs0 ${B}`, FIRST, SECOND, `vx ${C}`].map((key) => `delete fdb ${key} in host`),
  },
  foreign: {
    by: [`bridge fdb add ${A} dev theirs1 master static`, `bridge fdb add ${B} dev theirs1 master static`],
    refusal: /fdb theirs0 02:00:00:00:05:0a in host exists/,
    adopts: [
      ...["p0", "q0", "vx"].map((name) => `create link ${name} in host`),
      `adopt fdb theirs0 ${A} in host: dev "theirs1" -> "p0"`,
      `adopt fdb theirs0 ${B} in host: dev "theirs1" -> "p0", state "static" -> "permanent"`,
      ...[FIRST, SECOND, `vx ${C}`].flatMap(create),
    ],
  },
};
