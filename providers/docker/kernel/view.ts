import { isHere } from "../../../engine/here.ts";
import type { NetworkInspect } from "../../../engine/types.ts";
import type { Context } from "../resource.ts";
import { type Kernel, readKernel } from "./kernel.ts";

/** The kernel, and the networks that the engine thinks to have in it. */
export interface View {
  kernel: Kernel;
  networks: readonly NetworkInspect[];
}

/** One look for all objects of a moment; undefined where the engine's interfaces are not those of this host. */
export function viewOf({ engine, session }: Pick<Context, "engine" | "session">): Promise<View | undefined> {
  return session.recently("kernel", async () => {
    if (!(await isHere(engine))) return undefined;
    const [kernel, networks] = await Promise.all([readKernel(), engine.get<NetworkInspect[]>("/networks")]);
    return kernel && { kernel, networks };
  });
}
