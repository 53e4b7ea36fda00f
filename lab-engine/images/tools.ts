// What every image has below its server: a small system with the programs that show a network from inside.

export const TOOLS = {
  packages: ["iproute2", "iputils-ping", "curl", "bind9-dnsutils", "tcpdump", "libc-bin", "dash", "busybox-static"],
  programs: [
    "/usr/bin/ip",
    "/usr/bin/ss",
    "/usr/sbin/bridge",
    "/usr/bin/ping",
    "/usr/bin/curl",
    "/usr/bin/dig",
    "/usr/bin/getent",
    "/usr/bin/tcpdump",
    // Not the shell of Debian's busybox, which prefers its own ip and ping to these.
    "/usr/bin/dash",
  ],
  // Static, so it comes without libraries.
  data: ["/usr/bin/busybox"],
  files: {
    "/etc/passwd": `root:x:0:0:root:/root:/bin/sh
www-data:x:33:33:www-data:/var/www:/bin/false
nobody:x:65534:65534:nobody:/:/bin/false
`,
    "/etc/group": "root:x:0:\nwww-data:x:33:\nnogroup:x:65534:\n",
    "/etc/nsswitch.conf": "hosts: files dns\n",
  },
  folders: ["/dev", "/etc", "/proc", "/root", "/run", "/sys", "/tmp", "/var"],
  links: {
    "/bin": "usr/bin",
    "/sbin": "usr/sbin",
    "/lib": "usr/lib",
    "/lib64": "usr/lib64",
    "/var/run": "../run",
    "/usr/bin/sh": "dash",
  },
} as const;

/** The folders in which a program may stand instead: Debian releases do not agree on them. */
const PROGRAM_FOLDERS = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"];

/**
 * The paths at which a package may have what the image has below /usr.
 *
 * @example candidates("/usr/bin/ip") // /usr/bin/ip, /usr/sbin/ip, /bin/ip, /sbin/ip
 */
export function candidates(path: string): string[] {
  const program = /^\/usr\/s?bin\/([^/]+)$/.exec(path)?.[1];
  if (program) return [path, ...PROGRAM_FOLDERS.map((folder) => `${folder}/${program}`)];
  return [path, path.replace(/^\/usr\//, "/")];
}
