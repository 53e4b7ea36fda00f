import { fallbackOf } from "../../net/fallback.ts";
import { Invalid } from "../../net/invalid.ts";
import { checkInterfaceName, checkMac, checkNamespaceName } from "../../net/name.ts";
import type { Reading } from "../fact-reader.ts";
import type { Path } from "../fault.ts";

/** The name of an interface that a declaration makes. */
export function readInterfaceName(reading: Reading, scope: string, name: string, path: Path, cable?: string): void {
  const right = reading.check(path, () => checkOwnInterface(scope, name));
  const more = cable === undefined ? {} : { cable };
  if (right) reading.facts.names.push({ path, name, what: "interface", space: `interface in ${scope}`, ...more });
}

function checkOwnInterface(scope: string, name: string): void {
  checkInterfaceName(name);
  if (name === "lo")
    throw new Invalid(name, "the kernel itself makes lo in every namespace", "write it under loopback");
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
