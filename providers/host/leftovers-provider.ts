import type { dynamic } from "@pulumi/pulumi";
import { runs } from "../../system/living.ts";
import { stateBackendOf } from "../../system/state-backend.ts";
import type { Stack } from "../../validation/conflicts/world.ts";
import { hostAt } from "./backends.ts";
import { finishing } from "./finishing.ts";
import { leftoversOf, removeLeftovers, type Subject } from "./leftovers.ts";
import { transportTo } from "./transport/transports.ts";
import { plainly } from "./without-stack.ts";

/** The stack, as it declared itself. */
type State = Stack & { __provider: string };

/**
 * The dynamic provider of Leftovers. The resource is nothing on the host. It is the first that a stack makes and the
 * last that it deletes, so that `pulumi destroy` calls us whatever became of the run that made the rest.
 */
export const leftovers: dynamic.ResourceProvider<State, State> = finishing({
  check: async (_olds, news) => ({ inputs: news, failures: [] }),

  async create(news) {
    return { id: `${news.project}/${news.name}`, outs: news };
  },

  diff: (_id, _olds, news) =>
    plainly(async () => {
      await tell(news);
      return { changes: false };
    }),

  delete: (_id, props) => plainly(() => remove(props)),
});

async function remove(state: State): Promise<void> {
  const transport = transportTo("local");
  // Who only uses an engine need not be root, and makes no notes.
  if (!(await transport.privileged())) {
    const known = await transport.list().catch(() => undefined);
    if (known?.length !== 0) console.log("not root: what interrupted runs of root left is not looked for");
    return;
  }
  const removed = await removeLeftovers(hostAt(transport), subjectOf(state), console.log);
  await transport.tidy();
  if (removed.length > 0)
    console.log(`removed what an interrupted run had left and no state knew of: ${removed.join(", ")}`);
}

/** Pulumi compares twice: for what a refresh shows, and for what is to be done. */
let told = false;

/** Whoever looks is told of it; who is not root has no registry to look into. */
async function tell(state: State): Promise<void> {
  const transport = transportTo("local");
  if (told || !(await transport.privileged())) return;
  const entries = await leftoversOf(hostAt(transport), subjectOf(state));
  const alive = await Promise.all(entries.map(({ maker }) => runs(maker)));
  const left = entries.filter((_, i) => alive[i] !== true);
  if (left.length === 0) return;
  told = true;
  const names = left.map(({ kind, name }) => `${kind} "${name}"`).join(", ");
  console.log(
    `an interrupted run began this, and no state knows of it: ${names}. An update completes what is still declared, ` +
      "a destroy removes all of it",
  );
}

function subjectOf({ project, name }: State): Subject {
  return { stack: { project, name }, stateBackend: stateBackendOf(process.env, process.cwd()) };
}
