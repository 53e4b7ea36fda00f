import { setTimeout as sleep } from "node:timers/promises";
import { type Ground, type Kill, MOMENTS, VICTIMS, type Victim, WAYS } from "./kills.ts";
import { killAll, processesBeside } from "./processes.ts";

/** What became of one kill, and what the next command left. */
export interface Outcome {
  /** How many processes were killed; 0 where the run was over before, as on a machine that is less busy than it was. */
  killed: number;
  /** The exit code of the next command. */
  code: number | undefined;
  /** What differs from the host before everything, "- was" and "+ is". */
  left: string[];
  /** What the next command printed. */
  said: string;
}

/** For how many milliseconds each victim is there in an undisturbed run, by moment. */
export type Spans = Record<Kill["moment"], Record<Victim, number>>;

/** Runs each moment once without a kill. */
export async function measure(ground: Ground): Promise<Spans> {
  const [first, later] = ground.labs;
  const timed = async (topology: object, command: string, ...options: string[]) => {
    await ground.stack.configure({ topology });
    const running = ground.npm(command, "--skip-preview", ...options);
    const spans = await spansOf(ground, running);
    const { code, stdout, stderr } = await running;
    if (code !== 0) throw new Error(`${ground.name}: ${stdout}${stderr}`);
    return spans;
  };
  return {
    "first up": await timed(first, "up"),
    "later up": await timed(later, "up"),
    destroy: await timed(later, "destroy", "--yes"),
  };
}

async function spansOf(ground: Ground, running: Promise<unknown>): Promise<Record<Victim, number>> {
  const seen: Partial<Record<Victim, [number, number]>> = {};
  const isOver = over(running);
  while (!isOver()) {
    for (const victim of ground.victims)
      if ((await processesBeside(ground.pid, VICTIMS[victim])).length > 0)
        seen[victim] = [seen[victim]?.[0] ?? Date.now(), Date.now()];
    await sleep(LOOK);
  }
  const lengths = Object.keys(VICTIMS).map((victim) => {
    const [from = 0, to = 0] = seen[victim as Victim] ?? [];
    return [victim, to - from];
  });
  return Object.fromEntries(lengths) as Record<Victim, number>;
}

function over(running: Promise<unknown>): () => boolean {
  let ended = false;
  const end = () => {
    ended = true;
  };
  running.then(end, end);
  return () => ended;
}

/** Milliseconds between two looks for a victim. */
const LOOK = 25;

/** Kills somebody in a run, then runs `destroy` at once, and looks at what is left. */
export async function killAndDestroy(
  ground: Ground,
  { moment, victim, way, at }: Kill,
  spans: Spans,
): Promise<Outcome> {
  const [first, later] = ground.labs;
  const before = await ground.look();
  await ground.stack.configure({ topology: first });
  if (moment !== "first up") await ground.npm("up", "--skip-preview");
  if (moment === "later up") await ground.stack.configure({ topology: later });
  const command = moment === "destroy" ? ["destroy", "--yes"] : ["up"];
  const running = ground.npm(...(command as [string]), "--skip-preview");
  const killed = await killIn(ground, running, VICTIMS[victim], at * spans[moment][victim]);
  // A command that nobody killed goes on for a while; the next one is typed when the prompt is back.
  await running;
  const { code, text } = await destroy(ground, way);
  return { killed, code, left: await leftBehind(ground, before), said: text };
}

/** Kills once the victim has been there for so many milliseconds; nobody where the run is over before. */
async function killIn(ground: Ground, running: Promise<unknown>, victim: RegExp, after: number): Promise<number> {
  const isOver = over(running);
  while (!isOver() && (await processesBeside(ground.pid, victim)).length === 0) await sleep(LOOK);
  await sleep(after);
  return await killAll(await processesBeside(ground.pid, victim));
}

async function destroy(ground: Ground, way: Kill["way"]): Promise<{ code: number | undefined; text: string }> {
  if (way === "npm") {
    const { code, stdout, stderr } = await ground.npm("destroy", "--yes");
    return { code, text: `${stdout}${stderr}` };
  }
  // Pulumi's own mark that the stack is in use: without npm run it is the user who takes it away.
  await ground.stack.stack.cancel().catch(() => undefined);
  return await ground.stack.destroy().then(
    (text) => ({ code: 0, text }),
    (error: Error) => ({ code: 1, text: error.message }),
  );
}

async function leftBehind(ground: Ground, before: readonly string[]): Promise<string[]> {
  for (const end = Date.now() + 10_000; ; await sleep(200)) {
    const left = changes(before, await ground.look());
    if (left.length === 0 || Date.now() > end) return left;
  }
}

function changes(before: readonly string[], after: readonly string[]): string[] {
  const [then, now] = [new Set(before), new Set(after)];
  return [
    ...before.filter((fact) => !now.has(fact)).map((fact) => `- ${fact}`),
    ...after.filter((fact) => !then.has(fact)).map((fact) => `+ ${fact}`),
  ];
}

/** The same kills for the same seed: a small generator of numbers from 0 to 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function randomKill(random: () => number, { victims }: Pick<Ground, "victims">): Kill {
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  // Half of them in a first update: nothing of it is in the state yet.
  const moment = random() < 0.5 ? "first up" : one(MOMENTS);
  return { moment, victim: one(victims), way: one(WAYS), at: random() };
}
