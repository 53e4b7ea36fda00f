import type { Fault, Path } from "../../../../validation/fault.ts";
import { ruleFaults } from "../../facts/collect.ts";
import { takenPorts } from "../../preflight/container.ts";
import type { Context } from "../../resource.ts";
import { CONTAINER, containerInputs } from "../../types.ts";
import { hasUnknown, type Values } from "../../values.ts";
import { takenAddresses } from "./addresses.ts";
import { oldEngineFaults } from "./versions.ts";

/** The rules of a container beyond the shape of each input, all at once. Whatever is unknown yet is left out. */
export async function verifyContainer(inputs: Values, context: Context): Promise<Fault[]> {
  const known = Object.fromEntries(Object.entries(inputs).filter(([, value]) => !hasUnknown(value)));
  return [
    ...combinations(known),
    ...uploadFaults(known),
    ...(await ruleFaults(CONTAINER, inputs, context)),
    ...(await takenAddresses(known, context)),
    ...(await oldEngineFaults(known, context)),
    ...(await takenPorts(known, context)),
  ];
}

/** Inputs that contradict each other. */
function combinations(inputs: Values): Fault[] {
  const { attach, logs, restart, maxRetryCount = 0, rm, cpus, cpuPeriod, cpuQuota } = containerInputs(inputs);
  const { memory, memorySwap, memoryReservation, networkMode } = containerInputs(inputs);
  const faults: Fault[] = [];
  const fault = (field: string, value: unknown, rule: string, fix: string) =>
    faults.push({ path: [field], value, rule, fix });
  if (networkMode === "container:")
    fault("networkMode", networkMode, "it names no container", "write the name, as in container:httpd");
  if (maxRetryCount > 0 && restart !== "on-failure")
    fault("maxRetryCount", maxRetryCount, 'it needs restart "on-failure"', "declare that too");
  if (rm && restart !== undefined && restart !== "no")
    fault("rm", rm, `it cannot go with restart "${restart}"`, "leave one of them out");
  if (rm && attach)
    fault(
      "rm",
      rm,
      "it cannot go with attach: it removes the container at its end, and nothing is left to compare",
      "leave one of them out",
    );
  if (logs && !attach)
    fault(
      "logs",
      logs,
      "it needs attach: true; without it containerLogs holds the log of a container that has ended anyway",
      "declare attach, or leave it out",
    );
  if (memory && memory < 6) fault("memory", memory, "the engine's least is 6 MB", "write more");
  if (memorySwap && memorySwap > 0 && memory === undefined)
    fault("memorySwap", memorySwap, "it is memory and swap together, and needs memory as well", "declare memory");
  if (memory && memorySwap && memorySwap > 0 && memorySwap < memory)
    fault(
      "memorySwap",
      memorySwap,
      `it is memory and swap together, and less than memory alone, ${memory} MB`,
      "write more",
    );
  if (memory && memoryReservation && memoryReservation > memory)
    fault("memoryReservation", memoryReservation, `it is more than memory, ${memory} MB`, "write less");
  if (cpus !== undefined && (cpuPeriod !== undefined || cpuQuota !== undefined))
    fault("cpus", cpus, "it says the same as cpuPeriod with cpuQuota", "declare one of the two");
  return faults;
}

function uploadFaults(inputs: Values): Fault[] {
  const { uploads = [] } = containerInputs(inputs);
  return uploads.flatMap(({ content, contentBase64, source, permissions, file }, i): Fault[] => {
    const given = [content, contentBase64, source].filter((one) => one !== undefined).length;
    const path: Path = ["uploads", i];
    const rule = `it has one of content, contentBase64 and source, and here are ${given}`;
    const faults: Fault[] = given === 1 ? [] : [{ path, rule, fix: given === 0 ? "add one" : "keep one" }];
    if (permissions !== undefined && !/^0?[0-7]{3,4}$/.test(permissions))
      faults.push({ path: [...path, "permissions"], value: permissions, rule: "no octal mode", fix: "write 0644" });
    if (!file.startsWith("/"))
      faults.push({ path: [...path, "file"], value: file, rule: "no absolute path", fix: `write "/${file}"` });
    return faults;
  });
}
