import { AnyLink } from "./any-link.ts";
import type { LiveSpec } from "./spec.ts";

type Type = "tun" | "tap";

/** A tun has no frames, and so neither an address of them nor a bridge; it has all else. */
export function byProgram(type: Type): LiveSpec {
  const isEthernet = type === "tap";
  const l0 = new AnyLink({
    type,
    own: { owner: "nobody", group: "nogroup", multiQueue: true, vnetHdr: true, pi: true },
    command: "tuntap add dev",
    master: isEthernet ? "bridge" : "vrf",
    mac: isEthernet,
  });

  const words = (from = "", to = "") =>
    `mode ${type} user nobody group nogroup multi_queue vnet_hdr pi`.replace(from, to);

  return l0.spec({
    drifts: {
      owner: [l0.remade(words("user nobody", "user daemon"), 'owner "daemon" -> "nobody"')],
      group: [l0.remade(words(" group nogroup"), 'group null -> "nogroup"')],
      multiQueue: [l0.remade(words(" multi_queue"), "multiQueue false -> true")],
      vnetHdr: [l0.remade(words(" vnet_hdr"), "vnetHdr false -> true")],
      pi: [l0.remade(words(" pi"), "pi false -> true")],
    },
    steps: {
      owner: [
        l0.replaces({ owner: "daemon" }, 'owner "nobody" -> "daemon"'),
        l0.replaces({ owner: undefined }, 'owner "nobody" -> null'),
      ],
      group: [l0.replaces({ group: "daemon" }, 'group "nogroup" -> "daemon"')],
      multiQueue: [l0.replaces({ multiQueue: false }, "multiQueue true -> false")],
      vnetHdr: [l0.replaces({ vnetHdr: false }, "vnetHdr true -> false")],
      pi: [l0.replaces({ pi: false }, "pi true -> false")],
    },
    foreign: { words: words() },
  });
}

export const tap = byProgram("tap");
