import { fallbackOf } from "../../net/fallback.ts";
import { Invalid } from "../../net/invalid.ts";
import { checkInterfaceName, checkMac, checkNamespaceName } from "../../net/name.ts";
import { isNamespace } from "../../net/scope.ts";
import type { Reading } from "../fact-reader.ts";
import type { Path } from "../fault.ts";

/** What is known of an interface besides its name. */
interface About {
  /** The ends of one cable have the same. */
  cable?: string | undefined;
  /** It is there already, whoever made it. */
  isThere?: boolean;
}

/** The name of an interface that a declaration makes, or uses. */
export function readInterfaceName(reading: Reading, scope: string, name: string, path: Path, about: About = {}): void {
  const { cable, isThere = false } = about;
  const right = reading.check(path, () => (isThere ? checkThere(scope, name) : checkOwnInterface(scope, name)));
  const more = cable === undefined ? {} : { cable };
  if (right) reading.facts.names.push({ path, name, what: "interface", space: `interface in ${scope}`, ...more });
}

/** A namespace says under `loopback` what it has to say of `lo`. */
function checkThere(scope: string, name: string): void {
  checkInterfaceName(name);
  if (name === "lo" && isNamespace(scope)) throw madeByKernel(scope, name);
}

function madeByKernel(scope: string, name: string): Invalid {
  const fix = isNamespace(scope) ? "write it under loopback" : "use it with type: existing";
  return new Invalid(name, "the kernel itself makes lo in every namespace", fix);
}

function checkOwnInterface(scope: string, name: string): void {
  checkInterfaceName(name);
  if (name === "lo") throw madeByKernel(scope, name);
  const fallback = fallbackOf(name);
  if (fallback !== undefined)
    throw new Invalid(name, `the kernel itself makes it, for tunnels of type ${fallback}`, "choose another name");
  if (scope === "host" && name === "docker0")
    throw new Invalid(name, "docker0 is the bridge of Docker Engine", "choose another name");
}

export function readNamespaceName(reading: Reading, name: string, path: Path): void {
  const right = reading.check(path, () => checkNamespaceName(name));
  // The `from` of an expectation means either, so they share a space.
  if (right) reading.facts.names.push({ path, name, what: "namespace", space: "namespace or container" });
}

/** @param use `own` for an interface's address, which no other may have; `remembered` for a neighbour's */
export function readMac(reading: Reading, text: string | undefined, path: Path, use: "own" | "remembered"): void {
  if (text === undefined) return;
  const mac = reading.value(path, () => checkMac(text));
  if (mac !== undefined && use === "own") reading.facts.macs.push({ path, mac });
}
