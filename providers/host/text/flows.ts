import { type Flow, readFlows, sayFlows } from "../../../net/conntrack.ts";
import { missing } from "../../../system/missing.ts";
import type { Finished } from "../../../system/process.ts";
import type { Dump } from "../dump.ts";
import type { Rerouting } from "../flow-change.ts";
import { endedBy } from "../kinds/firewall/flows/ended.ts";
import { hereIn } from "../kinds/firewall/flows/here.ts";
import { changesIn } from "../kinds/firewall/flows/refilled.ts";
import { selectors } from "../kinds/firewall/flows/selectors.ts";
import type { Line } from "../model.ts";
import type { Transport } from "../transport/transport.ts";

/** How often to look again for flows that came up while others were being ended. */
const PASSES = 3;

/** Flows that are to end and do not. */
export class FlowsLeft extends Error {}

/**
 * Ends the flows of one scope that changed rules no longer describe, and says which.
 *
 * @throws {FlowsLeft} when there are such flows and they cannot be ended
 */
export async function endFlows(
  transport: Transport,
  dump: Dump,
  lines: readonly Line[],
  owner: string,
): Promise<string[]> {
  const said: string[] = [];
  const changed = changesIn(lines, dump, owner);
  if (changed.changes.length === 0) return said;
  for (let pass = 0; pass < PASSES; pass++) {
    const { all, fault } = await flowsIn(transport, dump.scope, changed.changes);
    if (!all) return [`Flows that began before this change may go on as they were: ${fault}`];
    const ending = endingAmong(all, dump, changed);
    if (ending.length === 0) return said;
    if (fault) throw new FlowsLeft(`${told(ending)}; conntrack(8) would end them, but ${fault}`);
    for (const words of selectors(ending, all)) await remove(transport, dump.scope, words, all.length);
    const going = ending.filter(({ over }) => !over);
    if (going.length > 0) said.push(`${dump.scope}: ended ${told(going)}`);
  }
  throw new FlowsLeft("such flows come up as fast as they are ended");
}

function endingAmong(all: readonly Flow[], dump: Dump, { changes, sets }: ReturnType<typeof changesIn>): Flow[] {
  const here = hereIn(dump);
  const ending = changes.flatMap((change) => endedBy(change, all, here, sets));
  return [...new Set(ending)];
}

function told(flows: readonly Flow[]): string {
  return `${flows.length} flow${flows.length > 1 ? "s" : ""} that began under other rules: ${sayFlows(flows)}`;
}

interface Seen {
  /** Undefined where nobody can tell. */
  all?: Flow[];
  /** Why conntrack(8) cannot be used. */
  fault?: string;
}

/** As conntrack(8) lists them; without it as the kernel does, where it has that file. */
async function flowsIn(transport: Transport, scope: string, changes: readonly Rerouting[]): Promise<Seen> {
  const families = new Set(changes.map(({ family }) => family));
  const listed = await Promise.all(
    [...families].map((family) => transport.run(scope, ["conntrack", "-L", "-f", family, "-o", "extended"])),
  );
  const failed = listed.find(({ code }) => code !== 0);
  if (!failed) return { all: listed.flatMap(({ stdout }) => readFlows(stdout)) };
  const fault = missing(failed) ?? wordsOf(failed);
  const file = await transport.run(scope, ["cat", "/proc/net/nf_conntrack"]);
  return file.code === 0 ? { all: readFlows(file.stdout), fault } : { fault };
}

/**
 * It leaves with 1 also where there is nothing to delete: such flows have ended by themselves. Where one of several does
 * so after it was listed, conntrack(8) stops before the others: each time there is one less of those that were seen.
 */
async function remove(transport: Transport, scope: string, words: readonly string[], seen: number): Promise<void> {
  for (let gone = 0; ; gone++) {
    const finished = await transport.run(scope, ["conntrack", "-D", ...words]);
    if (finished.code === 0 || / 0 flow entries have been deleted/.test(finished.stderr)) return;
    if (gone >= seen || !WENT.test(finished.stderr)) throw new FlowsLeft(wordsOf(finished));
  }
}

/** What conntrack(8) says of an entry that the kernel listed and has no more (its err2str for ENOENT). */
const WENT = /such conntrack doesn't exist/;

function wordsOf({ argv, stderr, ended, code }: Finished): string {
  return `${argv.join(" ")}: ${stderr.trim() || ended || `exit code ${code}`}`;
}
