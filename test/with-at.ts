import type { Path } from "../validation/fault.ts";

/** A copy with something else at a path. */
export function withAt(value: unknown, [step, ...rest]: Path, leaf: unknown): unknown {
  if (step === undefined) return leaf;
  if (Array.isArray(value)) return value.map((item, i) => (i === step ? withAt(item, rest, leaf) : item));
  const map = (value ?? {}) as Record<string, unknown>;
  return { ...map, [step]: withAt(map[String(step)], rest, leaf) };
}
