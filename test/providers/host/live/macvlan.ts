import type { Json } from "../../../../providers/host/json.ts";
import { OWNER, type Scopes } from "../world.ts";
import type { LiveSpec } from "./spec.ts";

type Type = "macvlan" | "macvtap";

const SOURCES = ["02:00:00:00:07:07"];
const TOLD = '["02:00:00:00:07:07"]';

/** A macvtap is no port of a bridge, and has all else. */
export function onParent(type: Type): LiveSpec {
  const isPort = type === "macvlan";
  const own = {
    type,
    parent: "theirs0",
    mode: "source",
    sources: SOURCES,
    bcqueuelen: 50,
    mtu: 1400,
    mac: "02:00:00:00:00:0a",
    ...(isPort && { master: "br1" }),
    up: true,
    addresses: ["10.10.0.1/24", "fd10::1/64"],
  };
  const declared = (fields: Record<string, Json> = {}): Scopes => ({
    host: { links: { mv0: { ...own, ...fields }, ...(isPort && { br1: { type: "bridge" } }) } },
  });
  /** In this mode it has its parent's address and is alone. */
  const alone = (): Scopes => {
    const { mac: _, sources: __, ...rest } = own;
    const mv0 = { ...rest, mode: "passthru", nopromisc: true };
    return { host: { links: { mv0, ...(isPort && { br1: { type: "bridge" } }) } } };
  };
  const set = (words: string) => [`ip link set mv0 ${words}`];
  const changes = (words: string) => [`change link mv0 in host: ${words}`];
  const anew = (parent: string) => [
    "ip link del mv0",
    `ip link add link ${parent} name mv0 address 02:00:00:00:00:0a mtu 1400 type ${type} mode source bcqueuelen 50 macaddr set ${SOURCES}`,
    `ip link set mv0 alias ${OWNER}${isPort ? " master br1" : ""} up`,
  ];
  const addresses = ["create address mv0 10.10.0.1/24 in host", "create address mv0 fd10::1/64 in host"];
  const replaced = (words: string) => [
    `delete link mv0 in host: ${words}`,
    "create link mv0 in host",
    ...addresses.map((line) => `${line}, which falls with link mv0 in host`),
  ];
  const renews = ["host/mv0"];

  return {
    kind: `link ${type}`,
    base: declared(),
    creates: ["create link mv0 in host", ...(isPort ? ["create link br1 in host"] : []), ...addresses],
    drifts: {
      parent: [
        {
          by: anew("theirs3"),
          says: ['delete link mv0 in host: parent "theirs3" -> "theirs0"', "create link mv0 in host", ...addresses],
          renews,
        },
      ],
      mode: [
        {
          by: set(`type ${type} mode private`),
          says: changes(`sources [] -> ${TOLD}, mode "private" -> "source"`),
        },
      ],
      sources: [
        {
          by: set(`type ${type} macaddr add 02:00:00:00:07:08`),
          says: changes(`sources ["02:00:00:00:07:07","02:00:00:00:07:08"] -> ${TOLD}`),
        },
      ],
      nodst: [{ by: set(`type ${type} mode source nodst`), says: replaced("nodst true -> false"), renews }],
      bcqueuelen: [{ by: set(`type ${type} bcqueuelen 7`), says: changes("bcqueuelen 7 -> 50") }],
      mtu: [{ by: set("mtu 1300"), says: changes("mtu 1300 -> 1400") }],
      mac: [{ by: set("address 02:00:00:00:00:0b"), says: changes('mac "02:00:00:00:00:0b" -> "02:00:00:00:00:0a"') }],
      ...(isPort && { master: [{ by: set("nomaster"), says: changes('master null -> "br1"') }] }),
      up: [{ by: set("down"), says: [...changes("up false -> true"), "create address mv0 fd10::1/64 in host"] }],
      addresses: [
        { by: ["ip addr del 10.10.0.1/24 dev mv0"], says: ["create address mv0 10.10.0.1/24 in host"] },
        {
          by: ["sysctl -q -w net/ipv6/conf/mv0/disable_ipv6=1"],
          says: [...changes("disable_ipv6 1 -> 0"), "create address mv0 fd10::1/64 in host"],
        },
      ],
    },
    steps: {
      parent: [{ to: declared({ parent: "theirs3" }), does: replaced('parent "theirs0" -> "theirs3"'), renews }],
      mode: [
        {
          to: declared({ mode: "bridge", sources: [] }),
          does: changes(`sources ${TOLD} -> [], mode "source" -> "bridge"`),
        },
      ],
      nopromisc: [
        {
          to: alone(),
          does: replaced(`sources ${TOLD} -> [], mode "source" -> "passthru", nopromisc false -> true`),
          renews,
        },
      ],
      sources: [
        { to: declared({ sources: [] }), does: changes(`sources ${TOLD} -> []`) },
        {
          to: declared({ sources: ["02:00:00:00:07:0B", "02:00:00:00:07:0a"] }),
          does: changes(`sources ${TOLD} -> ["02:00:00:00:07:0a","02:00:00:00:07:0b"]`),
        },
      ],
      nodst: [{ to: declared({ nodst: true }), does: changes("nodst false -> true"), renews }],
      bcqueuelen: [{ to: declared({ bcqueuelen: 5000 }), does: changes("bcqueuelen 50 -> 5000") }],
      mtu: [{ to: declared({ mtu: 1300 }), does: changes("mtu 1400 -> 1300") }],
      mac: [
        {
          to: declared({ mac: "02:00:00:00:00:0c" }),
          does: changes('mac "02:00:00:00:00:0a" -> "02:00:00:00:00:0c"'),
        },
      ],
      ...(isPort && { master: [{ to: declared({ master: null }), does: changes('master "br1" -> null') }] }),
      up: [
        {
          to: declared({ up: false, addresses: ["10.10.0.1/24"] }),
          does: [...changes("up true -> false"), "delete address mv0 fd10::1/64 in host"],
        },
      ],
      addresses: [
        {
          to: declared({ addresses: ["10.10.0.2/24", "fd10::1/64"] }),
          does: ["create address mv0 10.10.0.2/24 in host", "delete address mv0 10.10.0.1/24 in host"],
        },
      ],
    },
    removal: {
      to: { host: { links: {} } },
      does: [...(isPort ? ["delete link br1 in host"] : []), "delete link mv0 in host"],
    },
    foreign: {
      by: [
        `ip link add link theirs0 name mv0 address 02:00:00:00:00:07 type ${type} mode private`,
        "ip link set mv0 alias theirs",
        "ip addr add 10.8.8.8/24 dev mv0",
        "ip link set mv0 up",
        "ip link set mv0 down",
      ],
      refusal: /link mv0 in host exists/,
      adopts: [
        `adopt link mv0 in host: up false -> true, sources [] -> ${TOLD}, mode "private" -> "source", bcqueuelen 1000 -> 50, ${
          isPort ? 'master null -> "br1", ' : ""
        }mac "02:00:00:00:00:07" -> "02:00:00:00:00:0a", mtu 1500 -> 1400`,
        ...(isPort ? ["create link br1 in host"] : []),
        ...addresses,
      ],
    },
  };
}

export const macvlan = onParent("macvlan");
