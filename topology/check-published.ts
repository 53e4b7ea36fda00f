import { Type } from "typebox";
import { object, record } from "../net/schema.ts";
import { machineAddress } from "../validation/addresses.ts";
import { Reading } from "../validation/fact-reader.ts";
import { type Fault, formatPath, type Path } from "../validation/fault.ts";
import { judge } from "../validation/rules/judge.ts";
import { soundOf } from "../validation/schema/check.ts";
import type { IsLater } from "../validation/schema/plain-data.ts";
import { type Checked, waitingIn } from "./check-part.ts";
import { inOrder } from "./order.ts";
import { normalPublish, type PublishInput, publishListSchema } from "./publish.ts";
import { listed } from "./with-path.ts";

/** Ports of the host that lead to an address. */
export const publishedPortsSchema = object(
  {
    ports: publishListSchema,
    to: Type.String({ description: "The address that they lead to.", examples: ["11.11.11.2"] }),
  },
  { description: "Ports of the host that lead to an address.", examples: [{ ports: ["18080:80"], to: "11.11.11.2" }] },
);

/** By a name that only tells them apart. */
const publishedSchema = record(publishedPortsSchema, {
  description: "Published ports.",
  examples: [{ web: { ports: ["18080:80"], to: "11.11.11.2" } }],
});

/**
 * Checks published ports that are declared by themselves, as {@link checkPart} does a part of a topology. Never throws.
 *
 * @param isLater values that are known later: they are no faults, and what they may change is not judged
 */
export function checkPublished(name: string, value: unknown, isLater?: IsLater): Checked {
  const whole = { [name]: value ?? null };
  const found = soundOf(publishedSchema, whole, isLater);
  const { sound, faults: misshapen, later, gaps } = found;
  const reading = new Reading("local", gaps);
  for (const [at, { ports, to }] of Object.entries((sound ?? {}) as Record<string, Published>))
    read(reading, ports, to, [at]);
  const broken = later.length > 0 ? [] : judge(reading.done(() => undefined));
  const faults = inOrder([...misshapen, ...reading.faults, ...broken], whole);
  return { faults, warnings: [], ...waitingIn([name], found) };
}

interface Published {
  ports: PublishInput[];
  to: string;
}

function read(reading: Reading, ports: PublishInput[], to: string, path: Path): void {
  const service = reading.value([...path, "to"], () => machineAddress(to));
  for (const { path: at, value } of listed(ports, [...path, "ports"])) {
    const entry = reading.value(at, () => {
      const { hostIp, published, protocol } = normalPublish(value);
      return { published, protocol, ...(hostIp === undefined ? {} : { hostIp: machineAddress(hostIp) }) };
    });
    if (!entry) continue;
    const { hostIp, published, protocol } = entry;
    if (hostIp && service && hostIp.family !== service.family) reading.fault(otherFamily(at, value, path));
    else
      reading.facts.publishes.push({
        path: at,
        scope: "host",
        ports: published,
        protocol,
        ...(service ? { family: service.family } : {}),
        ...(hostIp ? { hostIp } : {}),
      });
  }
}

function otherFamily(path: Path, value: unknown, base: Path): Fault {
  const rule = `its host address is of another family than ${formatPath([...base, "to"])}`;
  return { path, value, rule, fix: "write one Publish for IPv4 and one for IPv6" };
}
