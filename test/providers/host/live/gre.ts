import type { Json } from "../../../../providers/host/json.ts";
import { AnyLink } from "./any-link.ts";
import type { LiveSpec } from "./spec.ts";

const OWN = {
  parent: "theirs0",
  remote: "192.168.77.9",
  local: "192.168.77.1",
  ttl: 5,
  tos: 16,
  fwmark: 7,
  encap: "gue",
  encapSport: 5556,
  encapDport: 5555,
  encapCsum: true,
  encapRemcsum: true,
  ikey: 42,
  okey: 43,
  icsum: true,
  oseq: true,
};

const NONE = Object.fromEntries(Object.keys(OWN).map((name) => [name, undefined]));

const PORTS = "encap-sport 5556 encap-dport 5555";

const ENDS = "dev theirs0 remote 192.168.77.9 local 192.168.77.1";

const REST = `fwmark 7 encap gue ${PORTS} encap-csum encap-remcsum ikey 42 okey 43 icsum oseq`;

/** One by itself sends to none, and joins a group; the other is of Ethernet. */
export function overGre(type: "gre" | "gretap"): LiveSpec {
  const isEthernet = type === "gretap";
  const l0 = new AnyLink({ type, own: OWN, port: isEthernet, mac: isEthernet });

  /** By hand, with what `ip` or the kernel would change along. */
  const set = (words: string, says: string) => l0.set(`mtu 1400 type ${type} ${PORTS} ${words}`, says);

  const was = (property: keyof typeof OWN, other: Json) =>
    `${property} ${JSON.stringify(other)} -> ${JSON.stringify(OWN[property])}`;

  const becomes = (property: keyof typeof OWN, other: Json) =>
    `${property} ${JSON.stringify(OWN[property])} -> ${JSON.stringify(other)}`;

  /** Declared otherwise, one property. */
  const change = (property: keyof typeof OWN, value: Json) =>
    l0.changes({ [property]: value }, becomes(property, value));

  return l0.spec({
    drifts: {
      parent: [set("dev theirs3", was("parent", "theirs3"))],
      remote: [set("remote 192.168.77.8", was("remote", "192.168.77.8"))],
      local: [set("local 192.168.77.2", was("local", "192.168.77.2")), set("local any", was("local", null))],
      ttl: [set("ttl 9", was("ttl", 9)), set("ttl inherit", was("ttl", "inherit"))],
      tos: [set("tos inherit", was("tos", "inherit"))],
      pmtudisc: [set("nopmtudisc", "pmtudisc false -> true")],
      ignoreDf: [set("nopmtudisc ignore-df", "pmtudisc false -> true, ignoreDf true -> false")],
      fwmark: [set("fwmark 8", was("fwmark", 8)), set("fwmark 0", was("fwmark", 0))],
      encap: [
        set("encap fou", was("encap", "fou")),
        set(
          "noencap",
          [
            was("encap", "none"),
            was("encapSport", null),
            was("encapDport", null),
            was("encapCsum", false),
            was("encapRemcsum", false),
          ].join(", "),
        ),
      ],
      encapSport: [set("encap-sport auto", was("encapSport", null))],
      encapDport: [set("encap-dport 5", was("encapDport", 5))],
      encapCsum: [set("noencap-csum", was("encapCsum", false))],
      encapRemcsum: [set("noencap-remcsum", was("encapRemcsum", false))],
      ikey: [set("ikey 41", was("ikey", 41)), set("nokey", `${was("ikey", null)}, ${was("okey", null)}`)],
      okey: [set("okey 0.1.0.0", was("okey", 65536))],
      icsum: [set("noicsum", was("icsum", false))],
      ocsum: [set("ocsum", "ocsum true -> false")],
      iseq: [set("iseq", "iseq true -> false")],
      oseq: [set("nooseq", was("oseq", false))],
      external: [
        l0.remade(
          `type ${type} external`,
          `${Object.keys(OWN)
            .map((name) => was(name as keyof typeof OWN, ABSENT[name] ?? null))
            .join(", ")}, external true -> false`,
        ),
      ],
    },
    steps: {
      parent: [change("parent", "theirs3"), l0.replaces({ parent: undefined }, becomes("parent", null))],
      remote: [
        change("remote", "192.168.77.8"),
        ...(isEthernet
          ? []
          : [
              l0.replaces({ remote: undefined }, becomes("remote", null)),
              l0.replaces(
                { remote: "239.1.1.1" },
                `arp false -> true, multicast true -> false, ${becomes("remote", "239.1.1.1")}`,
              ),
            ]),
      ],
      local: [change("local", "192.168.77.2"), l0.changes({ local: undefined }, becomes("local", null))],
      ttl: [change("ttl", "inherit"), change("ttl", 255)],
      tos: [change("tos", "inherit"), change("tos", 0)],
      pmtudisc: [l0.changes({ pmtudisc: false }, "pmtudisc true -> false")],
      ignoreDf: [l0.changes({ pmtudisc: false, ignoreDf: true }, "pmtudisc true -> false, ignoreDf false -> true")],
      fwmark: [change("fwmark", 4294967295)],
      encap: [
        l0.changes(
          { encap: "fou", encapRemcsum: false },
          `${becomes("encap", "fou")}, ${becomes("encapRemcsum", false)}`,
        ),
        l0.changes(
          {
            encap: undefined,
            encapSport: undefined,
            encapDport: undefined,
            encapCsum: undefined,
            encapRemcsum: undefined,
          },
          [
            becomes("encap", "none"),
            becomes("encapSport", null),
            becomes("encapDport", null),
            becomes("encapCsum", false),
            becomes("encapRemcsum", false),
          ].join(", "),
        ),
      ],
      encapSport: [l0.changes({ encapSport: undefined }, becomes("encapSport", null))],
      encapDport: [change("encapDport", 1)],
      encapCsum: [change("encapCsum", false)],
      encapRemcsum: [change("encapRemcsum", false)],
      key: [
        l0.changes({ ikey: undefined, okey: undefined, key: "1.2.3.4" }, "key null -> 16909060"),
        l0.changes({ ikey: undefined, okey: undefined }, `${becomes("ikey", null)}, ${becomes("okey", null)}`),
      ],
      ikey: [change("ikey", 0)],
      okey: [change("okey", 4294967295)],
      csum: [l0.changes({ icsum: undefined, csum: true }, "csum null -> true")],
      icsum: [change("icsum", false)],
      ocsum: [l0.changes({ ocsum: true }, "ocsum false -> true")],
      seq: [l0.changes({ oseq: undefined, seq: true }, "seq null -> true")],
      iseq: [l0.changes({ iseq: true }, "iseq false -> true")],
      oseq: [change("oseq", false)],
      external: [l0.replaces({ ...NONE, external: true }, "external false -> true")],
    },
    foreign: {
      words: `type ${type} ${ENDS} ${REST}`,
      differs: 'ttl "inherit" -> 5, tos 0 -> 16',
    },
  });
}

/** What one has that a program leads; of the rest it has nothing. */
const ABSENT: Readonly<Record<string, Json>> = {
  ttl: "inherit",
  tos: 0,
  fwmark: 0,
  encap: "none",
  encapCsum: false,
  encapRemcsum: false,
  icsum: false,
  oseq: false,
};

export const gre = overGre("gre");
