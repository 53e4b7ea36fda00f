import type { ContainerInspect } from "../../../engine/types.ts";
import { announce } from "./announce.ts";
import type { ContainerDamage } from "./container-damage.ts";
import { readInside, runInside } from "./inside.ts";

/** Sets what somebody has set otherwise inside a running container. Flows go on; whoever compares again sees the rest. */
export async function setLinks({ Id, State }: ContainerInspect, damage: ContainerDamage | undefined): Promise<void> {
  const wanted = Object.values(damage?.places ?? {}).flatMap((found) => found.flatMap(({ set }) => set ?? []));
  // The number may be another process's by now.
  if (wanted.length === 0 || !(await readInside(Id, State.Pid))) return;
  for (const { dev, mtu, mac } of wanted) {
    if (mtu !== undefined) await runInside(State.Pid, "ip", "link", "set", "dev", dev, "mtu", String(mtu));
    if (mac !== undefined) await announce(State.Pid, dev, mac);
  }
}
