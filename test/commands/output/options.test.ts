import { expect, test } from "vitest";
import { everyCommandKnows, isOursToShow, takeVerbose, wantsColor } from "../../../commands/output/options.mjs";

test.each([
  [[]],
  [["--yes", "--stack", "two", "-m", "--diff"]],
  [["--stack=two", "--expect-no-changes", "--skip-preview", "-t", "urn", "--refresh=false"]],
  [["--yes=true", "--config-file=/tmp/a.yaml", "-c", "a=b", "--color", "never"]],
])("%o change what is done, and the output is ours", (args) => {
  expect(isOursToShow(args)).toBe(true);
});

test.each([
  [["--json"]],
  [["--diff"]],
  [["--yes", "--show-sames"]],
  [["-v=3"]],
  [["--debug"]],
  [["--yes=false"]],
  [["--event-log", "x"]],
  [["-yf"]],
  [["--", "x"]],
  [["https://template"]],
])("%o want Pulumi's own output", (args) => {
  expect(isOursToShow(args)).toBe(false);
});

test.each([
  [[], true],
  [["--stack", "two", "--config-file=a.yaml", "-C", "/tmp"], true],
  [["--stack"], false],
  [["--stack="], false],
  [["--stack", "two", "--yes"], false],
  [["two"], false],
])("whether every command of Pulumi knows %o is told without asking it: %s", (args, known) => {
  expect(everyCommandKnows(args)).toBe(known);
});

test("--verbose is ours, and Pulumi's where it has a level", () => {
  expect(takeVerbose(["--verbose", "--yes"])).toEqual({ verbose: true, args: ["--yes"] });
  expect(takeVerbose(["--verbose", "3"])).toEqual({ verbose: false, args: ["--verbose", "3"] });
  expect(takeVerbose(["--verbose=3"])).toEqual({ verbose: false, args: ["--verbose=3"] });
});

test("colours are for terminals, unless they are asked for or forbidden", () => {
  expect(wantsColor([], true, {})).toBe(true);
  expect(wantsColor([], false, {})).toBe(false);
  expect(wantsColor([], true, { NO_COLOR: "1" })).toBe(false);
  expect(wantsColor([], true, { TERM: "dumb" })).toBe(false);
  expect(wantsColor(["--color", "always"], false, { NO_COLOR: "1" })).toBe(true);
  expect(wantsColor(["--color=never"], true, {})).toBe(false);
});
