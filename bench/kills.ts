/*
 * Kills, and `destroy` as the next command: does it leave the host as it was? Each round builds a lab, kills the CLI, a
 * provider or all of them at a random moment of its first update, of a later one or of its removal, destroys it at
 * once, and compares the host with what it was before: interfaces, namespaces, addresses, routes, rules, settings,
 * Docker's objects and our registry. The hosts are throw-away ones.
 *
 *   npm test -- --version && node bench/kills.ts [ROUNDS [SEED [raw|docker]]]     (as root; 60 rounds, half of each lab)
 *
 * The same seed gives the same kills; the moment within a run is a share of the time that it took undisturbed. Ends
 * with code 1 when anything was left or a destroy failed, and prints what.
 */
import {
  dockerGround,
  type Ground,
  killAndDestroy,
  measure,
  randomFrom,
  randomKill,
  rawGround,
} from "../test/stacks/kills.ts";

const [rounds = "60", seed = String(Date.now() % 1_000_000), only] = process.argv.slice(2);
const random = randomFrom(Number(seed));
const opened = { raw: rawGround, docker: dockerGround };
const names = only === undefined ? (["raw", "docker"] as const) : [only as keyof typeof opened];
let dirty = 0;
let done = 0;

async function campaign(open: () => Promise<Ground>, count: number): Promise<void> {
  let ground = await open();
  try {
    const durations = await measure(ground);
    console.log(`${ground.name}: undisturbed runs take ${JSON.stringify(durations)} ms`);
    for (let round = 1; round <= count; round++) {
      const kill = randomKill(random, ground);
      const { killed, code, left, said } = await killAndDestroy(ground, kill, durations);
      done++;
      const { moment, victim, way, at } = kill;
      const fine = code === 0 && left.length === 0;
      console.log(
        `${ground.name} ${round}: ${moment} at ${(at * 100).toFixed(0)} %, ${victim} (${killed} processes), ${way}: ` +
          `${fine ? "nothing left" : `exit code ${code}, ${left.length} facts differ`}`,
      );
      if (fine) continue;
      dirty++;
      console.log([...left.slice(0, 20), ...said.split("\n").slice(-40)].map((line) => `    ${line}`).join("\n"));
      await ground.close();
      ground = await open();
    }
  } finally {
    await ground.close();
  }
}

for (const name of names) await campaign(opened[name], Math.round(Number(rounds) / names.length));
console.log(`seed ${seed}: ${done} kills, ${done - dirty} left nothing, ${dirty} left something or failed`);
process.exitCode = dirty > 0 ? 1 : 0;
