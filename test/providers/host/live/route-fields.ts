import type { Json } from "../../../../providers/host/json.ts";
import { changed } from "./route-documents.ts";
import type { Drift, LiveSpec, Step } from "./spec.ts";

/** The words of `ip route` for all metrics of the documents, some of them otherwise. */
function words(of: Record<string, string>): string {
  const all: Record<string, string> = {
    ...{ mtu: "1400", advmss: "1300", initcwnd: "20", initrwnd: "21", window: "30000", rto_min: "50ms" },
    ...{ hoplimit: "33", quickack: "1", congctl: "reno" },
    ...of,
  };
  return Object.entries(all)
    .filter(([, value]) => value !== "")
    .flat()
    .join(" ");
}

const anew = (of: Record<string, string>) => [
  `ip route replace 10.6.0.0/16 via 192.0.2.9 dev br0 onlink proto 205 ${words(of)}`,
  `ip -6 route replace fd16::/32 via fd99::9 dev br0 onlink proto 205 ${words(of)}`,
];
const says = (told: string) => [`change route 10.6.0.0/16 in host: ${told}`, `change route fd16::/32 in host: ${told}`];
const drift = (of: Record<string, string>, told: string): Drift[] => [{ by: anew(of), says: says(told) }];
/** Of IPv4, then of IPv6. */
const step = (fields: Record<string, Json>, told: string): Step[] =>
  ["10.6.0.0/16", "fd16::/32"].map((to) => ({
    to: changed(to, fields),
    does: [`change route ${to} in host: ${told}`],
  }));

const FOUR = [{ via: "11.11.11.9", dev: "br0" }, { via: "11.11.12.9", dev: "br1", weight: 3 }, { dev: "br1" }];
const SIX = [
  { via: "fd00::9", dev: "br0" },
  { via: "fd01::9", dev: "br1", weight: 2 },
];
const FAR4 = { via: "192.0.2.9", dev: "br0", onlink: true };
const FAR6 = { via: "fd99::9", dev: "br0", onlink: true };
const NONE = undefined as unknown as Json;

const hops = (to: string, from: Json, then: Json) =>
  `change route ${to} in host: nexthops ${shown(from)} -> ${shown(then)}`;

