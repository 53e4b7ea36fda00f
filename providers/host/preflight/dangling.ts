import type { Scopes } from "../../../net/schema/scope.ts";
import type { Fault } from "../../../validation/fault.ts";
import type { Dump } from "../dump.ts";
import type { Item, Operation } from "../model.ts";
import type { Transport } from "../transport/transport.ts";
import { strangeGateways } from "./gateways.ts";
import { absentParents } from "./parents.ts";

/** What a plan does on a host as it is. */
interface Planned {
  operations: readonly Operation[];
  dumps: ReadonlyMap<string, Dump>;
}

/**
 * What a lab leads to that is not there. A lab is whole; a document alone may have it from another one.
 *
 * @param before what documents declare that were checked before it
 */
export async function dangling(
  transport: Transport,
  { operations, dumps }: Planned,
  scopes: Scopes,
  before: readonly Item[],
): Promise<Fault[]> {
  const run = (argv: readonly string[]) => transport.run("host", argv);
  return [
    ...absentParents(operations, scopes, before, dumps.get("host")),
    ...(await strangeGateways(operations, scopes, before, run)),
  ];
}
