import { Invalid } from "./invalid.ts";
import { checkInterfaceName } from "./name.ts";

/** Where an interface is that another lies on. */
export interface ParentPlace {
  scope: string;
  name: string;
}

/**
 * The interface that a `parent` names: one of the link's own scope, or the host's.
 *
 * @example parentAt("RED", "host/eth0") // { scope: "host", name: "eth0" }
 */
export function parentAt(scope: string, text: string): ParentPlace {
  const slash = text.indexOf("/");
  return slash === -1 ? { scope, name: text } : { scope: text.slice(0, slash), name: text.slice(slash + 1) };
}

/** The inverse: a parent in the link's own scope by its name alone. */
export function parentText(scope: string, parent: ParentPlace): string {
  return parent.scope === scope ? parent.name : `${parent.scope}/${parent.name}`;
}

/** @throws {Invalid} where it names none of the host */
export function checkHostInterface(text: string): void {
  const { scope, name } = parentAt("", text);
  if (scope !== "host") throw new Invalid(text, "names no interface of the host", `write host/${name}`);
  checkInterfaceName(name);
}

/** @throws {Invalid} where it is none that a link can have */
export function checkParent(text: string): void {
  const { scope, name } = parentAt("host", text);
  checkInterfaceName(name);
  if (scope === "host") return;
  throw new Invalid(text, "of other scopes only the host carries an interface", `write ${name}, or host/${name}`);
}
