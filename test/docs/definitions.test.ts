import { expect, test } from "vitest";
import { withDefinitions } from "../../docs/definitions.ts";

const port = { type: "object", description: `What an interface is as a port. ${"It has many properties. ".repeat(9)}` };
const link = {
  type: "object",
  properties: { port, mtu: { type: "integer" } },
  description: "An interface. ".repeat(20),
};

/** The schema that one means, with every reference in its place. */
function expanded(part: unknown, definitions: Record<string, unknown>): unknown {
  if (Array.isArray(part)) return part.map((inner) => expanded(inner, definitions));
  if (typeof part !== "object" || part === null) return part;
  const { $ref, ...rest } = part as Record<string, unknown>;
  if (typeof $ref === "string") return expanded(definitions[$ref.replace("#/definitions/", "")], definitions);
  return Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, expanded(inner, definitions)]));
}

test("what is there more than once stands once, and means the same", () => {
  const schema = { type: "object", properties: { here: link, there: { anyOf: [link, { type: "null" }] }, port } };
  const { definitions, ...short } = withDefinitions(schema) as { definitions: Record<string, unknown> };
  expect(short).toEqual({
    type: "object",
    properties: {
      here: { $ref: "#/definitions/here" },
      there: { anyOf: [{ $ref: "#/definitions/here" }, { type: "null" }] },
      port: { $ref: "#/definitions/port" },
    },
  });
  expect(Object.keys(definitions)).toEqual(["here", "port"]);
  expect(expanded(short, definitions)).toEqual(schema);
});

test("two parts of one name have two, and what is short stays where it is", () => {
  const other = { ...port, description: port.description.toUpperCase() };
  const of = (part: object) => ({ type: "object", properties: { port: part } });
  const schema = { anyOf: [of(port), of(other)], allOf: [of(port), of(other)] };
  const { definitions, ...short } = withDefinitions(schema) as { definitions: Record<string, unknown> };
  expect(expanded(short, definitions)).toEqual(schema);
  expect(Object.values(definitions).length).toBeGreaterThan(1);
  expect(withDefinitions({ anyOf: [{ type: "null" }, { type: "null" }] })).toEqual({
    anyOf: [{ type: "null" }, { type: "null" }],
  });
});
