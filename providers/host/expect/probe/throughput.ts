import type { ThroughputGoal } from "../../../../net/goal.ts";
import { programFile } from "../../../../system/package.ts";
import type { Transport } from "../../transport/transport.ts";
import type { Flood, Flooded } from "./flood.ts";
import { readRate } from "./measure.ts";
import type { Outcome } from "./outcome.ts";
import { GRACE_MS, unstarted, wordsOf } from "./started.ts";

const PROGRAM = programFile("providers/host/expect/probe/flood-program");

/** Two processes that start side by side wait for each other this long besides the time that a probe has. */
const START_SECONDS = GRACE_MS / 1000;

interface Measured {
  goal: ThroughputGoal;
  /** Where the packets start, and the scope that has the address which they go to. */
  scope: string;
  receiver: string | undefined;
  timeout: number;
}

/** What a connection carries: who receives measures it, who sends says why nothing came. */
export async function throughput(transport: Transport, { goal, scope, receiver, timeout }: Measured): Promise<Outcome> {
  if (receiver === undefined)
    return unstarted(`nobody who is declared has the address ${goal.host}: nothing can receive`);
  const { host, port, seconds } = goal;
  const end = (role: Flood["role"], where: string) =>
    run(transport, where, { role, host, port, seconds, patience: timeout + START_SECONDS });
  const [received, sent] = await Promise.all([end("receive", receiver), end("send", scope)]);
  if ("bits" in received) return readRate(received.bits, seconds, goal.rate);
  if (!received.ran) return { ...received, found: `${receiver} cannot receive on port ${port}: ${received.found}` };
  return "bits" in sent || sent.answered ? received : sent;
}

async function run(transport: Transport, scope: string, flood: Flood): Promise<Flooded> {
  const done = await transport.run(scope, [process.execPath, "--no-warnings", PROGRAM], {
    input: JSON.stringify(flood),
    timeout: (flood.seconds + 2 * flood.patience) * 1000 + GRACE_MS,
  });
  return done.code === 0 ? JSON.parse(done.stdout) : unstarted(wordsOf(done));
}
