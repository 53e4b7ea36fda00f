import type { Fault, Path } from "./fault.ts";

/** The words of Docker's drivers for how containers on one parent reach each other, by option. */
const WORDS: Readonly<Record<string, { driver: string; words: readonly string[] }>> = {
  macvlan_mode: { driver: "macvlan", words: ["bridge", "private", "vepa", "passthru"] },
  ipvlan_mode: { driver: "ipvlan", words: ["l2", "l3", "l3s"] },
  ipvlan_flag: { driver: "ipvlan", words: ["bridge", "private", "vepa"] },
};

/** What the engine refuses when it makes a network, or drops without a word: a mode that is none, or another driver's. */
export function driverOptions(driver: string, options: Readonly<Record<string, unknown>>, path: Path): Fault[] {
  return Object.entries(WORDS).flatMap(([option, known]): Fault[] => {
    const value = options[option];
    if (typeof value !== "string") return [];
    const at = [...path, option];
    if (driver !== known.driver)
      return [
        {
          path: at,
          value,
          rule: `driver ${driver} has no ${option}`,
          fix: `leave it out, or choose driver ${known.driver}`,
        },
      ];
    if (known.words.includes(value)) return [];
    return [{ path: at, value, rule: `no ${option} of driver ${driver}`, fix: `write ${orOf(known.words)}` }];
  });
}

function orOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
