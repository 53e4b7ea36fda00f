import { Invalid } from "../../../net/invalid.ts";

/** Docker's own rule for names. Engines accept far more for networks, `../x` among it, which none can then remove. */
export function networkNameRule(name: string): void {
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/.test(name))
    throw new Invalid(
      name,
      'a name starts with a letter or digit and holds letters, digits, "_", "." and "-"',
      "rename it",
    );
}
