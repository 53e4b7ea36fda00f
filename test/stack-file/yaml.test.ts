import { describe, expect, test } from "vitest";
import { isMap } from "../../net/map.ts";
import { yamlFile } from "../../stack-file/document.ts";
import { Places } from "../../stack-file/place.ts";
import { asPulumi } from "../../stack-file/stack-file.ts";
import { CASES } from "./cases.ts";

/** The value of `t:topology`, and what is wrong with it. */
function read(text: string): { value: unknown; faults: string[] } {
  const { root, values, faults } = yamlFile(text, "x.yaml", new Places());
  const config = values.entries(root, []).find(({ key }) => key === "config");
  const entry = values.entries(config?.node, []).find(({ key }) => key === "t:topology" || key === "topology");
  const value = asPulumi(values.value(entry?.node, []));
  const infinite = JSON.stringify(value, (_key, one) => (Number.isFinite(one) || typeof one !== "number" ? one : "∞"));
  const all = [...faults, ...values.faults].map(({ rule }) => rule);
  return { value, faults: infinite?.includes("∞") ? [...all, "not a number"] : all };
}

/** As Pulumi's JSON: it knows no -0, and shows a secret by its ciphertext. */
const plain = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (_key, one) => (isCiphertext(one) ? "[secret]" : one)));

function isCiphertext(value: unknown): boolean {
  return isMap(value) && Object.keys(value).length === 1 && typeof value.secure === "string";
}

/** What is refused although Pulumi takes it: it means something else to others, or to whoever wrote it. */
const REFUSED =
  /^(Pulumi reads a time|the tag |a key that is no name|a second YAML document|in braces|this key is there twice|not YAML: (Block|Set items|Tag))/;

describe("a value is what Pulumi makes of it, or refused", () => {
  test.each(CASES)("$text", ({ text, pulumi }) => {
    const { value, faults } = read(text);
    if (pulumi === null) expect(faults).not.toEqual([]);
    else if (faults.length > 0) expect(faults[0]).toMatch(REFUSED);
    else expect(plain(value)).toEqual(plain(asPulumi(pulumi)));
  });
});

test("one thing that is wrong is told once, wherever aliases and merge keys take it", () => {
  const text = "x: &w { a: !foo b, when: 2026-11-01 }\nconfig: { t:topology: { a: { <<: *w }, b: *w, c: [*w] } }\n";
  expect(read(text).faults).toHaveLength(2);
});

test("places are those where a person wrote it", () => {
  const places = new Places();
  const text = "x: &w\n  mtu: 5\nconfig:\n  t:topology:\n    a: { <<: *w, b: [1, { c: 2 }] }\n";
  const { root, values } = yamlFile(text, "x.yaml", places);
  const value = values.value(root, []);
  const at = (...path: (string | number)[]) => {
    const { line, column } = places.find(value, { file: "x.yaml", line: 1, column: 1 }, path);
    return `${line}:${column}`;
  };
  expect(at("config", "t:topology", "a", "mtu")).toBe("2:3");
  expect(at("config", "t:topology", "a", "b", 1, "c")).toBe("5:27");
  expect(at("config", "t:topology", "a", "gone", "further")).toBe("5:5");
});

test("aliases in any number are no attack, and aliases that multiply are read without end of memory", () => {
  const many = `x: &w { a: 1 }\nconfig: { t:topology: [${"*w, ".repeat(3000)}] }\n`;
  expect(read(many).value).toHaveLength(3000);
  const layers = Array.from({ length: 20 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}]`);
  const { root, values } = yamlFile(
    `l0: &l0 [x]\n${layers.join("\n")}\nconfig: { t:topology: *l20 }\n`,
    "x",
    new Places(),
  );
  expect(values.value(root, [])).toHaveProperty("config");
});
