import { type Turn, withLink, withScope } from "../turn.ts";

/** What is declared of a link and is no property of it, and links that are somebody else's. */
export const ON_LINKS: Turn[] = [
  {
    of: "the size of theirs3, somebody else's",
    to: (before) => withLink(before, "host", "theirs3", { mtu: 1390 }),
    does: ["change existing theirs3 in host: mtu 1400 -> 1390"],
    tells: ["link theirs3 in host"],
  },
  {
    of: "the size of eth5, which was moved",
    to: (before) => withLink(before, "RED", "eth5", { mtu: 1390 }),
    does: ["change moved eth5 in RED: mtu 1500 -> 1390"],
    tells: ["link eth5 in RED"],
  },
  {
    of: "the shaping of reth0",
    to: (before) => withLink(before, "RED", "reth0", { shaping: { delay: "20ms" } }),
    does: ['change shaping reth0 in RED: delay "10ms" -> "20ms"'],
    tells: [],
  },
  {
    of: "an address of d3",
    to: (before) => withLink(before, "host", "d3", { addresses: ["10.40.3.1/24"] }),
    does: ["create address d3 10.40.3.1/24 in host"],
    tells: [
      "addr d3 10.40.3.1/24 in host",
      "route 10.40.3.0/24 in host",
      "route broadcast 10.40.3.255 in host",
      "route local 10.40.3.1 in host",
    ],
  },
  {
    of: "a setting of d3",
    to: (before) =>
      withScope(before, "host", {
        sysctls: { ...(before.host?.sysctls as object), "net.ipv4.conf.d3.rp_filter": "2" },
      }),
    does: ['change sysctl net.ipv4.conf.d3.rp_filter in host: value "1" -> "2"'],
    tells: ["netconf d3 in host"],
  },
];
