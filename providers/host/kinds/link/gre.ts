import { isGroup } from "../../../../net/ip.ts";
import { keyNumber } from "../../../../net/schema/gre.ts";
import type { Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
import type { Props } from "../../model.ts";
import { bit, type Property } from "./properties.ts";
import { external, overIpv4, tunnel } from "./tunnel.ts";
import type { LinkType, Placed } from "./type.ts";

/** A dump has four bytes with dots. */
function key(word: string, read: (data: Entry) => Json | undefined): Property {
  return {
    usual: null,
    read: (data) => keyNumber(read(data)),
    words: (value) => (value === null ? `no${word}` : `${word} ${value}`),
    canonical: keyNumber,
  };
}

/** In both directions; null where these are not alike. */
function either(word: string): Property {
  const read = (data: Entry) => (data[`i${word}`] === data[`o${word}`] ? data[`i${word}`] === true : null);
  return { ...bit(word, false), read };
}

const properties = {
  ...overIpv4,
  ignoreDf: bit("ignore-df", false),
  key: key("key", ({ ikey, okey }) => (ikey === okey ? ikey : null)),
  ikey: key("ikey", ({ ikey }) => ikey),
  okey: key("okey", ({ okey }) => okey),
  csum: either("csum"),
  icsum: bit("icsum", false),
  ocsum: bit("ocsum", false),
  seq: either("seq"),
  iseq: bit("iseq", false),
  oseq: bit("oseq", false),
  external,
};

/** What both directions have is one property where it is declared as one, and two where it is not. */
const DIRECTIONS = ["key", "csum", "seq"];

function withDirections(props: Props, { json }: Placed): Props {
  const left = Object.entries(props).filter(([name]) => {
    const both = DIRECTIONS.find((each) => name === each || name === `i${each}` || name === `o${each}`);
    return both === undefined || (json[both] !== undefined) === (name === both);
  });
  return Object.fromEntries(left);
}

/** `ip` makes the group the key where nobody says one. */
function ofGroup(props: Props): Props {
  const { remote, ikey, okey } = props;
  if (!isGroup(remote) || ikey === undefined) return props;
  return { ...props, ikey: ikey ?? keyNumber(remote), okey: okey ?? keyNumber(remote) };
}

/** What the kernel finds a tunnel by: it does not find one anew that takes the packets of a group. */
const FOUND_BY = ["remote", "local", "parent", "key", "ikey"];

function over(type: "gre" | "gretap"): LinkType {
  const own = tunnel(type, {
    part: { what: type, config: "CONFIG_NET_IPGRE", module: "ip_gre" },
    remote: "192.0.2.1",
    properties,
    fixed: [],
    isFixed: ({ property, want, have }, props) => {
      if (property === "parent" && want === null) return true;
      if (property === "remote" && [want, have].some((value) => value === null || isGroup(value))) return true;
      return isGroup(props.remote) && FOUND_BY.includes(property);
    },
    tells: ({ key, ikey }) => key ?? ikey ?? null,
  });
  return {
    ...own,
    want: (placed) => {
      const props = own.want(placed);
      return props.external ? props : ofGroup(withDirections(props, placed));
    },
    // The kernel fragments nothing that must not be, and looks at what was, not at what will be.
    change: (property, value, sides) => {
      const all = own.change(property, value, sides);
      const gives = sides.have?.props.ignoreDf && sides.want?.props.pmtudisc;
      return gives ? [`type ${type} noignore-df`, all].flat() : all;
    },
  };
}

/** Packets of IP, without Ethernet: to a group it asks for neighbours, and has no bit for multicast (net/ipv4/ip_gre.c). */
export const gre: LinkType = {
  ...over("gre"),
  flags: ({ remote }) => (isGroup(remote) ? { multicast: false } : { arp: false }),
};

/** Frames of Ethernet. */
export const gretap: LinkType = { ...over("gretap"), mac: () => "own" };
