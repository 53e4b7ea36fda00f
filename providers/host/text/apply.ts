import pLimit from "p-limit";
import { OperationFailed } from "../backend.ts";
import type { Dump } from "../dump.ts";
import { type Bound, linesOfPlan } from "../lines.ts";
import { type Context, type Line, type Operation, STAGES } from "../model.ts";
import type { Transport } from "../transport/transport.ts";
import { endFlows, FlowsLeft } from "./flows.ts";
import { argvOf, failedLine, gone, inputOf } from "./tools.ts";

/** One process: consecutive lines for one tool in one scope. */
interface Batch {
  scope: string;
  tool: Line["tool"];
  lines: Bound[];
}

/** Processes at the same time; more only wait for the kernel's one rtnl lock. */
const PARALLEL = 4;

/**
 * Carries a plan to the kernel with the text tools: stage by stage, one process a tool and scope, scopes in parallel.
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
  for (const batches of batchesByStage(operations, context)) {
    const chains = batches.map((chain) => limit(() => runChain(transport, chain, context)));
    const outcomes = await Promise.allSettled(chains);
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed) throw failed.reason;
    remarks.push(...outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? outcome.value : [])));
  }
  return remarks;
}

/** Stages in order; in each, a chain of batches for every scope. Pure: it is what a plan costs in processes. */
export function batchesByStage(operations: readonly Operation[], context: Context): Batch[][][] {
  const bound = linesOfPlan(operations, context);
  return STAGES.map((stage) => {
    const scopes = Map.groupBy(
      bound.filter((line) => line.stage === stage),
      (line) => line.scope,
    );
    return [...scopes.values()].map((lines) => batched(lines.toSorted((a, b) => a.order - b.order)));
  }).filter((chains) => chains.length > 0);
}

function batched(lines: Bound[]): Batch[] {
  const batches: Batch[] = [];
  for (const line of once(lines)) {
    const current = batches.at(-1);
    if (current?.tool === line.tool) current.lines.push(line);
    else batches.push({ scope: line.scope, tool: line.tool, lines: [line] });
  }
  return batches;
}

function once(lines: Bound[]): Bound[] {
  const last = new Map(lines.map((line, index) => [line.text, index]));
  return lines.filter((line, index) => !line.once || last.get(line.text) === index);
}

async function runChain(transport: Transport, chain: Batch[], { dumps }: Context): Promise<string[]> {
  const remarks: string[] = [];
  for (const batch of chain) {
    const dump = dumps.get(batch.scope);
    if (batch.tool !== "conntrack") await runBatch(transport, batch);
    else if (dump) remarks.push(...(await endFlowsOf(transport, batch, dump)));
  }
  return remarks;
}

async function endFlowsOf(transport: Transport, { lines }: Batch, dump: Dump): Promise<string[]> {
  try {
    return await endFlows(transport, dump, lines);
  } catch (error) {
    if (error instanceof FlowsLeft) throw failed(lines[0] as Bound, error.message);
    throw error;
  }
}

/** `ip` stops at the first line that fails: what follows one that found nothing left to remove is still to be done. */
async function runBatch(transport: Transport, { scope, tool, lines }: Batch): Promise<void> {
  for (let left = lines; left.length > 0; ) {
    const finished = await transport.run(scope, argvOf(tool), { input: inputOf(tool, left) });
    if (finished.code === 0) return;
    const { index, words } = failedLine(tool, left, finished);
    const bound = left[index] ?? (left[0] as Bound);
    if (!bound.removes || !gone(words)) throw failed(bound, words);
    left = left.slice(index + 1);
  }
}

function failed({ operation, text: line, tool }: Bound, words: string): OperationFailed {
  return new OperationFailed({ operation, words, line, tool: argvOf(tool)[0] ?? tool });
}
