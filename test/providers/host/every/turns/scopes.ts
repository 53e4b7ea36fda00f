import type { Scopes } from "../../world.ts";
import { type Turn, withScope } from "../turn.ts";

/** What is declared of a scope as a whole, and scopes themselves. */
export const SCOPES: Turn[] = [
  {
    of: "a route of the host",
    to: (before) => withScope(before, "host", { routes: [{ to: "10.41.0.0/16", via: "10.40.1.8" }] }),
    does: ['change route 10.41.0.0/16 in host: via "10.40.1.9" -> "10.40.1.8"'],
    tells: ["route 10.41.0.0/16 in host"],
  },
  {
    of: "a rule of the host",
    to: (before) => withScope(before, "host", { rules: [{ from: "10.40.1.0/24", table: 1042 }] }),
    does: ["change rule 32765 in host: table 1041 -> 1042"],
    tells: ["rule 32765 in host"],
  },
  {
    of: "a neighbour of the host",
    to: (before) =>
      withScope(before, "host", { neighbours: [{ address: "10.40.1.9", dev: "d0", mac: "02:00:00:00:40:0a" }] }),
    does: ['change neighbour d0 10.40.1.9 in host: mac "02:00:00:00:40:09" -> "02:00:00:00:40:0a"'],
    tells: ["neigh 10.40.1.9 d0 02:00:00:00:40:0a in host"],
  },
  {
    of: "the set of the host",
    to: (before) =>
      withFirewall(before, "host", {
        sets: { blocked: { type: "hash:net", entries: ["10.66.0.0/16", "10.67.0.0/16"] } },
      }),
    does: ["change set blocked in host: entries add 10.67.0.0/16"],
    tells: [],
  },
  {
    of: "a rule of the host's firewall",
    to: (before) => withFirewall(before, "host", { masquerade: [{ source: "10.40.0.0/25" }] }),
    does: [
      'change chain ipv4 nat postrouting in host: rules add "-s 10.40.0.0/25 -j MASQUERADE", delete "-s 10.40.0.0/24 -j MASQUERADE"',
    ],
    tells: [],
  },
  {
    of: "the firewall of RED",
    to: (before) => withFirewall(before, "RED", { masquerade: [{ source: "10.40.7.0/24" }] }),
    does: [
      "create table ipv4 nat in RED",
      "create chain ipv4 nat postrouting in RED",
      "create jump ipv4 nat postrouting in RED",
    ],
    tells: [],
  },
  {
    of: "the namespace GREEN",
    to: (before) => ({ ...before, GREEN: {} }),
    does: ["create namespace GREEN", "create link lo in GREEN"],
    tells: [],
  },
  {
    of: "the namespace RED with what is in it",
    to: ({ RED: _, ...others }) => others,
    does: ["delete link reth1 in host", "delete moved eth5 in RED", "delete namespace RED"],
    tells: [
      ...["link br0", "link reth1", "netconf reth1"],
      // What was moved there comes back under the name that it had, and somebody's bridge hears of its other end.
      ...["link eth5", "link theirs0", "link theirs1", "link theirs2", "netconf theirs2"],
    ].map((what) => `${what} in host`),
  },
];

function withFirewall(scopes: Scopes, scope: string, fields: Scopes[string]): Scopes {
  return withScope(scopes, scope, { firewall: { ...(scopes[scope]?.firewall as Scopes[string]), ...fields } });
}
