import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quoted, words } from "../../../../net/rule-words.ts";
import { isMarked, marked, shown, written } from "../../../../providers/host/kinds/firewall/comment.ts";
import { edits } from "../../../../providers/host/kinds/firewall/list-edits.ts";
import { restore } from "../../../../providers/host/text/restore.ts";
import { failedLine } from "../../../../providers/host/text/tools.ts";

const OWNER = "bridgework:p/s/r";

test("the edits between two lists, one by one, make the one of the other", () => {
  const list = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 8 });
  fc.assert(
    fc.property(list, list, (have, want) => {
      const now: string[] = [...have];
      for (const edit of edits(have, want))
        if ("remove" in edit) now.splice(edit.remove, 1);
        else if ("append" in edit) now.push(edit.append);
        else now.splice(edit.insert, 0, edit.text);
      expect(now).toEqual(want);
    }),
    { numRuns: 1000 },
  );
});

test("any text in quotes is read back as it was", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !/[\n\r]/.test(text))),
      (list) => {
        expect(words(list.map(quoted).join(" "))).toEqual(list);
      },
    ),
  );
});

describe("a rule of ours", () => {
  test("keeps the declared comment, whatever is in it, and loses the mark", () => {
    const saved = '-s 10.0.0.1/32 -m comment --comment "bridgework:p/s/r it\\\'s \\"x\\"" -j ACCEPT';
    const text = shown(saved, OWNER);
    expect(text).toBe('-s 10.0.0.1/32 -m comment --comment "it\'s \\"x\\"" -j ACCEPT');
    expect(shown(written(text, OWNER), OWNER)).toBe(text);
  });

  test("of a stranger with the same words is foreign, and so is one of another document", () => {
    expect(shown("-j ACCEPT", OWNER)).toBe("foreign: -j ACCEPT");
    expect(shown('-m comment --comment "bridgework:p/s/r2" -j ACCEPT', OWNER)).toMatch(/^foreign: /);
    expect(shown('-m comment --comment "bridgework:p/s/r" -m limit --limit 3/min -j ACCEPT', OWNER)).toMatch(
      /^foreign: /,
    );
  });

  test("has a short mark where the long one leaves no room for the comment", () => {
    const long = `bridgework:${"p".repeat(200)}/s/r`;
    const comment = "ж".repeat(100);
    expect(Buffer.byteLength(marked(long, comment))).toBeLessThanOrEqual(255);
    const text = `-m comment --comment ${quoted(comment)} -j ACCEPT`;
    expect(shown(written(text, long), long)).toBe(text);
    expect(isMarked(written(text, long))).toBe(true);
  });
});

describe("a restore", () => {
  const commands = ["-t nat -N A", "-t filter -A B -j DROP", "-t nat -A A -j RETURN"];

  test("has each table once", () => {
    expect(restore(commands).text).toBe("*nat\n-N A\n-A A -j RETURN\nCOMMIT\n*filter\n-A B -j DROP\nCOMMIT\n");
  });

  test.each([
    ["iptables-restore: line 3 failed: No chain/target/match by that name.", 2],
    ["iptables-restore v1.8.9 (nf_tables): Bad ctstate\nError occurred at line: 6", 1],
  ])("that fails names the command: %s", (stderr, index) => {
    const lines = commands.map((text) => ({
      stage: "configure" as const,
      order: 8,
      scope: "host",
      tool: "iptables" as const,
      text,
    }));
    const failed = failedLine("iptables", lines, { argv: [], code: 1, stdout: "", stderr });
    expect(failed).toEqual({ index, words: stderr });
  });

  test("without a table is a fault of ours", () => {
    expect(() => restore(["-A FORWARD -j DROP"])).toThrow("without its table");
  });
});
