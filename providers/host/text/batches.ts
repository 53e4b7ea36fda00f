import { footingOf } from "../levels.ts";
import { type Bound, linesOfPlan } from "../lines.ts";
import { type Context, type Line, type Operation, STAGES } from "../model.ts";
import { takesOne } from "./tools.ts";
import { wavesOf } from "./waves.ts";

/** One process: consecutive lines for one tool in one scope, or one line where the tool takes no more. */
export interface Batch {
  scope: string;
  tool: Line["tool"];
  lines: Bound[];
}

/**
 * What a plan is carried out by, and costs in processes: steps one after the other, and in each a chain of batches for
 * every scope, which go side by side. A step is a stage, or a wave of one (waves.ts).
 */
export function batchesOf(operations: readonly Operation[], context: Context): Batch[][][] {
  const bound = linesOfPlan(operations, context);
  const footing = footingOf(operations.flatMap(({ want }) => want ?? []));
  const waves = STAGES.flatMap((stage) =>
    wavesOf(
      bound.filter((line) => line.stage === stage),
      footing,
    ),
  );
  return waves.map(chained);
}

function chained(lines: readonly Bound[]): Batch[][] {
  const scopes = Map.groupBy(lines, (line) => line.scope);
  return [...scopes.values()].map((each) => batched(each.toSorted((a, b) => a.order - b.order)));
}

function batched(lines: Bound[]): Batch[] {
  const batches: Batch[] = [];
  for (const line of once(lines)) {
    const current = batches.at(-1);
    if (current?.tool === line.tool && goTogether(current.lines[0] as Bound, line)) current.lines.push(line);
    else batches.push({ scope: line.scope, tool: line.tool, lines: [line] });
  }
  return batches;
}

/** Of a tool that takes one line: sections of one configuration. */
function goTogether(first: Bound, next: Bound): boolean {
  return !takesOne(next.tool) || (next.input !== undefined && first.text === next.text);
}

function once(lines: Bound[]): Bound[] {
  const last = new Map(lines.map((line, index) => [line.text, index]));
  return lines.filter((line, index) => !line.once || last.get(line.text) === index);
}
