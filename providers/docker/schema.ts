import { shapesOf } from "./provider.ts";
import { functions, resources } from "./registry.ts";
import type { Shape } from "./shape.ts";

type Json = Record<string, unknown>;

/** The package's schema, which `pulumi import` and YAML programs read; made from the same shapes as the check. */
export function packageSchema(version: string): Json {
  const types: Json = {};
  const described = resources.map((resource) => {
    const inputs = properties(shapesOf(resource), resource.type, types);
    const computed = properties(resource.computed, resource.type, types);
    return [
      resource.type,
      {
        inputProperties: inputs,
        requiredInputs: resource.required,
        properties: { ...inputs, ...computed },
        required: Object.keys(computed),
      },
    ];
  });
  const called = functions.map((one) => [
    one.token,
    {
      inputs: one.arguments.kind === "record" ? objectType(one.arguments, one.token, types) : { type: "object" },
      outputs: { type: "object", properties: properties(one.results, one.token, types) },
    },
  ]);
  return {
    name: "docker",
    version,
    resources: Object.fromEntries(described),
    functions: Object.fromEntries(called),
    types,
    language: { nodejs: { compatibility: "tfbridge20" } },
  };
}

function properties(shapes: Readonly<Record<string, Shape>>, owner: string, types: Json): Json {
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, typeOf(shape, name, owner, types)]));
}

function typeOf(shape: Shape, name: string, owner: string, types: Json): Json {
  switch (shape.kind) {
    case "text":
      return { type: "string" };
    case "flag":
      return { type: "boolean" };
    case "number":
      return { type: shape.fraction ? "number" : "integer" };
    case "list":
      return { type: "array", items: typeOf(shape.of, singular(name), owner, types) };
    case "map":
      return { type: "object", additionalProperties: typeOf(shape.of, name, owner, types) };
    case "refused":
      return { ...typeOf(shape.as, name, owner, types), deprecationMessage: `not served: ${shape.why}` };
    case "record": {
      const token = `docker:index/${owner.split(":").at(-1)}${name[0]?.toUpperCase()}${name.slice(1)}`;
      const type = `${token}:${token.split("/").at(-1)}`;
      types[type] = objectType(shape, type, types);
      return { $ref: `#/types/${type}` };
    }
  }
}

function objectType(shape: Shape & { kind: "record" }, owner: string, types: Json): Json {
  return { type: "object", properties: properties(shape.fields, owner, types), required: shape.required };
}

function singular(name: string): string {
  return name.endsWith("s") ? name.slice(0, -1) : name;
}
