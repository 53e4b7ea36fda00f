import { imageNamed, withTag } from "../../../engine/lookup.ts";
import type { ImageInspect } from "../../../engine/types.ts";
import type { Context } from "../resource.ts";
import { tell } from "../tell.ts";

/** Instead of an id: none that an image has. */
const ANOTHER = "another image";

/** Notes in a preview that these names lead to other images afterwards. */
export function willRemake({ session }: Context, names: readonly string[] = []): void {
  for (const name of names) session.remade.add(withTag(name));
}

export function isRemade({ session }: Pick<Context, "session">, name: unknown): boolean {
  return typeof name === "string" && session.remade.has(withTag(name));
}

/** Those that are known. */
export function namesIn(values: readonly unknown[]): string[] {
  return values.filter((one) => typeof one === "string");
}

/**
 * The image that a name leads to. Where this preview has seen that another one comes under the name, that one, of which
 * nobody knows more: what was made of the one of today is not of it.
 */
export async function imageToCome(context: Context, name: string): Promise<Pick<ImageInspect, "Id"> | undefined> {
  if (!isRemade(context, name)) return await imageNamed(context.engine, name);
  tell(context, [`its image ${name} is made anew by this update, and so is it, unless the same image comes of that`]);
  return { Id: ANOTHER };
}
