import type { Fault } from "../../../validation/fault.ts";
import { scopesOf } from "../document.ts";
import type { Wanted } from "../model.ts";
import type { Plan } from "../plan.ts";
import type { Survey } from "../survey.ts";
import type { Transport } from "../transport/transport.ts";
import type { Beside, WireDocument } from "../wire.ts";
import { dangling } from "./dangling.ts";
import { disturbed } from "./foreign-bridges.ts";
import { forgottenRouters } from "./forgotten-routers.ts";
import { madeBy, missingParts } from "./kernel.ts";
import { liveFaults } from "./preflight.ts";
import { setFaults } from "./sets.ts";
import { absentSettings } from "./settings.ts";
import { besideOf, checkedBefore } from "./warnings.ts";

/** A document with what the host has of it, and what would be done. */
interface Case extends Plan, Survey {
  transport: Transport;
  wire: WireDocument;
  wanted: readonly Wanted[];
  /** Docker's part of the lab, where the document is a lab's. */
  docker: Beside | undefined;
}

/** What the live host, or its kernel, has against a plan. */
export async function obstacles(now: Case): Promise<Fault[]> {
  const { transport, wire, wanted, docker, operations, dumps, context } = now;
  const scopes = scopesOf(wire);
  const run = (argv: readonly string[]) => transport.run("host", argv);
  const lab = docker && { scopes, before: checkedBefore(wire.owner), dockers: docker.bridges };
  return [
    ...absentSettings({ wanted, dumps, newborn: context.newborn }),
    ...(await missingParts(transport, madeBy(operations))),
    ...disturbed(operations, context),
    ...(await forgottenRouters(operations, [...wanted, ...checkedBefore(wire.owner)], run)),
    ...setFaults({ scopes, host: transport.name, context, wanted, operations, beside: besideOf(wire) }),
    ...(lab ? await dangling(transport, now, lab) : []),
    ...(await liveFaults(transport, wire, dumps.get("host"))),
  ];
}