function shown(hops: Json): string {
  const text = JSON.stringify(hops);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** How properties beside those of a plain way drift, and are declared otherwise. */
export const DRIFTS: LiveSpec["drifts"] = {
  mtu: drift({ mtu: "1300" }, "mtu 1300 -> 1400"),
  advmss: drift({ advmss: "" }, "advmss null -> 1300"),
  initcwnd: drift({ initcwnd: "10" }, "initcwnd 10 -> 20"),
  initrwnd: drift({ initrwnd: "" }, "initrwnd null -> 21"),
  window: drift({ window: "40000" }, "window 40000 -> 30000"),
  rtoMin: drift({ rto_min: "1s" }, "rtoMin 1000 -> 50"),
  hoplimit: drift({ hoplimit: "" }, "hoplimit null -> 33"),
  quickack: drift({ quickack: "" }, "quickack null -> true"),
  congctl: drift({ congctl: "cubic" }, 'congctl "cubic" -> "reno"'),
  onlink: [
    {
      by: [
        "ip route replace 10.1.0.0/16 via 11.11.11.9 dev br0 src 11.11.11.2 metric 5 proto 205 onlink",
        "ip -6 route replace fd10::/32 via fd00::9 dev br0 src fd00::2 metric 5 proto 205 onlink",
      ],
      says: [
        "change route 10.1.0.0/16 metric 5 in host: onlink true -> false",
        "change route fd10::/32 metric 5 in host: onlink true -> false",
      ],
    },
  ],
  nexthops: [
    {
      by: ["ip route replace 10.5.0.0/16 proto 205 nexthop via 11.11.11.9 nexthop via 11.11.12.9 weight 3"],
      says: [hops("10.5.0.0/16", FOUR.slice(0, 2), FOUR)],
    },
    {
      by: ["ip route replace fd15::/32 proto 205 mtu 1400 nexthop via fd00::9 nexthop via fd01::9"],
      says: [hops("fd15::/32", [SIX[0]!, { via: "fd01::9", dev: "br1" }], SIX)],
    },
    {
      by: ["ip -6 route append fd15::/32 via fd00::8 proto 205 mtu 1400"],
      says: [hops("fd15::/32", [...SIX, { via: "fd00::8", dev: "br0" }], SIX)],
    },
    {
      by: ["ip route replace 10.5.0.0/16 via 11.11.11.9 proto 205", "ip -6 route del fd15::/32"],
      says: [
        `change route 10.5.0.0/16 in host: via "11.11.11.9" -> null, dev "br0" -> null, nexthops null -> ${shown(FOUR)}`,
        "create route fd15::/32 in host",
      ],
    },
    {
      // The kernel keeps next hops over an interface that is down.
      by: ["ip link set br1 down", "ip link set br1 up"],
      says: ["create address br1 fd01::1/64 in host", "create route default (IPv6) table 100 in host"],
    },
  ],
  other: [
    {
      by: ["ip route replace 10.2.0.0/16 dev br0 proto 205 cwnd 3 features ecn realms 4"],
      says: ['change route 10.2.0.0/16 in host: other "cwnd 3 features ecn realms 4" -> null'],
    },
    {
      by: ["ip -6 route replace fd10::/32 via fd00::9 metric 5 proto 205 src fd00::2 mtu 1400 cwnd 3"],
      says: ['change route fd10::/32 metric 5 in host: mtu 1400 -> null, other "cwnd 3" -> null'],
    },
  ],
};

export const STEPS: LiveSpec["steps"] = {
  mtu: step({ mtu: 1280 }, "mtu 1400 -> 1280"),
  advmss: step({ advmss: 1000 }, "advmss 1300 -> 1000"),
  initcwnd: step({ initcwnd: 4294967295 }, "initcwnd 20 -> 4294967295"),
  initrwnd: step({ initrwnd: 1 }, "initrwnd 21 -> 1"),
  window: step({ window: 4294967295 }, "window 30000 -> 4294967295"),
  rtoMin: step({ rtoMin: 120000 }, "rtoMin 50 -> 120000"),
  hoplimit: step({ hoplimit: 255 }, "hoplimit 33 -> 255"),
  quickack: step({ quickack: false }, "quickack true -> null"),
  congctl: step({ congctl: "cubic" }, 'congctl "reno" -> "cubic"'),
  onlink: [
    {
      to: changed("10.6.0.0/16", { via: "11.11.11.9", onlink: false }),
      does: ['change route 10.6.0.0/16 in host: via "192.0.2.9" -> "11.11.11.9", onlink true -> false'],
    },
    {
      to: changed("fd16::/32", { via: "fd00::9", onlink: false }),
      does: ['change route fd16::/32 in host: via "fd99::9" -> "fd00::9", onlink true -> false'],
    },
  ],
  nexthops: [
    {
      to: changed("10.5.0.0/16", { nexthops: [...FOUR.slice(1), FAR4] }),
      does: [hops("10.5.0.0/16", FOUR, [...FOUR.slice(1), FAR4])],
    },
    {
      to: changed("fd15::/32", { nexthops: [...SIX.slice(1), FAR6] }),
      does: [hops("fd15::/32", SIX, [...SIX.slice(1), FAR6])],
    },
    {
      to: changed("fd15::/32", { nexthops: NONE, via: "fd01::9" }),
      does: [
        `change route fd15::/32 in host: via null -> "fd01::9", dev null -> "br1", nexthops ${shown(SIX)} -> null`,
      ],
    },
    {
      to: changed("10.7.0.0/16", { via: NONE, dev: NONE, nexthops: [{ via: "fd00::9" }, { via: "11.11.12.9" }] }),
      does: [
        'change route 10.7.0.0/16 in host: via "fd00::9" -> null, dev "br0" -> null, nexthops null -> ' +
          shown([
            { via: "fd00::9", dev: "br0" },
            { via: "11.11.12.9", dev: "br1" },
          ]),
      ],
    },
  ],
  scope: (["global", "host"] as const).map((scope) => ({
    to: changed("10.2.0.0/16", { scope }),
    does: [`change route 10.2.0.0/16 in host: scope "link" -> "${scope}"`],
  })),
};
