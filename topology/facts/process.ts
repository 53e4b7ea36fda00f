import {
  groupName,
  insidePath,
  limitName,
  parseDevice,
  securityOption,
  signal,
  userName,
} from "../../validation/container-process.ts";
import type { Reading } from "../../validation/fact-reader.ts";
import type { Path } from "../../validation/fault.ts";
import type { ContainerInput } from "../container.ts";
import { entriesIn, listed } from "../with-path.ts";

/** How a container's process runs, and what it may. */
export function readProcess(reading: Reading, container: ContainerInput, path: Path): void {
  const texts = { user: userName, workingDir: insidePath, stopSignal: signal } as const;
  for (const [field, rule] of Object.entries(texts)) {
    const value = container[field as keyof typeof texts];
    if (value !== undefined) reading.check([...path, field], () => rule(value));
  }
  const lists = { groupAdd: groupName, devices: parseDevice, securityOpt: securityOption } as const;
  for (const [field, rule] of Object.entries(lists))
    for (const { path: at, value } of listed(container[field as keyof typeof lists], [...path, field]))
      reading.check(at, () => rule(value));
  readLimits(reading, container, [...path, "ulimits"]);
}

function readLimits(reading: Reading, { ulimits }: ContainerInput, path: Path): void {
  for (const { name, path: at, value } of entriesIn(ulimits, path)) {
    reading.check(at, () => limitName(name));
    if (typeof value !== "object") continue;
    const { soft, hard } = value;
    if (hard === -1 || (soft !== -1 && soft <= hard)) continue;
    const rule = `more than the hard limit, ${hard}`;
    reading.fault({ path: [...at, "soft"], value: soft, rule, fix: "raise the hard one, or lower this" });
  }
}
