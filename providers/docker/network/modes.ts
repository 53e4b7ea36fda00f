import { driverOptions } from "../../../validation/driver-options.ts";
import type { Fault } from "../../../validation/fault.ts";
import { demand, tooOldFor } from "../old-engine.ts";
import type { Context } from "../resource.ts";
import type { Values } from "../values.ts";

/** How containers reach each other; the driver's other options are the engine's to judge. */
export async function modeFaults({ driver, options }: Values, context: Context): Promise<Fault[]> {
  if (typeof driver !== "string") return [];
  const said = (options ?? {}) as Record<string, unknown>;
  const wrong = driverOptions(driver, said, ["options"]);
  if (wrong.length > 0 || driver !== "ipvlan") return wrong;
  const { ipvlan_mode: mode, ipvlan_flag: flag } = said;
  const demands = [
    ...demand(mode === "l3s", ["options", "ipvlan_mode"], "1.42"),
    ...demand(flag === "private" || flag === "vepa", ["options", "ipvlan_flag"], "1.42"),
  ];
  return await tooOldFor(demands, context);
}
