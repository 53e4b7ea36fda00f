import { Invalid } from "../../net/invalid.ts";
import { isNetworkSetting, isPlainPart } from "../../net/sysctl.ts";
import type { Reading } from "../fact-reader.ts";
import type { Path } from "../fault.ts";
import type { Around } from "./around.ts";

export function readSysctls(reading: Reading, sysctls: Record<string, string>, path: Path, { scope }: Around): void {
  for (const [key, text] of Object.entries(sysctls)) {
    const at = [...path, key];
    const parts = reading.value(at, () => partsOf(key));
    const value = reading.value(at, () => textOf(text));
    if (parts && value !== undefined) reading.facts.sysctls.push({ path: at, scope, parts, value });
  }
}

/**
 * The components of a setting's path below /proc/sys, each of them a plain name.
 *
 * @throws {Invalid} outside net.*, for anything that could leave the folder, and for what opens the host
 */
function partsOf(key: string): string[] {
  const parts = key.split(key.includes("/") ? "/" : ".");
  if (parts[0] !== "net" && parts.every(isPlainPart))
    throw new Invalid(key, "only settings below net.* belong to a network", "set others by /etc/sysctl.d");
  if (!isNetworkSetting(parts))
    throw new Invalid(key, "not the name of a setting", "write it as in net.ipv4.ip_forward");
  if (parts.at(-1) === "route_localnet")
    throw new Invalid(
      key,
      "it opens the host's own services on 127.0.0.1 to its neighbours (CVE-2020-8558)",
      "publish on another address of the host",
    );
  return parts;
}

function textOf(text: string): string {
  if (!/^[ -~]{1,200}$/.test(text)) throw new Invalid(text, "a value is 1 to 200 printable characters", "write one");
  return text.trim();
}
