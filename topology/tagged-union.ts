import { type Static, type TObject, Type } from "typebox";

/**
 * One of several objects, told apart by `type`; without it the default one. As a chain of conditions instead of
 * `anyOf`, so that an error speaks of the shape that was meant and of no other.
 */
export function byType<const Shapes extends Record<string, TObject>>(
  shapes: Shapes,
  fallback: keyof Shapes & string,
  words: { description: string; examples: unknown[] },
) {
  const names = Object.keys(shapes);
  return Type.Unsafe<Static<Shapes[keyof Shapes]>>({
    type: "object",
    properties: { type: { enum: names } },
    allOf: names.map((name) => ({
      if: { properties: { type: { const: name } }, required: name === fallback ? [] : ["type"] },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
      then: shapes[name],
    })),
    ...words,
  });
}
