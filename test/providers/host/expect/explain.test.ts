import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Goal } from "../../../../net/goal.ts";
import { type Died, explain } from "../../../../providers/host/expect/explain/explain.ts";
import { packetOf } from "../../../../providers/host/expect/explain/flow.ts";
import type { Question, Reply } from "../../../../providers/host/expect/explain/inquiry.ts";
import type { Outcome } from "../../../../providers/host/expect/probe/outcome.ts";

/** One case: what was tried, what came back, what the host's programs said when asked, and what follows from that. */
interface Case {
  title: string;
  from: string;
  goal: Goal;
  outcome: Outcome;
  owners: Record<string, string | string[]>;
  says: Said[];
  expected: Died;
}

interface Said {
  scope: string;
  asked: string;
  around?: Question["around"];
  before?: string;
  prints?: string;
  warns?: string;
  fails?: string;
}

const CASES = new URL("cases/", import.meta.url);

/** Programs that a machine may lack, and what they would tell is in few cases. */
const MAY_BE_MISSING = ["nft", "ebtables-save", "arptables-save", "tc", "ss"];

function told({ scope, argv, around }: Question, says: Said[]): Said {
  const asked = argv.join(" ");
  const said = says.find((one) => one.scope === scope && one.asked === asked && one.around === around);
  // None of these hosts has another namespace whose link has the same numbers.
  if (!said && asked === "ip -j netns list-id") return { scope, asked, prints: "[]" };
  if (!said && MAY_BE_MISSING.includes(argv[0] ?? "")) return { scope, asked, fails: "not found" };
  if (!said) throw new Error(`the case does not say: ${scope}: ${asked}${around ? `, around the ${around}` : ""}`);
  return said;
}

function replyOf({ prints = "", warns = "", fails, before }: Said): Reply {
  const reply =
    fails === undefined ? { code: 0, stdout: prints, stderr: warns } : { code: 2, stdout: "", stderr: fails };
  return before === undefined ? reply : { ...reply, before };
}

function ownersIn(owners: Case["owners"]) {
  return new Map(Object.entries(owners).map(([address, scopes]) => [address, [scopes].flat()]));
}

describe("where a packet died, out of what the host says", () => {
  for (const file of readdirSync(CASES)) {
    const { title, from, goal, outcome, owners, says, expected }: Case = parse(
      readFileSync(new URL(file, CASES), "utf8"),
    );
    test(`${file}: ${title}`, () => {
      const used = new Set<Said>();
      const inquiry = explain({ owners: ownersIn(owners) }, from, packetOf(goal, outcome), outcome);
      let step = inquiry.next();
      while (!step.done) {
        const said = told(step.value, says);
        used.add(said);
        step = inquiry.next(replyOf(said));
      }
      expect(step.value).toEqual(expected);
      expect(says.filter((said) => !used.has(said))).toEqual([]);
    });
  }
});
