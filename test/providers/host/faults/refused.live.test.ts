import { expect, test } from "vitest";
import { describeWorlds } from "../describe-world.ts";
import { asBefore, atEveryLine, UNHURRIED } from "./every-line.ts";
import { RED_BLUE } from "./red-blue.ts";
import type { Mishap } from "./saboteur.ts";

/** What the error begins with, whatever it was: the operation, the object, the words of who said it. */
const SAID =
  /^(create|adopt) (namespace|moved|existing|link|fdb|sysctl|address|route|rule|neighbour|table|chain|jump) .* failed: \S+ said: /;
const ENDED = /Rolled back, the host is as before:|It had changed nothing itself/;

const MISHAPS: { mishap: Mishap; words: RegExp }[] = [
  { mishap: "refused", words: /Cannot find device "nosuch0"|nosuch/ },
  { mishap: "killed", words: /killed by SIGKILL/ },
];

describeWorlds("any line of the build of RED and BLUE", (world) => {
  test.each(MISHAPS)(
    "that is $mishap leaves the host as it was, and the error names it",
    { timeout: UNHURRIED },
    async ({ mishap, words }) => {
      await atEveryLine(world, mishap, 30, async (saboteur, story) => {
        const { transport } = saboteur;
        const outcome = await world.apply(RED_BLUE, { transport }).catch((caught: Error) => caught);
        if (saboteur.struck === undefined) return;
        const { message } = outcome as Error;
        const told = `${story()}: ${message}`;
        for (const expected of [SAID, words, ENDED]) expect(message, told).toMatch(expected);
        if (mishap === "refused") expect(message, told).toContain(repeated(saboteur.struck));
        await asBefore(world, told);
      });
    },
  );
});

/** The line as the error repeats it; a restore's lines carry their table in front. */
function repeated(line: string): string {
  return line.startsWith("-") ? line.split(" ").slice(0, 2).join(" ") : `(line: ${line})`;
}
