import { operation } from "./cascade.ts";
import { idOf } from "./identity.ts";
import type { Observed, Operation, Wanted } from "./model.ts";
import { kindOf } from "./registry.ts";

/** A plan with what the kernel takes away as something else changes in place, though it is wanted still: it is made again. */
export function withSwept(operations: Operation[], wanted: Wanted[], observed: Observed[]): Operation[] {
  const changed = new Set(
    operations.flatMap((each) => each.changes.map(({ property }) => `${idOf(each)} ${property}`)),
  );
  if (changed.size === 0) return operations;
  const planned = new Set(operations.map(idOf));
  const wants = new Map(wanted.map((want) => [idOf(want), want]));
  const again = observed.flatMap((have) => {
    const want = planned.has(idOf(have)) ? undefined : wants.get(idOf(have));
    const by =
      want &&
      kindOf(have.kind)
        .swept?.(have)
        .find((lean) => changed.has(`${idOf(lean.on)} ${lean.property}`));
    return by ? [operation("create", want, { want, fallsWith: { ...by.on, property: by.property } })] : [];
  });
  return [...operations, ...again];
}
