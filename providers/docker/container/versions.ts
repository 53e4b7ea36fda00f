import { older } from "../engine/engine.ts";
import type { Context } from "../resource.ts";
import type { Fault } from "../shape.ts";
import type { Values } from "../values.ts";
import type { Attachment } from "./attachment.ts";

/** Inputs that the engine at hand is too old for; it would drop them without a word. */
export async function oldEngineFaults(inputs: Values, { engine }: Context): Promise<Fault[]> {
  const networks = (inputs.networksAdvanced ?? []) as Attachment[];
  const demands = networks.flatMap((one, i) => [
    ...(one.gwPriority ? [{ property: `networksAdvanced[${i}].gwPriority`, needs: "1.48", release: "28.0" }] : []),
    ...(one.macAddress && i > 0
      ? [{ property: `networksAdvanced[${i}].macAddress`, needs: "1.44", release: "25.0" }]
      : []),
  ]);
  if (demands.length === 0) return [];
  const api = await engine.version();
  return demands
    .filter(({ needs }) => older(api, needs))
    .map(({ property, needs, release }) => ({
      property,
      reason: `needs Docker Engine ${release} (API ${needs}); this one speaks API ${api}`,
    }));
}
