import { registerOf } from "./register.ts";
import type { Subject, Survey } from "./survey.ts";

/**
 * What a person reads where a stack of the same name, with a state in another backend, has made what this one is about
 * to make: their marks are the same, and one would take the other's objects for its own. Undefined where there is none.
 */
export function namesake({ registers, observed }: Survey, subject: Subject, host: string): string | undefined {
  const { owner, stateBackend: own, recorded, adopt } = subject;
  const other = registerOf(registers, owner).stateBackend;
  if (recorded !== undefined || adopt || !own || !other || other.id === own.id) return undefined;
  if (!observed.some((item) => item.owner === owner)) return undefined;
  return (
    `${owner} is on host "${host}" already: a stack of the same name made it, whose state is in another backend ` +
    `(${other.name}; this one is in ${own.name}). Nothing was changed. Destroy that one first, give this stack or ` +
    "its project another name, or take over what is there with `adopt: true`."
  );
}
