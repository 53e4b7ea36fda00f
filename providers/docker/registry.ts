import { container } from "./container/container.ts";
import { network } from "./network/network.ts";
import type { Context, Resource } from "./resource.ts";
import type { Shape } from "./shape.ts";
import type { Values } from "./values.ts";

/** A function of the package, as `docker.getNetwork`. */
export interface Function {
  readonly token: string;
  readonly arguments: Shape;
  readonly results: Readonly<Record<string, Shape>>;
  call(context: Context, values: Values): Promise<Values>;
}

/** Resources by type. Method syntax lets each keep its own live type behind `unknown`. */
export const resources: readonly Resource<unknown>[] = [network, container];

export const functions: readonly Function[] = [];

const BACK =
  'To use the official provider instead, delete the "plugins" lines of Pulumi.yaml and run "pulumi install": ' +
  "the same program and the same state work with it.";

export function resourceOf(type: string): Resource<unknown> {
  const found = resources.find((resource) => resource.type === type);
  if (found) return found;
  const served = resources.map((resource) => resource.type.split(":").at(-1)).join(", ");
  throw new Error(`This provider does not serve ${type}; it serves ${served}. ${BACK}`);
}

export function functionOf(token: string): Function {
  const found = functions.find((one) => one.token === token);
  if (found) return found;
  const served = functions.map((one) => one.token.split(":").at(-1)).join(", ");
  throw new Error(`This provider does not serve the function ${token}; it serves ${served}. ${BACK}`);
}
