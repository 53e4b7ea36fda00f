import type { Context } from "./resource.ts";
import type { Shape } from "./shape.ts";
import type { Values } from "./values.ts";

/** A function of the package, as `docker.getNetwork`. */
export interface PackageFunction {
  readonly token: string;
  readonly arguments: Shape;
  readonly results: Readonly<Record<string, Shape>>;
  call(context: Context, values: Values): Promise<Values>;
}
