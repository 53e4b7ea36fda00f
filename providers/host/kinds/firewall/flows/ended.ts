import type { Flow } from "../../../../../net/conntrack.ts";
import type { Rerouting } from "../../../flow-change.ts";
import type { HookName } from "../chains.ts";
import type { Rule } from "../rule.ts";
import type { Here } from "./here.ts";
import type { FirstPacket } from "./meets.ts";
import type { Around } from "./refilled.ts";
import { RuleList } from "./rule-list.ts";

/**
 * The flows that a change of rules ends. The kernel asks the nat table, and rules for new connections, about the first
 * packet of a flow alone; what they said then holds until the flow is forgotten. So a flow is ended where our rules
 * would now treat its first packet otherwise than they did: one that they translated, and no longer do so; one that they
 * let be, and now translate; one that they let pass, and nobody would now. Flows that others translated or let pass, and
 * all that our rules never spoke of, are left alone.
 */
export function endedBy(change: Rerouting, flows: readonly Flow[], here: Here, sets?: Around): Flow[] {
  const { family, chain, ahead = false } = change;
  const hook = change.hook as HookName;
  const [before, after] = [new RuleList(change.before, sets?.before), new RuleList(change.after, sets?.after)];
  return flows.filter((flow) => {
    const packet = flow.family === family ? firstPacket(flow, hook, here) : undefined;
    if (!packet) return false;
    const [then, now] = [before.deciding(packet), after.deciding(packet)];
    return JUDGES[hook]({ flow, then, now, ahead, others: () => here.without(chain, family, hook, packet) });
  });
}

/** A flow, and what decides over its first packet. */
interface Matter {
  flow: Flow;
  /** Rules of ours before and after the change; undefined for none. */
  then: Rule | undefined;
  now: Rule | undefined;
  /** Whether our rules come before those that led it elsewhere, from now on. */
  ahead: boolean;
  /** What the rules of others do with it by themselves. */
  others(): string | undefined;
}

type Judge = (matter: Matter) => boolean;

const destination: Judge = ({ flow, then, now, ahead }) => {
  const { original, reply } = flow;
  const translated = original.dst !== reply.src || original.dport !== reply.sport;
  const byUs = then?.target === "DNAT" && leads(flow, then);
  if (now?.target !== "DNAT") return translated && byUs;
  return !leads(flow, now) && (!translated || byUs || ahead);
};

const source: Judge = ({ flow: { original, reply }, then, now, others }) => {
  const translated = original.src !== reply.dst || original.sport !== reply.dport;
  if (now?.target === "MASQUERADE") return !translated;
  return translated && then?.target === "MASQUERADE" && others() !== "MASQUERADE";
};

const passage: Judge = ({ then, now, others }) => {
  if (now?.target === "ACCEPT") return false;
  return then?.target === "ACCEPT"
    ? now !== undefined || others() !== "ACCEPT"
    : then === undefined && now !== undefined;
};

const JUDGES: Record<HookName, Judge> = {
  "filter input": passage,
  "filter forward": passage,
  "filter output": passage,
  "nat prerouting": destination,
  "nat output": destination,
  "nat postrouting": source,
};

/** Whether the flow goes where the rule leads it: `11.11.11.2:80`, `11.11.11.2`, `11.11.11.2:9000-9010/8000`. */
function leads({ original, reply }: Flow, { toDestination = "" }: Rule): boolean {
  const match = /^(?:\[([^\]]+)\]|([0-9.]+|[0-9a-f:]+))(?::(\d+)(?:-\d+\/(\d+))?)?$/.exec(toDestination);
  const [, bracketed, plain, port, base] = match ?? [];
  if (reply.src !== (bracketed ?? plain)) return false;
  const shift = base === undefined ? 0 : (original.dport ?? 0) - Number(base);
  return reply.sport === (port === undefined ? original.dport : Number(port) + shift);
}

/** What a hook sees of the packet that began a flow; undefined where it does not come by. */
function firstPacket({ protocol, icmp, original, reply }: Flow, hook: HookName, here: Here): FirstPacket | undefined {
  const { src, sport } = original;
  const [fromHere, toHere] = [here.isLocal(src), here.isLocal(reply.src)];
  if (!PASSES[hook](fromHere, toHere)) return undefined;
  const untranslated = hook === "nat prerouting" || hook === "nat output";
  const [dst, dport] = untranslated ? [original.dst, original.dport] : [reply.src, reply.sport];
  return {
    ...{ protocol, icmpType: icmp?.type, src, dst, sport, dport },
    ...{ srcLocal: fromHere, dstLocal: here.isLocal(dst) },
    states: original.dst === reply.src ? ["NEW"] : ["NEW", "DNAT"],
    // Looked up only for rules that ask.
    get in() {
      return fromHere && !toHere ? undefined : here.towards(src);
    },
    get out() {
      return here.towards(reply.src);
    },
  };
}

/** Which packets come by a hook: by whether they come from the scope itself, and whether they end there. */
const PASSES: Record<HookName, (fromHere: boolean, toHere: boolean) => boolean> = {
  "filter input": (_, toHere) => toHere,
  "filter forward": (fromHere, toHere) => !fromHere && !toHere,
  "filter output": (fromHere) => fromHere,
  "nat prerouting": (fromHere) => !fromHere,
  "nat output": (fromHere) => fromHere,
  "nat postrouting": (fromHere, toHere) => fromHere || !toHere,
};
