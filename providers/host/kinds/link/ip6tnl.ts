import { IP6TNL_DEFAULTS } from "../../../../net/schema/ip6tnl.ts";
import type { Json } from "../../json.ts";
import { mode } from "./iptunnel.ts";
import { bit, flag, type Property } from "./properties.ts";
import { encapsulation, ends, external, fwmark, tunnel } from "./tunnel.ts";
import type { LinkType } from "./type.ts";

/** A number that the inner packet may have instead: a dump then has a mark. `ip` takes it for hex, whatever it looks like. */
function inherited(word: string, usual: number): Property {
  return {
    usual,
    read: (data) => (data[`ip6_tnl_f_use_orig_${word}`] ? "inherit" : Number(data[word] ?? usual)),
    words: (value) => `${word} ${typeof value === "number" ? `0x${value.toString(16)}` : value}`,
  };
}

/** A dump calls it a time to live, and has 0 for the inner packet's. */
const hoplimit: Property = {
  usual: IP6TNL_DEFAULTS.hoplimit,
  read: ({ ttl }): Json => (ttl === 0 ? "inherit" : (ttl ?? IP6TNL_DEFAULTS.hoplimit)),
  words: (value) => `hoplimit ${value}`,
};

const encaplimit: Property = {
  usual: IP6TNL_DEFAULTS.encaplimit,
  read: (data) => (data.ip6_tnl_f_ign_encap_limit ? "none" : (data.encap_limit ?? IP6TNL_DEFAULTS.encaplimit)),
  words: (value) => `encaplimit ${value}`,
};

/** Packets of IP, of either version, in packets of IPv6. */
export const ip6tnl: LinkType = {
  ...tunnel("ip6tnl", {
    part: { what: "ip6tnl", config: "CONFIG_IPV6_TUNNEL", module: "ip6_tunnel" },
    remote: "2001:db8::1",
    properties: {
      ...ends,
      mode,
      hoplimit,
      encaplimit,
      tclass: inherited("tclass", IP6TNL_DEFAULTS.tclass),
      flowlabel: inherited("flowlabel", IP6TNL_DEFAULTS.flowlabel),
      dscp: flag("ip6_tnl_f_rcv_dscp_copy", IP6TNL_DEFAULTS.dscp, { yes: "dscp inherit", no: "" }),
      allowLocalremote: {
        ...bit("allow-localremote", IP6TNL_DEFAULTS.allowLocalremote),
        read: (data) => data.ip6_tnl_f_allow_local_remote === true,
      },
      fwmark: {
        ...fwmark,
        read: (data) => (data.ip6_tnl_f_use_orig_fwmark ? "inherit" : fwmark.read(data)),
        words: (value) => `fwmark ${value}`,
      },
      ...encapsulation({ word: "encap-udp6-csum", shown: "csum6", property: "encapCsum6" }, IP6TNL_DEFAULTS.encapCsum6),
      external,
    },
    besideExternal: ["mode"],
    fixed: [],
    // `ip` has no word that takes either away.
    isFixed: ({ property, want }) =>
      (property === "parent" && want === null) || (property === "dscp" && want === false),
  }),
  flags: () => ({ arp: false }),
};
