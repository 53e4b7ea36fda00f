import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { LabStack } from "./stack.ts";

/** Where an update is stopped: in which of its `ip` processes that change something, and after how many lines. */
export interface Moment {
  process: number;
  lines: number;
}

/** The first lines of the batch are carried out, then `ip` is killed. Later ones work: there is a rollback to do. */
export async function killIpAt(lab: LabStack, moment: Moment): Promise<void> {
  await stopIpAt(lab, moment, "kill -KILL $$");
}

/** The first lines of the batch are carried out, then `sleep 1000` stands in the place of `ip`. */
export async function pauseIpAt(lab: LabStack, moment: Moment): Promise<void> {
  await stopIpAt(lab, moment, "exec sleep 1000");
}

/** Every `ip` that changes something takes its time. */
export async function slowIp(lab: LabStack, seconds: number): Promise<void> {
  await lab.standIn("ip", `${READS}sleep ${seconds}\nexec "$REAL" "$@"\n`);
}

/** What changes the host is read from standard input; every other `ip` only looks. */
const READS = '[ "$*" = "-batch -" ] || exec "$REAL" "$@"\n';

async function stopIpAt(lab: LabStack, { process, lines }: Moment, stop: string): Promise<void> {
  await rm(join(lab.folder, "calls"), { recursive: true, force: true });
  await mkdir(join(lab.folder, "calls"));
  const count = 'n=1\nwhile ! mkdir "$HERE/calls/$n" 2>/dev/null; do n=$((n + 1)); done\n';
  const stopping = `if [ $n = ${process} ]; then head -n ${lines} | "$REAL" "$@"; ${stop}; fi\n`;
  await lab.standIn("ip", `${READS}${count}${stopping}exec "$REAL" "$@"\n`);
}
