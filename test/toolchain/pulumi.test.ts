import { describe, expect, test } from "vitest";
import { asksForHelp, optionValue, projectFolder, stackArguments } from "../../toolchain/pulumi.mjs";

test.each([
  [["--stack", "a"], "a"],
  [["--stack=a"], "a"],
  [["-s", "a"], "a"],
  [["-sa"], "a"],
  [["-s", "a", "--stack=b"], "b"],
  [["--skip-preview"], undefined],
  [["--", "-s", "a"], undefined],
])("the stack in %o is %s", (args, stack) => {
  expect(optionValue(args, "stack", "s")).toBe(stack);
});

test("the folder of Pulumi.yaml follows --cwd", () => {
  expect(projectFolder(["-C", "examples/red-blue"], "/repo")).toBe("/repo/examples/red-blue");
  expect(projectFolder([], "/repo")).toBe("/repo");
});

test("help is seen in both spellings", () => {
  expect([["--help"], ["-h"], ["--yes"]].map(asksForHelp)).toEqual([true, true, false]);
});

describe("the arguments of pulumi", () => {
  test("up and refresh ask nothing, and the user's options come last", () => {
    expect(stackArguments("up", ["--yes=false"], true)).toEqual(["up", "--yes", "--yes=false"]);
    expect(stackArguments("refresh", [], true)).toEqual(["refresh", "--yes"]);
  });

  test("preview has nothing to confirm", () => {
    expect(stackArguments("preview", ["--diff"], false)).toEqual(["preview", "--diff"]);
  });

  test("destroy asks on a terminal only", () => {
    expect(stackArguments("destroy", [], true)).toEqual(["destroy"]);
    expect(stackArguments("destroy", [], false)).toEqual(["destroy", "--yes"]);
  });

  test("a refresh that is only shown takes no --yes", () => {
    expect(stackArguments("refresh", ["--preview-only"], false)).toEqual(["refresh", "--preview-only"]);
  });
});
