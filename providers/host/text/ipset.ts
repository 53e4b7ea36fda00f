import { readSets } from "../../../net/ipset-save.ts";
import type { Entry, Sets } from "../dump.ts";
import type { Json } from "../json.ts";
import type { Transport } from "../transport/transport.ts";
import { isAbsent, unreadable } from "./unreadable.ts";

/** What it says where the kernel has no sets at all. */
const NO_KERNEL = /Cannot open session to kernel|Kernel support protocol|set type not supported/;

/**
 * What `ipset save` answers: an entry for each set. Without the program, or a kernel that has sets, there is nothing of
 * ours, and the check says what an update needs.
 */
export async function readSetsOf(
  transport: Transport,
  scope: string,
  { ipset, as }: Sets,
): Promise<Record<string, Entry[]>> {
  const finished = await transport.run(scope, ["ipset", ...ipset.split(" ")]);
  if (isAbsent(finished)) return { [as]: [] };
  if (finished.code !== 0 && NO_KERNEL.test(finished.stderr)) return { [as]: [] };
  if (finished.code !== 0) throw unreadable(scope, finished);
  return { [as]: readSets(finished.stdout).map((set) => ({ ...set }) as Record<string, Json>) };
}
