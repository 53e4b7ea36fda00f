import { Tunnel } from "./tunnel.ts";

const OWN = {
  remote: "2001:db8::9",
  local: "2001:db8::1",
  mode: "ipip6",
  hoplimit: 5,
  encaplimit: 7,
  tclass: 16,
  flowlabel: 74565,
  dscp: true,
  allowLocalremote: true,
};

const USUAL = {
  mode: "any",
  hoplimit: 64,
  encaplimit: 4,
  tclass: 0,
  flowlabel: 0,
  dscp: false,
  allowLocalremote: false,
};

const l0 = new Tunnel("ip6tnl", OWN, {}, USUAL);
const { link } = l0;
const { drifts, steps } = l0.common;
/** What a program leads has no limits of its own. */
const external = l0.external(["mode"], { hoplimit: "inherit", encaplimit: 0 });

const ADDRESSES = ["create address l0 10.10.0.1/24 in host", "create address l0 fd10::1/64 in host"];

const words = (hoplimit: string, dscp: string) =>
  `type ip6tnl dev theirs0 remote 2001:db8::9 local 2001:db8::1 mode ipip6 ${hoplimit}encaplimit 7 tclass 10 flowlabel 12345 ${dscp}allow-localremote fwmark 7 ${l0.encap}`;

export const ip6tnl = link.spec({
  drifts: {
    ...drifts,
    ...external.drifts,
    remote: [l0.drift("remote", "remote 2001:db8::8", "2001:db8::8"), l0.drift("remote", "remote ::")],
    local: [l0.drift("local", "local 2001:db8::2", "2001:db8::2"), l0.drift("local", "local ::")],
    mode: [l0.drift("mode", "mode any")],
    hoplimit: [l0.drift("hoplimit", "hoplimit 9", 9), l0.drift("hoplimit", "hoplimit 0", "inherit")],
    encaplimit: [l0.drift("encaplimit", "encaplimit none", "none"), l0.drift("encaplimit", "encaplimit 0", 0)],
    tclass: [l0.drift("tclass", "tclass inherit", "inherit")],
    flowlabel: [l0.drift("flowlabel", "flowlabel inherit", "inherit"), l0.drift("flowlabel", "flowlabel 5", 5)],
    // `ip` has no word that takes it away.
    dscp: [
      {
        ...link.remade(words("hoplimit 5 ", ""), ""),
        says: [`change link l0 in host: ${l0.was("dscp")}`, ...ADDRESSES],
      },
    ],
    allowLocalremote: [l0.drift("allowLocalremote", "noallow-localremote")],
    fwmark: [...(drifts.fwmark ?? []), l0.drift("fwmark", "fwmark inherit", "inherit")],
  },
  steps: {
    ...steps,
    ...external.steps,
    remote: [l0.change("remote", "2001:db8::8"), l0.without("remote")],
    local: [l0.change("local", "2001:db8::2"), l0.without("local")],
    mode: [l0.change("mode", "ip6ip6"), l0.change("mode", "any")],
    hoplimit: [l0.change("hoplimit", "inherit"), l0.without("hoplimit")],
    encaplimit: [l0.change("encaplimit", "none"), l0.without("encaplimit")],
    tclass: [l0.change("tclass", "inherit"), l0.change("tclass", 255)],
    flowlabel: [l0.change("flowlabel", "inherit"), l0.change("flowlabel", 1048575)],
    dscp: [link.replaces({ dscp: false }, l0.becomes("dscp"))],
    allowLocalremote: [l0.change("allowLocalremote", false)],
    fwmark: [...(steps.fwmark ?? []), l0.change("fwmark", "inherit")],
  },
  foreign: { words: words("", "dscp inherit "), differs: l0.was("hoplimit") },
});
