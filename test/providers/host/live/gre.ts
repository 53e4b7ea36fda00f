import type { LiveSpec } from "./spec.ts";
import { IPV4, Tunnel } from "./tunnel.ts";

/** One by itself sends to none, and joins a group; the other is of Ethernet. */
export function overGre(type: "gre" | "gretap"): LiveSpec {
  const own = { ikey: 42, okey: 43, icsum: true, oseq: true };
  const l0 = new Tunnel(type, IPV4.own, own, { ...IPV4.usual, icsum: false, oseq: false });
  const { link } = l0;
  const { drifts, steps } = l0.overIpv4;
  const external = l0.external();
  const alone = [
    link.replaces({ remote: undefined }, l0.becomes("remote")),
    link.replaces(
      { remote: "239.1.1.1" },
      `arp false -> true, multicast true -> false, ${l0.becomes("remote", "239.1.1.1")}`,
    ),
  ];
  return link.spec({
    drifts: {
      ...drifts,
      ...external.drifts,
      ignoreDf: [l0.set("nopmtudisc ignore-df", "pmtudisc false -> true, ignoreDf true -> false")],
      ikey: [l0.drift("ikey", "ikey 41", 41), l0.set("nokey", `${l0.was("ikey")}, ${l0.was("okey")}`)],
      okey: [l0.drift("okey", "okey 0.1.0.0", 65536)],
      icsum: [l0.drift("icsum", "noicsum")],
      ocsum: [l0.set("ocsum", "ocsum true -> false")],
      iseq: [l0.set("iseq", "iseq true -> false")],
      oseq: [l0.drift("oseq", "nooseq")],
    },
    steps: {
      ...steps,
      ...external.steps,
      remote: [...(steps.remote ?? []), ...(type === "gre" ? alone : [])],
      ignoreDf: [link.changes({ pmtudisc: false, ignoreDf: true }, "pmtudisc true -> false, ignoreDf false -> true")],
      key: [
        // One word in the place of both: what they change to, each by itself, would be forgotten.
        { ...link.changes({ ikey: undefined, okey: undefined, key: "1.2.3.4" }, "key null -> 16909060"), alone: true },
        { ...l0.without("ikey", "okey"), alone: true },
      ],
      ikey: [l0.change("ikey", 0)],
      okey: [l0.change("okey", 4294967295)],
      csum: [{ ...link.changes({ icsum: undefined, csum: true }, "csum null -> true"), alone: true }],
      icsum: [l0.change("icsum", false)],
      ocsum: [link.changes({ ocsum: true }, "ocsum false -> true")],
      seq: [{ ...link.changes({ oseq: undefined, seq: true }, "seq null -> true"), alone: true }],
      iseq: [link.changes({ iseq: true }, "iseq false -> true")],
      oseq: [l0.change("oseq", false)],
    },
    foreign: {
      words: `type ${type} ${IPV4.words} ${l0.encap} ikey 42 okey 43 icsum oseq`,
      differs: `${l0.was("ttl")}, ${l0.was("tos")}`,
    },
  });
}

export const gre = overGre("gre");
