import { IPV4, Tunnel } from "./tunnel.ts";

const l0 = new Tunnel("ipip", IPV4.own, { mode: "ipip" }, { ...IPV4.usual, mode: "any" });
const { drifts, steps } = l0.overIpv4;
const external = l0.external(["mode"]);

export const ipip = l0.link.spec({
  drifts: {
    ...drifts,
    ...external.drifts,
    mode: [l0.link.remade(`type ipip ${IPV4.words} ttl 5 tos 0x10 ${l0.encap}`, l0.was("mode"))],
  },
  steps: {
    ...steps,
    ...external.steps,
    remote: [...(steps.remote ?? []), l0.link.replaces({ remote: undefined }, l0.becomes("remote"))],
    mode: ["any", "mplsip"].map((mode) => l0.link.replaces({ mode }, l0.becomes("mode", mode))),
  },
  foreign: {
    words: `type ipip ${IPV4.words} ${l0.encap} mode ipip`,
    differs: `${l0.was("ttl")}, ${l0.was("tos")}`,
  },
});
