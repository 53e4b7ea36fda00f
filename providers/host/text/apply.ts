import pLimit from "p-limit";
import { OperationFailed } from "../backend.ts";
import type { Dump } from "../dump.ts";
import type { Bound } from "../lines.ts";
import type { Context, Operation } from "../model.ts";
import type { Transport } from "../transport/transport.ts";
import { type Batch, batchesOf } from "./batches.ts";
import { endFlows, FlowsLeft } from "./flows.ts";
import { argvOf, failedLine, gone, inputOf, programOf } from "./tools.ts";

/** Processes at the same time; more only wait for the kernel's one rtnl lock. */
const PARALLEL = 4;

/**
 * Carries a plan to the kernel with the text tools: step by step, one process a tool and scope, scopes in parallel.
 *
 * @returns what a person should know of it
 */
export async function applyText(
  transport: Transport,
  operations: readonly Operation[],
  context: Context,
): Promise<string[]> {
  const limit = pLimit(PARALLEL);
  const remarks: string[] = [];
  for (const step of batchesOf(operations, context)) {
    const chains = step.map((chain) => limit(() => runChain(transport, chain, context)));
    const outcomes = await Promise.allSettled(chains);
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed) throw failed.reason;
    remarks.push(...outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? outcome.value : [])));
  }
  return remarks;
}

async function runChain(transport: Transport, chain: Batch[], { dumps, owner }: Context): Promise<string[]> {
  const remarks: string[] = [];
  for (const batch of chain) {
    const dump = dumps.get(batch.scope);
    if (batch.tool !== "conntrack") await runBatch(transport, batch);
    else if (dump) remarks.push(...(await endFlowsOf(transport, batch, dump, owner)));
  }
  return remarks;
}

async function endFlowsOf(transport: Transport, { lines }: Batch, dump: Dump, owner: string): Promise<string[]> {
  try {
    return await endFlows(transport, dump, lines, owner);
  } catch (error) {
    if (error instanceof FlowsLeft) throw failed(lines[0] as Bound, error.message);
    throw error;
  }
}

/** `ip` stops at the first line that fails: what follows one that found nothing left to remove is still to be done. */
async function runBatch(transport: Transport, { scope, tool, lines }: Batch): Promise<void> {
  for (let left = lines; left.length > 0; ) {
    const finished = await transport.run(scope, argvOf(tool, left), { input: inputOf(tool, left) });
    if (finished.code === 0) return;
    const { index, words } = failedLine(tool, left, finished);
    const bound = left[index] ?? (left[0] as Bound);
    if (!bound.removes || !gone(words)) throw failed(bound, words);
    left = left.slice(index + 1);
  }
}

function failed({ operation, text: line, tool }: Bound, words: string): OperationFailed {
  return new OperationFailed({ operation, words, line, tool: programOf(tool) });
}
