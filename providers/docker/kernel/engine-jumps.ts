import type { Chain, Rules } from "../../../net/walk/rules.ts";
import { type Damage, RESTART } from "./damage.ts";

/** Chains that engines since 28.0 make when they start, and never later, with the chain that leads to each. */
const LED = [
  ["filter", "FORWARD", "DOCKER-FORWARD"],
  ["filter", "DOCKER-FORWARD", "DOCKER-CT"],
  ["filter", "DOCKER-FORWARD", "DOCKER-BRIDGE"],
  ["nat", "PREROUTING", "DOCKER"],
] as const;

/** Older engines make their jumps with each network. */
function onlyAtStart({ filter = {} }: Rules): boolean {
  return LED.some(([table, , chain]) => table === "filter" && chain in filter);
}

/** What is gone of the way to the engine's chains. */
export function jumpDamage(rules: Rules, bridge: string): Damage[] {
  const { filter = {} } = rules;
  const lost = onlyAtStart(rules) ? LED.flatMap((led) => lostJump(rules, led)) : oldJump(rules);
  if (lost.length > 0 || !("DOCKER" in filter) || toDocker(filter, bridge)) return lost;
  return [{ what: `FORWARD does not lead to chain DOCKER for ${bridge}` }];
}

function lostJump(rules: Rules, [table, from, to]: (typeof LED)[number]): Damage[] {
  const chains = rules[table] ?? {};
  if (!(to in chains)) return [{ what: `chain ${to} of table ${table} is missing`, next: RESTART }];
  if (jumps(chains[from], to)) return [];
  return [{ what: `${from} of table ${table} does not lead to chain ${to}`, next: RESTART }];
}

function oldJump({ nat = {} }: Rules): Damage[] {
  const lost = "DOCKER" in nat && !jumps(nat.PREROUTING, "DOCKER");
  return lost ? [{ what: "PREROUTING of table nat does not lead to chain DOCKER" }] : [];
}

function jumps(chain: Chain | undefined, to: string): boolean {
  return chain?.rules.some(({ words }) => includesRun(words, ["-j", to])) ?? false;
}

/** Engine 28.0.0 has all bridges in a set. */
function toDocker(filter: Record<string, Chain>, bridge: string): boolean {
  return Object.values(filter).some(({ rules }) =>
    rules.some(
      ({ words }) =>
        includesRun(words, ["-o", bridge, "-j", "DOCKER"]) ||
        (includesRun(words, ["-j", "DOCKER"]) && words.includes("--match-set")),
    ),
  );
}

export function includesRun(words: readonly string[], wanted: readonly string[]): boolean {
  return words.some((_, at) => wanted.every((word, i) => words[at + i] === word));
}
