import { dockerName } from "../net/docker-name.ts";
import { Invalid } from "../net/invalid.ts";
import { closest } from "../net/suggest.ts";

/** One label of a domain name, or several joined by dots. */
export function hostName(text: string): string {
  if (!/^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}))*$/.test(text))
    throw new Invalid(text, 'a host name holds letters, digits, "-" and "."', "rename it");
  return text;
}

/** The kernel's capabilities (linux/capability.h), and the engine's word for all of them. */
const CAPABILITIES = new Set(
  (
    "ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH " +
    "FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN " +
    "NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT " +
    "SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM"
  ).split(" "),
);

export function capability(text: string): string {
  const name = text.replace(/^CAP_/, "");
  if (CAPABILITIES.has(name)) return text;
  const near = closest(name, CAPABILITIES);
  const fix = near === undefined ? "write it as in NET_ADMIN, or ALL" : `did you mean "${near}"?`;
  throw new Invalid(text, "not a capability", fix);
}

export function variableName(text: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(text))
    throw new Invalid(text, "not a name of an environment variable", 'it holds letters, digits, "_", "." and "-"');
  return text;
}

/** The name of the volume in `NAME:/path[:ro]`, or undefined for a folder of the host. */
export function mount(text: string): string | undefined {
  const [source = "", target = "", mode, ...rest] = text.split(":");
  const fix = "write NAME:/path or /host/path:/path, and :ro after it for read-only";
  if (!target.startsWith("/") || rest.length > 0) throw new Invalid(text, "not a volume", fix);
  if (mode !== undefined && mode !== "ro" && mode !== "rw") throw new Invalid(text, `no mode is called "${mode}"`, fix);
  if (source.split("/").includes(".."))
    throw new Invalid(text, "a path with .. is not where it seems", "write it in full");
  if (source.startsWith("/")) return undefined;
  if (/^[.~]|\//.test(source))
    throw new Invalid(text, "a folder of the host is named from the root", "write it in full");
  return dockerName("volume", source);
}

/** A file or folder of the stack. */
export function stackPath(text: string): string {
  if (text === "" || text.startsWith("-")) throw new Invalid(text, "not a path", "write a folder, as in images/web");
  return text;
}
