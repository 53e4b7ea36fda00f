import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseTopology } from "../../topology/parse.ts";
import { formatFault, formatFaults, formatPath } from "../../validation/fault.ts";

const paths = (value: unknown) => parseTopology(value).faults.map(({ path }) => formatPath(path));

describe("a file with twenty different faults", () => {
  const { topology, faults } = parseTopology(parse(readFileSync(new URL("twenty.yaml", import.meta.url), "utf8")));

  test("gives twenty errors and no topology", () => {
    expect(faults.map(formatFault), formatFaults(faults)).toHaveLength(20);
    expect(topology).toBeUndefined();
  });

  test("tells them in the order of the file, each on a line of its own", () => {
    const lines = formatFaults(faults).split("\n");
    expect(lines).toHaveLength(20);
    expect(lines[0]).toBe(
      'bridges.br1.address: "11.11.11.128/25": it is the network itself of 11.11.11.128/25. Take an address between them.',
    );
    expect(lines[19]).toBe('expect[1].because: "no-arp": a reason belongs to a failure. Add fails: true.');
  });
});

describe("values that are no data", () => {
  test.each([
    ["undefined", undefined, "topology"],
    ["a function", { bridges: () => 1 }, "bridges"],
    ["a symbol", { bridges: Symbol("x") }, "bridges"],
    ["a big integer", { bridges: { br0: { mtu: 1500n } } }, "bridges.br0.mtu"],
    ["a date", { bridges: { br0: { address: new Date(0) } } }, "bridges.br0.address"],
    ["a map", { bridges: new Map() }, "bridges"],
    ["not a number", { bridges: { br0: { mtu: Number.NaN } } }, "bridges.br0.mtu"],
    ["an output", { bridges: { br0: { address: pulumi.output("10.0.0.1/24") } } }, "bridges.br0.address"],
    ["a secret", { namespaces: { RED: { gateway: pulumi.secret("10.0.0.1") } } }, "namespaces.RED.gateway"],
  ])("%s is refused where it stands", (_name, value, path) => {
    expect(paths(value)).toEqual([path]);
  });

  test("a cycle is refused, and ends", () => {
    const bridges: Record<string, unknown> = {};
    bridges.br0 = bridges;
    expect(parseTopology({ bridges }).faults.map(({ rule }) => rule)).toContain("nested deeper than 32 levels");
  });

  test("depth is refused, and ends", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`);
    expect(parseTopology({ bridges: deep }).faults[0]?.rule).toBe("nested deeper than 32 levels");
  });

  test("more than a megabyte is refused", () => {
    const faults = parseTopology({ expect: Array.from({ length: 1_000_000 }, () => ({ from: "host" })) }).faults;
    expect(faults.map(({ rule }) => rule)).toEqual(["larger than 1 MB"]);
  });

  test("aliases that multiply are refused", () => {
    let list: unknown[] = ["x"];
    for (let i = 0; i < 25; i++) list = [list, list];
    expect(parseTopology({ bridges: list }).faults.map(({ rule }) => rule)).toEqual(["larger than 1 MB"]);
  });

  test("a polluted value leaves every other object as it was", () => {
    parseTopology(JSON.parse('{"__proto__": {"adopt": true}, "bridges": {"constructor": {"prototype": {"x": 1}}}}'));
    expect(({} as Record<string, unknown>).adopt).toBeUndefined();
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe("any value at all", () => {
  const keys = ["bridges", "namespaces", "networks", "containers", "images", "routes", "expect", "firewall", "sysctls"];
  const inner = [
    "br0",
    "RED",
    "address",
    "links",
    "bridge",
    "peer",
    "gateway",
    "publish",
    "networks",
    "to",
    "via",
    "from",
    "ping",
    "filter",
  ];
  const leaf = fc.oneof(
    fc.constantFrom("10.0.0.1/24", "10.0.0.2", "br0", "RED", "8080:80", "container:RED", "default", "!", ""),
    fc.jsonValue({ maxDepth: 1 }),
    fc.string(),
  );
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("node"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...inner), tie("node"), { maxKeys: 4 }),
    ),
  }));

  test("is answered with a topology or with faults that have a place, a rule and a fix", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), node, { maxKeys: 5 }), (value) => {
        const { topology, faults } = parseTopology(value);
        expect(topology === undefined).toBe(faults.length > 0);
        for (const { rule, fix } of faults) expect(rule.length * fix.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  test("prints no control character, whatever stands in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (name, text) => {
        const printed = formatFaults(parseTopology({ bridges: { [name]: { address: text, [text]: 1 } } }).faults);
        expect(printed.replaceAll("\n", "")).not.toMatch(/[\0-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/);
      }),
      { numRuns: 500 },
    );
  });

  test("reaches no name with a character outside the allowed ones", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 20 }), (name) => {
        const { topology } = parseTopology({
          bridges: { [name]: {} },
          namespaces: { [name]: {} },
          networks: { [name]: {} },
        });
        if (topology) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_.-]{0,14}$/);
      }),
      { numRuns: 500 },
    );
  });
});

test("a thousand endpoints on five bridges are read, and all their faults told", () => {
  const bridges = Object.fromEntries(
    Array.from({ length: 5 }, (_, i) => [`br${i}`, { address: `10.${i}.0.1/16`, nat: true }]),
  );
  const endpoint = (i: number) => {
    const address = `10.${i % 5}.${1 + (i >> 8)}.${i & 255}/16`;
    return [
      `ns${i}`,
      { links: { eth0: { bridge: `br${i % 5}`, address } }, gateway: `10.${i % 5}.0.1`, publish: [`${10000 + i}:80`] },
    ];
  };
  const namespaces = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => endpoint(i)));
  const good = { bridges, namespaces };
  expect(parseTopology(good).faults).toEqual([]);
  const bad = { bridges: { ...bridges, br0: {} }, namespaces: { ...namespaces, twin: namespaces.ns7 } };
  expect(paths(bad)).toEqual(["namespaces.twin.links.eth0.address", "namespaces.twin.publish[0]"]);
});

test("more than 1023 ports on a bridge are told with the kernel's limit", () => {
  const namespaces = Object.fromEntries(
    Array.from({ length: 1024 }, (_, i) => [`ns${i}`, { links: { e: { bridge: "br0" } } }]),
  );
  const { faults } = parseTopology({ bridges: { br0: {} }, namespaces });
  expect(faults.map(formatFault)).toEqual([
    'bridges.br0: "br0": 1024 ports, the kernel\'s limit is 1023. Spread them over several bridges.',
  ]);
});
