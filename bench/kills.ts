/*
 * Kills, and `destroy` as the next command: does it leave the host as it was? Each round builds a lab, kills the CLI, a
 * provider or all of them at a random moment of its first update, of a later one or of its removal, destroys it at
 * once, and compares the host with what it was before: interfaces, namespaces, addresses, routes, rules, settings,
 * Docker's objects and our registry. The hosts are throw-away ones.
 *
 *   npm test -- --version && node bench/kills.ts [ROUNDS [SEED [raw|docker]]]     (as root; 60 rounds, half of each lab)
 *
 * The same seed gives the same kills; the moment is a share of the time for which the victim is there in an undisturbed
 * run. A round in which nobody was there to be killed is none: it is done again with half of that share. Ends with code
 * 1 when anything was left or a destroy failed, and prints what.
 */
import { killAndDestroy, measure, randomFrom, randomKill, type Spans } from "../test/stacks/killing.ts";
import { dockerGround, type Ground, type Kill, rawGround } from "../test/stacks/kills.ts";

const [rounds = "60", seed = String(Date.now() % 1_000_000), only] = process.argv.slice(2);
const random = randomFrom(Number(seed));
const opened = { raw: rawGround, docker: dockerGround };
const names = only === undefined ? (["raw", "docker"] as const) : [only as keyof typeof opened];
const count = { kills: 0, processes: 0, missed: 0, dirty: 0 };

async function campaign(open: () => Promise<Ground>, kills: number): Promise<void> {
  let ground = await open();
  try {
    const spans = await measure(ground);
    console.log(`${ground.name}: in undisturbed runs they are there for ${JSON.stringify(spans)} ms`);
    for (let done = 0; done < kills; done++) {
      if (await round(ground, randomKill(random, ground), spans, `${ground.name} ${done + 1}`)) continue;
      await ground.close();
      ground = await open();
    }
  } finally {
    await ground.close();
  }
}

/** How often a kill is tried that found nobody. */
const TRIES = 4;

/** Whether the host is as it was. */
async function round(ground: Ground, kill: Kill, spans: Spans, label: string, tries = 1): Promise<boolean> {
  const { moment, victim, way, at } = kill;
  const { killed, code, left, said } = await killAndDestroy(ground, kill, spans);
  const fine = code === 0 && left.length === 0;
  const outcome = fine ? "nothing left" : `exit code ${code}, ${left.length} facts differ`;
  const whom = killed === 0 ? "nobody was there" : `${killed} processes`;
  console.log(`${label}: ${moment}, ${victim} at ${(at * 100).toFixed(0)} % (${whom}), then ${way}: ${outcome}`);
  if (!fine)
    console.log([...left.slice(0, 20), ...said.split("\n").slice(-40)].map((line) => `    ${line}`).join("\n"));
  if (!fine) count.dirty++;
  count.processes += killed;
  if (killed > 0) count.kills++;
  else count.missed++;
  if (killed > 0 || !fine || tries === TRIES) return fine;
  return await round(ground, { ...kill, at: at / 2 }, spans, label, tries + 1);
}

for (const name of names) await campaign(opened[name], Math.round(Number(rounds) / names.length));
const { kills, processes, missed, dirty } = count;
console.log(
  `seed ${seed}: ${kills} kills of ${processes} processes, ${dirty} left something or failed; ` +
    `${missed} rounds more in which nobody was there`,
);
process.exitCode = dirty > 0 ? 1 : 0;
