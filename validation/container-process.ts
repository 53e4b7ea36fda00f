import { constants } from "node:os";
import { Invalid } from "../net/invalid.ts";
import { closest } from "../net/suggest.ts";

/** `USER` or `USER:GROUP`, each a name or a number. */
export function userName(text: string): string {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?$/.test(text))
    throw new Invalid(text, "not a user", "write a name or a number, and :GROUP after it for a group");
  return text;
}

export function groupName(text: string): string {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(text))
    throw new Invalid(text, "not a group", "write a name or a number, as in audio");
  return text;
}

/** A path in a container. */
export function insidePath(text: string): string {
  if (!text.startsWith("/")) throw new Invalid(text, "not a path from the container's root", `write /${text}`);
  if (text.split("/").includes(".."))
    throw new Invalid(text, "a path with .. is not where it seems", "write it in full");
  return text;
}

const SIGNALS = new Set(Object.keys(constants.signals));

/** A name with or without SIG, or a number. */
export function signal(text: string): string {
  const name = text.startsWith("SIG") ? text : `SIG${text}`;
  if (SIGNALS.has(name) || /^SIGRTM(IN(\+[1-9]\d?)?|AX(-[1-9]\d?)?)$/.test(name)) return text;
  const number = /^[0-9]{1,2}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= 64) return text;
  const near = closest(name, SIGNALS);
  throw new Invalid(text, "not a signal", near === undefined ? "write it as in SIGTERM" : `did you mean "${near}"?`);
}

/** Those that the engine sets (github.com/docker/go-units, ulimit.go). */
const LIMITS = new Set(
  "core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack".split(" "),
);

export function limitName(text: string): string {
  if (LIMITS.has(text)) return text;
  const near = closest(text, LIMITS);
  const fix = near === undefined ? `one of ${[...LIMITS].join(", ")}` : `did you mean "${near}"?`;
  throw new Invalid(text, "not a limit that the engine sets", fix);
}

/** A device of the host, where it is in the container, and what is allowed there. */
export interface Device {
  hostPath: string;
  containerPath?: string;
  permissions?: string;
}

/** `/dev/NAME[:/dev/INSIDE][:rwm]`. */
export function parseDevice(text: string): Device {
  const [outside = "", ...more] = text.split(":");
  const fix = "write /dev/NAME, /dev/NAME:/dev/INSIDE, and :r, :rw or :rwm after it";
  const permissions = more.length > 0 && !more.at(-1)?.startsWith("/") ? more.pop() : undefined;
  if (more.length > 1) throw new Invalid(text, "not a device", fix);
  if (permissions !== undefined && !/^(?=[rwm]{1,3}$)r?w?m?$/.test(permissions))
    throw new Invalid(text, `no permissions are called "${permissions}"`, fix);
  for (const path of [outside, ...more]) insidePath(path);
  const [inside] = more;
  return {
    hostPath: outside,
    ...(inside === undefined ? {} : { containerPath: inside }),
    ...(permissions === undefined ? {} : { permissions }),
  };
}

/** `/path[:OPTIONS]`. */
export function parseTmpfs(text: string): { path: string; options: string } {
  const [path = "", options, ...more] = text.split(":");
  const fix = "write /path, and :OPTIONS after it, as in /run:size=64m,mode=755";
  if (more.length > 0 || options === "") throw new Invalid(text, "not a folder in memory", fix);
  return { path: insidePath(path), options: options ?? "" };
}

/** The engine takes a seccomp profile as its text; a file is read by `docker run` alone. */
export function securityOption(text: string): string {
  if (!/^[a-z][a-z-]*([=:]\S.*)?$/.test(text))
    throw new Invalid(text, "not an option of confinement", "write it as in no-new-privileges or label=disable");
  const profile = /^seccomp[=:](.*)$/.exec(text)?.[1];
  if (profile !== undefined && !/^(unconfined|builtin|\{.*)$/.test(profile))
    throw new Invalid(text, "the engine reads no file of a profile", "write unconfined, or the profile itself as JSON");
  return text;
}
