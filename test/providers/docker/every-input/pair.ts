import type { Shape } from "../../../../providers/docker/shape.ts";
import type { Value, Values } from "../../../../providers/docker/values.ts";

/** Two valid values of the input that a leaf lies in, differing in that leaf. */
export interface Pair {
  from: Value | undefined;
  to: Value | undefined;
  /** What else has to be declared, before and after. */
  beside?: Values;
  /** Why no engine at hand makes an object with either value, so that the comparison alone is tried. */
  unmade?: string;
}

/** Every place where a declaration can differ: `ports[].external`, `tmpfs{}`; refused inputs apart. */
export function leavesOf(shapes: Readonly<Record<string, Shape>>): { leaves: string[]; refused: string[] } {
  const all = Object.entries(shapes).flatMap(([name, shape]) => places(shape, name));
  return {
    leaves: all.filter(({ refused }) => !refused).map(({ path }) => path),
    refused: all.filter(({ refused }) => refused).map(({ path }) => path),
  };
}

function places(shape: Shape, path: string): { path: string; refused: boolean }[] {
  switch (shape.kind) {
    case "list":
      return places(shape.of, `${path}[]`);
    case "map":
      return [{ path: `${path}{}`, refused: false }];
    case "record":
      return Object.entries(shape.fields).flatMap(([name, field]) => places(field, `${path}.${name}`));
    default:
      return [{ path, refused: shape.kind === "refused" }];
  }
}

/** The input that a leaf lies in. */
export function inputOf(leaf: string): string {
  return leaf.split(/[.[{]/)[0] ?? leaf;
}
