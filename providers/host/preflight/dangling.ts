import type { Scopes } from "../../../net/schema/scope.ts";
import type { Fault } from "../../../validation/fault.ts";
import type { Dump } from "../dump.ts";
import type { Item, Operation } from "../model.ts";
import type { Transport } from "../transport/transport.ts";
import { absentLinks } from "./absent-links.ts";
import { strangeGateways } from "./gateways.ts";
import { moves } from "./moves.ts";

/** What a plan does on a host as it is. */
interface Planned {
  operations: readonly Operation[];
  dumps: ReadonlyMap<string, Dump>;
}

/** What a lab declares besides. */
interface Lab {
  scopes: Scopes;
  /** What documents declare that were checked before. */
  before: readonly Item[];
  /** Bridges that Docker makes of its networks. */
  dockers: readonly string[];
}

/** What a lab leads to that is not there. A lab is whole; a document alone may have it from another one. */
export async function dangling(transport: Transport, { operations, dumps }: Planned, lab: Lab): Promise<Fault[]> {
  const run = (argv: readonly string[]) => transport.run("host", argv);
  return [
    ...moves(operations, dumps.get("host")),
    ...absentLinks(operations, { ...lab, host: dumps.get("host") }),
    ...(await strangeGateways(operations, lab.scopes, lab.before, run)),
  ];
}
