import { expect, test } from "vitest";
import { wantedBy } from "../../../../../providers/host/document.ts";
import type { Json } from "../../../../../providers/host/json.ts";

const links = { a: { type: "bridge" }, b: { type: "bridge" }, c: { type: "bridge" } };

/** The links that IPv6 must be on for. */
const needing = (scope: Record<string, Json>) =>
  wantedBy({ host: { links, ...scope } as Record<string, Json> }).flatMap(({ kind, key, props }) =>
    kind === "link" && Object.entries(props).some(([name, value]) => /disable_ipv6$/.test(name) && value === 0)
      ? [key]
      : [],
  );

test.each([
  ["an address", { links: { ...links, a: { type: "bridge", addresses: ["fd00::1/64"] } } }, ["a"]],
  ["a route", { routes: [{ to: "fd01::/64", dev: "b" }] }, ["b"]],
  [
    "next hops",
    {
      routes: [
        {
          to: "default",
          nexthops: [
            { via: "fd00::2", dev: "a" },
            { via: "fd01::2", dev: "c" },
          ],
        },
      ],
    },
    ["a", "c"],
  ],
  ["a neighbour", { neighbours: [{ address: "fd00::9", dev: "c", mac: "02:00:00:00:00:09" }] }, ["c"]],
  ["nothing of it", { routes: [{ to: "10.0.0.0/8", dev: "a" }] }, []],
])("IPv6 is on where %s needs it", (_, scope, expected) => {
  expect(needing(scope)).toEqual(expected);
});
