import { isMap } from "../../net/map.ts";
import { formatTime, parsePercent, parseTime } from "../../net/quantity.ts";
import { LONGEST, type Shaping } from "../../net/schema/shaping.ts";
import type { Facts } from "../facts.ts";
import type { Fault, Path } from "../fault.ts";
import { shapedIn } from "../scope/joined.ts";

type Field = keyof Shaping;

/** What each field says something about: without one of these it would do nothing. */
const NEEDS: Partial<Record<Field, readonly Field[]>> = {
  jitter: ["delay"],
  delayCorrelation: ["jitter"],
  distribution: ["jitter"],
  lossCorrelation: ["loss"],
  duplicateCorrelation: ["duplicate"],
  corruptCorrelation: ["corrupt"],
  reorder: ["delay"],
  reorderCorrelation: ["reorder"],
  gap: ["reorder"],
  packetOverhead: ["rate"],
  cellSize: ["rate"],
  cellOverhead: ["cellSize"],
  limit: ["delay", "rate"],
};

/** Shaping does something, and every word of it does. */
export function shapings({ links, besides, damaged }: Facts): Fault[] {
  const shaped = [
    ...links.map(({ fields, path }) => ({ value: fields.shaping, path: [...path, "shaping"] })),
    ...besides.flatMap(({ declared, path }) => shapedIn(declared.networks, [...path, "networks"])),
  ];
  return shaped.flatMap(({ value, path }) =>
    isMap(value) && !damaged(path) ? [...nothing(value, path), ...idle(value, path), ...long(value, path)] : [],
  );
}

function nothing(shaping: Shaping, path: Path): Fault[] {
  if (Object.keys(shaping).some((field) => !(field in NEEDS) && does(shaping, field as Field))) return [];
  return [
    {
      path,
      value: shaping,
      rule: "it does nothing to packets",
      fix: "say delay, loss, duplicate, corrupt or rate, or leave it out",
    },
  ];
}

function idle(shaping: Shaping, path: Path): Fault[] {
  return Object.entries(NEEDS).flatMap(([name, needs]): Fault[] => {
    const value = shaping[name as Field];
    if (value === undefined || needs.some((need) => does(shaping, need))) return [];
    const fix = `say ${needs.join(" or ")} too, or leave it out`;
    return [{ path: [...path, name], value, rule: `it does nothing without ${needs.join(" or ")}`, fix }];
  });
}

/** Nothing is as good as unsaid. */
function does(shaping: Shaping, field: Field): boolean {
  const value = shaping[field];
  if (value === undefined) return false;
  if (field === "delay" || field === "jitter") return parseTime(String(value)) > 0;
  return field === "rate" || typeof value === "number" || parsePercent(String(value)) > 0;
}

function long(shaping: Shaping, path: Path): Fault[] {
  return Object.entries(LONGEST).flatMap(([name, longest]): Fault[] => {
    const value = shaping[name as keyof typeof LONGEST];
    if (value === undefined || parseTime(value) <= parseTime(longest)) return [];
    const rule = `tc and the kernel keep a ${name} of at most ${longest}`;
    return [{ path: [...path, name], value, rule, fix: `write ${formatTime(parseTime(longest))} or less` }];
  });
}
