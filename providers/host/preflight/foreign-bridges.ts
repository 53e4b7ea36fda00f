import type { Fault } from "../../../validation/fault.ts";
import { pathAt } from "../document-facts.ts";
import type { Entry } from "../dump.ts";
import { foreignBridge } from "../kinds/link/owner.ts";
import { macOf } from "../kinds/link/steady.ts";
import { linksOf } from "../kinds/questions.ts";
import type { Context, Operation, Wanted } from "../model.ts";

/**
 * Ports that somebody else's bridge would not be the same with: the kernel gives a bridge the smallest MTU of its ports and the
 * lowest of their MAC addresses, unless it was told its own (br_mtu_auto_adjust and br_stp_recalculate_bridge_id in
 * net/bridge/br_if.c and br_stp_if.c).
 */
export function disturbed(operations: readonly Operation[], context: Context): Fault[] {
  return operations.flatMap(({ kind, verb, want, changes, have }) => {
    const joins = verb === "create" || verb === "adopt" || changes.some(({ property }) => property === "master");
    if (kind !== "link" || want === undefined || !joins) return [];
    const bridge = foreignBridge(want, context);
    if (bridge === undefined) return [];
    const mac = String(macOf(want, context) ?? have?.props.mac ?? "");
    return [...shrunk(want, bridge), ...renamed(want, bridge, mac, context)];
  });
}

function shrunk(want: Wanted, bridge: Entry): Fault[] {
  const { mtu } = want.props;
  if (mtu === undefined || Number(mtu) >= Number(bridge.mtu)) return [];
  const rule = `the host's bridge ${bridge.ifname} takes ${bridge.mtu} bytes, and would take ${mtu} with this port`;
  return [{ path: pathAt(want.at, "mtu"), value: mtu, rule, fix: `write ${bridge.mtu}` }];
}

/** A bridge that has the address of one of its ports was not given one. */
function renamed(want: Wanted, bridge: Entry, mac: string, { dumps }: Context): Fault[] {
  const ports = linksOf(dumps.get(want.scope)).filter(({ master }) => master === bridge.ifname);
  const others = ports.filter(({ ifname }) => ifname !== want.key).map(({ address }) => String(address));
  if (!others.includes(String(bridge.address)) || mac === "" || mac > String(bridge.address)) return [];
  const rule = `the host's bridge ${bridge.ifname} has the lowest MAC address of its ports, which this would be: its neighbours would lose it`;
  return [{ path: pathAt(want.at, "mac"), value: mac, rule, fix: `write one above ${bridge.address}` }];
}
