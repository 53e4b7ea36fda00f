import { bridgeHook } from "./ethernet.ts";
import { sysctls } from "./facts.ts";
import { hook } from "./hooks.ts";
import type { Death, Inquiry, Journey } from "./inquiry.ts";
import { hostEnd, idle, linksOf } from "./links.ts";
import { trackOn } from "./nat.ts";

interface Port {
  name: string;
  bridge: string;
  /** Whether the bridge itself was told to call iptables, whatever the sysctl says. */
  calls: boolean;
  /** Why nothing passes it. */
  idle: string | undefined;
}

/**
 * Two namespaces on one bridge of the host: the packet is not routed there, yet with br_netfilter the host's
 * PREROUTING, FORWARD and POSTROUTING see it, with the bridge as both devices.
 */
export function* bridged(journey: Journey, dev: string, next: string, nextDev: string): Inquiry<Death | undefined> {
  if (journey.scope === "host" || next === "host") return undefined;
  const from = yield* portOf(journey.scope, dev, journey.packet.family);
  const to = yield* portOf(next, nextDev, journey.packet.family);
  const stopped = from?.idle ?? to?.idle;
  if (stopped) return { reason: "link-down", where: `host: ${stopped}`, certain: true, scope: "host" };
  if (!from || !to || from.bridge !== to.bridge) return undefined;
  const inHost = { ...journey, scope: "host" };
  const input = { in: from.bridge, physIn: from.name };
  const output = { out: from.bridge, physOut: to.name };
  const onBridge = yield* bridgeHook(inHost, "FORWARD", { ...input, ...output });
  if (onBridge) return onBridge;
  const name = journey.packet.family === 4 ? "bridge-nf-call-iptables" : "bridge-nf-call-ip6tables";
  const [value] = yield* sysctls("host", `net/bridge/${name}`);
  if (value !== "1" && !from.calls) return undefined;
  const death =
    (yield* hook(inHost, "PREROUTING", input)) ??
    (yield* hook(inHost, "FORWARD", { ...input, ...output })) ??
    (yield* hook(inHost, "POSTROUTING", output));
  if (!death && !journey.answer) yield* trackOn(from.bridge, inHost, input, output);
  return death;
}

/** The host's end of a veth, where it is the port of a bridge. */
function* portOf(scope: string, dev: string, family: 4 | 6): Inquiry<Port | undefined> {
  const port = yield* hostEnd(scope, dev);
  if (!port?.master) return undefined;
  const links = yield* linksOf("host");
  const bridge = links.find((one) => one.ifname === port.master)?.linkinfo?.info_data ?? {};
  const calls = bridge[`nf_call_ip${family === 4 ? "" : "6"}tables`] === 1;
  return { name: port.ifname, bridge: port.master, calls, idle: yield* idle("host", port) };
}
