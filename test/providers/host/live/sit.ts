import { IPV4, Tunnel } from "./tunnel.ts";

const l0 = new Tunnel("sit", IPV4.own, { mode: "ip6ip" }, { ...IPV4.usual, mode: "any" });
const { link } = l0;
const { drifts, steps } = l0.overIpv4;

const WORDS = `type sit ${IPV4.words} ttl 5 tos 0x10 ${l0.encap}`;

const RAPID = "2001:db8::/32";

/** To whom it is told by the destination: to none of its own. */
const rapid = { remote: undefined, ip6rdPrefix: "2001:DB8::/32" };

export const sit = link.spec({
  drifts: {
    ...drifts,
    mode: [link.remade(WORDS, l0.was("mode"))],
    isatap: [link.remade(`${WORDS} mode ip6ip isatap`, "isatap true -> false")],
    ip6rdPrefix: [l0.set(`6rd-prefix ${RAPID}`, `ip6rdPrefix "${RAPID}" -> "2002::/16"`)],
    ip6rdRelayPrefix: [l0.set("6rd-relay_prefix 10.0.0.0/8", 'ip6rdRelayPrefix "10.0.0.0/8" -> null')],
  },
  steps: {
    ...steps,
    remote: [...(steps.remote ?? []), link.replaces({ remote: undefined }, l0.becomes("remote"))],
    mode: ["any", "ipip", "mplsip"].map((mode) => link.replaces({ mode }, l0.becomes("mode", mode))),
    isatap: [link.replaces({ isatap: true }, "isatap false -> true")],
    ip6rdPrefix: [link.replaces(rapid, `${l0.becomes("remote")}, ip6rdPrefix "2002::/16" -> "${RAPID}"`)],
    ip6rdRelayPrefix: [
      link.replaces(
        { ...rapid, ip6rdRelayPrefix: "10.0.0.0/8" },
        `${l0.becomes("remote")}, ip6rdPrefix "2002::/16" -> "${RAPID}", ip6rdRelayPrefix null -> "10.0.0.0/8"`,
      ),
    ],
  },
  foreign: {
    words: `type sit ${IPV4.words} ${l0.encap} mode ip6ip`,
    differs: `${l0.was("ttl")}, ${l0.was("tos")}`,
  },
});
