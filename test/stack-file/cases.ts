import { readFileSync } from "node:fs";

/** A stack's file, and what the Pulumi CLI (3.259) makes of `t:topology` in it: text, or null where it takes no such file. */
export interface YamlCase {
  text: string;
  pulumi: string | null;
}

export const CASES: readonly YamlCase[] = readFileSync(new URL("pulumi.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as YamlCase);
