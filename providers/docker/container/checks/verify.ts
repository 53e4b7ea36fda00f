import { containerOf } from "../../../../net/scope.ts";
import { takenPorts } from "../../preflight/container.ts";
import type { Context } from "../../resource.ts";
import type { Fault } from "../../shape.ts";
import { hasUnknown, type Values } from "../../values.ts";
import { type Attachment, isolates } from "../inputs/attachment.ts";
import { addressFaults } from "./addresses.ts";
import { portFaults } from "./ports.ts";
import { oldEngineFaults } from "./versions.ts";

/** The rules of a container beyond the shape of each input, all at once. Whatever is unknown yet is left out. */
export async function verifyContainer(inputs: Values, context: Context): Promise<Fault[]> {
  const known = Object.fromEntries(Object.entries(inputs).filter(([, value]) => !hasUnknown(value)));
  return [
    ...exclusive(known),
    ...combinations(known),
    ...uploadFaults(known),
    ...duplicates(known, context),
    ...portFaults(known, context),
    ...(await addressFaults(known, context)),
    ...(await oldEngineFaults(known, context)),
    ...(await takenPorts(known, context)),
  ];
}

/** Network modes without a network of their own, and what then has no meaning. */
function exclusive(inputs: Values): Fault[] {
  const mode = inputs.networkMode;
  if (typeof mode !== "string" || !isolates(mode)) return [];
  const name = containerOf(mode);
  const shared = name !== undefined;
  const senseless = [
    ...["networksAdvanced", "ports"],
    ...(inputs.publishAllPorts === true ? ["publishAllPorts"] : []),
    ...(shared ? ["hostname", "domainname", "dns", "dnsOpts", "dnsSearches", "hosts"] : []),
  ];
  const faults = senseless.filter((name) => inputs[name] !== undefined && !isEmpty(inputs[name]));
  return [
    ...faults.map((property) => ({ property, reason: `cannot go with networkMode "${mode}"; remove one of the two` })),
    ...(shared && name === ""
      ? [{ property: "networkMode", reason: "container: needs a name, as in container:httpd" }]
      : []),
    ...(name !== "" && shared && name === inputs.name
      ? [{ property: "networkMode", reason: "a container cannot share its own network" }]
      : []),
  ];
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function combinations(inputs: Values): Fault[] {
  const { attach, logs, restart, maxRetryCount, rm, memory, memorySwap, memoryReservation, cpus, cpuPeriod, cpuQuota } =
    inputs;
  const faults: Fault[] = [];
  const fault = (property: string, reason: string) => faults.push({ property, reason });
  if (typeof maxRetryCount === "number" && maxRetryCount > 0 && restart !== "on-failure")
    fault("maxRetryCount", 'needs restart "on-failure"');
  if (rm === true && restart !== undefined && restart !== "no")
    fault("rm", `cannot go with restart "${String(restart)}"`);
  if (rm === true && attach === true)
    fault("rm", "cannot go with attach: it removes the container at its end, and nothing is left to compare");
  if (logs === true && attach !== true)
    fault("logs", "needs attach: true; without it containerLogs holds the log of a container that has ended anyway");
  if (typeof memory === "number" && memory > 0 && memory < 6)
    fault("memory", `${memory} MB is below the engine's least, 6 MB`);
  if (typeof memorySwap === "number" && memorySwap > 0 && memory === undefined)
    fault("memorySwap", "needs memory as well");
  if (typeof memory === "number" && typeof memorySwap === "number" && memorySwap > 0 && memorySwap < memory)
    fault("memorySwap", `${memorySwap} MB is memory and swap together, less than memory alone, ${memory} MB`);
  if (typeof memory === "number" && typeof memoryReservation === "number" && memory > 0 && memoryReservation > memory)
    fault("memoryReservation", `${memoryReservation} MB is more than memory, ${memory} MB`);
  if (cpus !== undefined && (cpuPeriod !== undefined || cpuQuota !== undefined))
    fault("cpus", "says the same as cpuPeriod with cpuQuota; declare one of the two");
  return faults;
}

function uploadFaults({ uploads = [] }: Values): Fault[] {
  return (uploads as Values[]).flatMap((upload, i) => {
    const given = ["content", "contentBase64", "source"].filter((name) => upload[name] !== undefined);
    const property = `uploads[${i}]`;
    const faults =
      given.length === 1
        ? []
        : [{ property, reason: `needs one of content, contentBase64 and source, not ${given.length}` }];
    const mode = upload.permissions;
    if (typeof mode === "string" && !/^0?[0-7]{3,4}$/.test(mode))
      faults.push({ property: `${property}.permissions`, reason: `"${mode}" is no octal mode, as 0644 is` });
    if (typeof upload.file === "string" && !upload.file.startsWith("/"))
      faults.push({ property: `${property}.file`, reason: `"${upload.file}" is no absolute path` });
    return faults;
  });
}

function duplicates(inputs: Values, { session, urn }: Context): Fault[] {
  const twin = session.others("docker:index/container:Container", urn).find(([, other]) => other.name === inputs.name);
  const name =
    twin && typeof inputs.name === "string"
      ? [{ property: "name", reason: `"${inputs.name}" is the name of ${twin[0]} as well` }]
      : [];
  const networks = (inputs.networksAdvanced ?? []) as Attachment[];
  const twice = networks.flatMap((one, i) => {
    const first = networks.findIndex((other) => other.name === one.name);
    return first < i
      ? [{ property: `networksAdvanced[${i}].name`, reason: `"${one.name}" is listed at [${first}] already` }]
      : [];
  });
  return [...name, ...twice];
}
