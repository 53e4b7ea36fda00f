import { bridgeHook } from "./ethernet.ts";
import { sysctls } from "./facts.ts";
import { bridgeSetting, hook } from "./hooks.ts";
import type { Death, Inquiry, Journey } from "./inquiry.ts";
import { hostEnd, idle, linksOf } from "./links.ts";
import { trackOn } from "./nat.ts";

interface Port {
  name: string;
  bridge: string;
  /** Why nothing passes it. */
  idle: string | undefined;
}

/**
 * Two namespaces on one bridge of the host: the packet is not routed there, yet with br_netfilter the host's
 * PREROUTING, FORWARD and POSTROUTING see it, with the bridge as both devices.
 */
export function* bridged(journey: Journey, dev: string, next: string, nextDev: string): Inquiry<Death | undefined> {
  if (journey.scope === "host" || next === "host") return undefined;
  const from = yield* portOf(journey.scope, dev);
  const to = yield* portOf(next, nextDev);
  const stopped = from?.idle ?? to?.idle;
  if (stopped) return { reason: "link-down", where: `host: ${stopped}`, certain: true, scope: "host" };
  if (!from || !to || from.bridge !== to.bridge) return undefined;
  const inHost = { ...journey, scope: "host" };
  const input = { in: from.bridge, physIn: from.name };
  const output = { out: from.bridge, physOut: to.name };
  const onBridge = yield* bridgeHook(inHost, "FORWARD", { ...input, ...output });
  if (onBridge) return onBridge;
  if (!(yield* callsIptables(inHost, from.bridge))) return undefined;
  const death =
    (yield* hook(inHost, "PREROUTING", input)) ??
    (yield* hook(inHost, "FORWARD", { ...input, ...output })) ??
    (yield* hook(inHost, "POSTROUTING", output));
  if (!death && !journey.answer) yield* trackOn(from.bridge, inHost, input, output);
  return death;
}

/** The host's end of a veth, where it is the port of a bridge. */
function* portOf(scope: string, dev: string): Inquiry<Port | undefined> {
  const port = yield* hostEnd(scope, dev);
  if (!port?.master) return undefined;
  return { name: port.ifname, bridge: port.master, idle: yield* idle("host", port) };
}

/** Whether rules of iptables see what stays on a bridge: every bridge's packets, or this one was told so. */
export function* callsIptables(journey: Journey, bridge: string): Inquiry<boolean> {
  const [value] = yield* sysctls(journey.scope, `net/bridge/${bridgeSetting(journey)}`);
  if (value === "1") return true;
  const links = yield* linksOf(journey.scope);
  const own = links.find((one) => one.ifname === bridge)?.linkinfo?.info_data ?? {};
  return own[`nf_call_ip${journey.packet.family === 4 ? "" : "6"}tables`] === 1;
}
