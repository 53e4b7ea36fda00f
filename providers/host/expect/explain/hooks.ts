import type { Reason } from "../../../../net/schema/expectation.ts";
import { readRules } from "../../../../net/walk/rules.ts";
import { countAt, stopsIn, type Verdict, walk } from "../../../../net/walk/walk.ts";
import { rulesetsOf, saveArgv, toolOf } from "./facts.ts";
import type { Death, Inquiry, Journey } from "./inquiry.ts";
import { type Devices, type Hook, meeting, reasonAt, seenAt } from "./meeting.ts";
import { nftHook } from "./nft.ts";
import { proven } from "./proof.ts";
import { bySets } from "./sets.ts";

/** What has packets of a family that stay on a bridge pass rules of iptables. */
export function bridgeSetting({ packet }: Pick<Journey, "packet">): string {
  return packet.family === 4 ? "bridge-nf-call-iptables" : "bridge-nf-call-ip6tables";
}

/** Tables that can drop a packet, in the kernel's order; nat only translates. */
const TABLES = ["raw", "mangle", "filter", "security"];

/** Walks a hook's chains with the packet, of iptables and of nftables; tells where it dies, if it does. */
export function* hook(journey: Journey, at: Hook, devices: Devices): Inquiry<Death | undefined> {
  const seen = yield* seenAt(journey, devices);
  for (const { argv, rules, sets } of yield* rulesetsOf(journey.scope, journey.packet.family)) {
    const here = { ...seen, ...(sets && { sets }) };
    for (const verdict of TABLES.flatMap((table) => stopsIn(walk(rules, table, at, here)))) {
      const said = bySets(verdict, rules, at, here);
      const death = yield* proven(journey, deathBy(journey, at, verdict, devices, argv, said));
      if (death) return death;
    }
  }
  return yield* nftHook(journey, at, devices);
}

function deathBy(journey: Journey, at: Hook, verdict: Verdict, devices: Devices, argv: string[], why: string): Death {
  const { table, chain, rule } = verdict.spot;
  const place = rule === undefined ? `policy ${verdict.target} of ${chain}` : `rule ${rule + 1} of ${chain}`;
  const words = rule === undefined ? "" : ` (${verdict.text})`;
  const bridged = devices.physOut === undefined ? "" : `; ${bridgeSetting(journey)} = 1 sends bridged packets there`;
  const hidden = argv[0] === saveArgv(journey.packet.family)[0] ? "" : ` of ${toolOf(argv)}`;
  const reason = reasonAt(journey, at, verdict.target === "REJECT");
  const next = hidden === "" ? ahead(reason, table) : elsewhere(toolOf(argv));
  return {
    reason,
    ...(next !== undefined && { next }),
    where: `${journey.scope}: ${place}, table ${table}${hidden}${words}, met by ${meeting(journey, devices)}${why}${bridged}`,
    certain: verdict.certain,
    scope: journey.scope,
    counter: { argv, count: (printed) => countAt(readRules(printed), verdict.spot) },
  };
}

/** Tables that are asked before filter, in which firewall.forward is. */
function ahead(reason: Reason, table: string): string | undefined {
  const isBefore = reason === "forward-drop" && (table === "raw" || table === "mangle");
  return isBefore ? "change that rule: firewall.forward is asked in table filter, after it" : undefined;
}

function elsewhere(tool: string): string {
  return `change it with ${tool}: the kernel asks these tables as well as those of iptables, and firewall.* is in the latter`;
}
