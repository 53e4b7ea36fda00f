import pLimit from "p-limit";
import type { Finished } from "../../../system/process.ts";
import { linesOf } from "../lines.ts";
import { type Context, type Line, type Operation, STAGES } from "../model.ts";
import type { Transport } from "../transport/transport.ts";
import { argvOf, failedLine, inputOf } from "./tools.ts";

/** A line with the operation that it carries out. */
interface Bound extends Line {
  operation: Operation;
}

/** One process: consecutive lines for one tool in one scope. */
interface Batch {
  scope: string;
  tool: Line["tool"];
  lines: Bound[];
}

/** An operation that the kernel, or the tool, would not carry out. */
export class OperationFailed extends Error {
  readonly operation: Operation;
  /** The tool's or the kernel's own words. */
  readonly words: string;
  readonly line: string;
  readonly tool: string;

  constructor(bound: Bound, words: string) {
    super(`${bound.tool} said: ${words}`);
    this.name = "OperationFailed";
    this.operation = bound.operation;
    this.line = bound.text;
    this.tool = argvOf(bound.tool)[0] ?? bound.tool;
    this.words = words;
  }
}

/** Processes at the same time; more only wait for the kernel's one rtnl lock. */
const PARALLEL = 4;

/** Carries a plan to the kernel with the text tools: stage by stage, one process a tool and scope, scopes in parallel. */
export async function applyText(transport: Transport, operations: Operation[], context: Context): Promise<void> {
  const limit = pLimit(PARALLEL);
  for (const batches of batchesByStage(operations, context)) {
    const outcomes = await Promise.allSettled(batches.map((chain) => limit(() => runChain(transport, chain))));
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed) throw failed.reason;
  }
}

/** Stages in order; in each, a chain of batches for every scope. Pure: it is what a plan costs in processes. */
export function batchesByStage(operations: Operation[], context: Context): Batch[][][] {
  const bound = operations.flatMap((operation) => linesOf(operation, context).map((line) => ({ ...line, operation })));
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

async function runChain(transport: Transport, chain: Batch[]): Promise<void> {
  for (const batch of chain) {
    const input = inputOf(batch.tool, batch.lines);
    const finished = await transport.run(batch.scope, argvOf(batch.tool), { input });
    if (finished.code !== 0) throw failure(batch, finished);
  }
}

function failure(batch: Batch, finished: Finished): OperationFailed {
  const { index, words } = failedLine(batch.tool, batch.lines, finished);
  const bound = batch.lines[index] ?? (batch.lines[0] as Bound);
  return new OperationFailed(bound, words);
}
