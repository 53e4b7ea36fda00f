import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  asksForHelp,
  configCommandAt,
  configurationFile,
  optionValue,
  projectFolder,
  stackArguments,
  withConfigFile,
} from "../../commands/pulumi.mjs";

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

describe("the files of a project", () => {
  const repository = join(import.meta.dirname, "../..");

  test("Pulumi.yaml is looked for from --cwd upwards, as Pulumi does", () => {
    expect(projectFolder(["-C", "examples/red-blue"], repository)).toBe(repository);
    expect(projectFolder([], repository)).toBe(repository);
    expect(projectFolder(["--cwd=/"], repository)).toBe("/");
  });

  test("the stack's file is beside Pulumi.yaml", () => {
    expect(configurationFile([], repository, "dev")).toBe(join(repository, "Pulumi.dev.yaml"));
    expect(configurationFile(["-C", "examples"], repository, "organization/lab/two")).toBe(
      join(repository, "Pulumi.two.yaml"),
    );
  });

  test("one that --config-file names is found from --cwd", () => {
    const args = ["-C", "examples/red-blue", "--config-file", "stage0.yaml"];
    expect(configurationFile(args, repository, "dev")).toBe(join(repository, "examples/red-blue/stage0.yaml"));
  });
});

test.each([
  [["config", "set", "a", "b"], 0],
  [["-C", "lab", "--color=never", "config"], 3],
  [["import", "--file", "x"], 0],
  [["stack", "import"], -1],
  [["--non-interactive", "stack", "import"], -1],
  [["stack", "ls"], -1],
  [[], -1],
])("of %o the command that reads or writes a stack's file stands at %i", (args, at) => {
  expect(configCommandAt(args)).toBe(at);
});

test.each([
  [["--diff"], 0, ["--config-file=/c", "--diff"]],
  [["--config-file", "x", "--diff", "--config-file=y"], 0, ["--config-file=/c", "--diff"]],
  [["config", "--config-file", "x", "set", "a"], 1, ["config", "--config-file=/c", "set", "a"]],
  [["config", "set", "--", "a", "--config-file"], 1, ["config", "--config-file=/c", "set", "--", "a", "--config-file"]],
])("%o with another configuration file at %i are %o", (args, at, expected) => {
  expect(withConfigFile(args, "/c", at)).toEqual(expected);
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
