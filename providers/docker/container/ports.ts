import type { types } from "@pulumi/docker";
import type { Context } from "../resource.ts";
import type { Fault } from "../shape.ts";
import { hasUnknown, type Values } from "../values.ts";

type Port = Partial<types.output.ContainerPort>;

/** A host port that two ports of this container, or two containers of this deployment, would both bind. */
export function portFaults(inputs: Values, { session, urn }: Context): Fault[] {
  const ports = (inputs.ports ?? []) as Port[];
  const others = session.others("docker:index/container:Container", urn).flatMap(([other, values]) => {
    return hasUnknown(values.ports) ? [] : ((values.ports ?? []) as Port[]).map((port) => ({ port, owner: other }));
  });
  return ports.flatMap((port, i) => {
    const own = ports.slice(0, i).map((earlier, at) => ({ port: earlier, owner: `ports[${at}]` }));
    const clash = [...own, ...others].find((taken) => collide(port, taken.port));
    if (!clash) return [];
    const bound = `${port.ip ?? "0.0.0.0"}:${port.external}/${port.protocol ?? "tcp"}`;
    return [{ property: `ports[${i}].external`, reason: `${bound} is bound by ${clash.owner} already` }];
  });
}

/** An address that means all of them collides with each. */
function collide(a: Port, b: Port): boolean {
  if (!a.external || a.external !== b.external) return false;
  if ((a.protocol ?? "tcp") !== (b.protocol ?? "tcp")) return false;
  const [mine, other] = [a.ip ?? "0.0.0.0", b.ip ?? "0.0.0.0"];
  return mine === other || mine === "0.0.0.0" || other === "0.0.0.0";
}
