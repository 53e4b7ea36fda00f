import { describe, expect, test } from "vitest";
import { closest, declaredInstead } from "../../net/suggest.ts";
import { formatFault, formatPath } from "../../validation/fault.ts";

describe("a path", () => {
  test.each([
    [["namespaces", "RED", "links", "reth0"], "namespaces.RED.links.reth0"],
    [["containers", "web-1", "publish", 0], "containers.web-1.publish[0]"],
    [["links", "eth0.100", "mtu"], 'links["eth0.100"].mtu'],
    [["links", "a\u0000\u202eb"], 'links["a\\u0000\\u202eb"]'],
    [[], "topology"],
  ])("%j is written %s", (path, text) => {
    expect(formatPath(path)).toBe(text);
  });
});

describe("a fault", () => {
  test("is PATH: VALUE: RULE. FIX.", () => {
    expect(formatFault({ path: ["a", "b"], value: 7, rule: "too small", fix: "write 8" })).toBe(
      "a.b: 7: too small. Write 8.",
    );
  });

  test("has no value where something is missing", () => {
    expect(formatFault({ path: ["a"], rule: "required, and missing", fix: 'add it, as in "x"' })).toBe(
      'a: required, and missing. Add it, as in "x".',
    );
  });

  test("keeps a long value on one line of bounded length", () => {
    const printed = formatFault({ path: ["a"], value: "x".repeat(5000), rule: "too long", fix: "shorten it" });
    expect(printed.length).toBeLessThan(120);
  });
});

describe("a suggestion", () => {
  test.each([
    ["brigde", "bridge"],
    ["red", "RED"],
    ["br1", "br0"],
    ["adress", "address"],
  ])("for %s is %s", (word, meant) => {
    expect(closest(word, ["RED", "bridge", "br0", "address", "gateway"])).toBe(meant);
  });

  test("is not made for a word that is near nothing", () => {
    expect(closest("uplink", ["RED", "bridge", "br0"])).toBeUndefined();
  });

  test("is the list of what is declared, cut where it is long", () => {
    expect(declaredInstead("zzz", "bridges", ["br0", "br1"])).toBe("declared bridges: br0, br1");
    const many = Array.from({ length: 20 }, (_, i) => `bridge${i}`);
    expect(declaredInstead("zzz", "bridges", many)).toMatch(/bridge11 and 8 more$/);
    expect(declaredInstead("zzz", "bridges", [])).toBe("no bridges are declared");
  });
});
