// The programs of the system that a lab needs, and the Debian package of each. One line adds one.

/**
 * @typedef {object} SystemPackage
 * @property {string} name the package on Debian and Ubuntu
 * @property {string} program the program that proves that it is installed
 * @property {string} why
 */

/** @type {readonly SystemPackage[]} */
export const SYSTEM_PACKAGES = [
  { name: "iproute2", program: "ip", why: "links, addresses, routes and namespaces" },
  { name: "iptables", program: "iptables-restore", why: "NAT, port publishing and filter rules" },
  { name: "conntrack", program: "conntrack", why: "ending flows that changed rules no longer describe" },
  { name: "ipset", program: "ipset", why: "sets of addresses that rules ask" },
  { name: "iputils-ping", program: "ping", why: "expectations that ping" },
  { name: "tcpdump", program: "tcpdump", why: "looking at packets: bridgework capture" },
  { name: "procps", program: "sysctl", why: "reading and checking sysctls" },
  { name: "util-linux", program: "unshare", why: "sandboxes" },
];

/** Only for stacks that declare containers, and only where no Docker Engine answers. */
export const ENGINE_PACKAGE = { name: "docker.io", program: "dockerd", why: "containers" };
