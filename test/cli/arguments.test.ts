import { describe, expect, it } from "vitest";
import { parseArguments } from "../../cli/arguments.ts";
import { capture } from "../../cli/commands/capture.ts";
import { inspect } from "../../cli/commands/inspect.ts";
import { UsageError } from "../../cli/errors.ts";
import { main } from "../../cli/main.ts";

describe("a command line that fits", () => {
  it.each([
    [["routes"], undefined],
    [["routes", "--in", "RED"], "RED"],
    [["--in=RED", "routes"], "RED"],
    [["routes", "--in", "container", "web"], "container:web"],
    [["--in=container", "web", "routes"], "container:web"],
    [["routes", "--in", "container:web", "--json"], "container:web"],
  ])("%j leads to its place", (argv, where) => {
    const args = parseArguments(inspect, argv);
    expect(args?.operands).toEqual(["routes"]);
    expect(args?.values.in).toBe(where);
  });

  it("takes a filter as it is, be it like an option where an equals sign says so", () => {
    const filter = "$(touch /tmp/x); arp";
    expect(parseArguments(capture, ["br0", "--filter", filter])?.values.filter).toBe(filter);
    expect(parseArguments(capture, ["br0", "--filter=-w/tmp/x"])?.values.filter).toBe("-w/tmp/x");
  });

  it("asks for help wherever it says so", () => {
    expect(parseArguments(inspect, ["--help"])).toBeUndefined();
    expect(parseArguments(inspect, ["nonsense", "-h"])).toBeUndefined();
  });
});

describe("a command line that does not fit", () => {
  it.each([
    [[], "VIEW is missing: one of interfaces, bridges, routes, macs, neighbours, firewall"],
    [["route"], 'VIEW "route" does not exist: did you mean "routes"?'],
    [["constructor"], 'VIEW "constructor" does not exist'],
    [["routes", "--jso"], "unknown option --jso: did you mean --json?"],
    [["routes", "-x"], "unknown option -x"],
    [["routes", "--in"], "--in needs a value: --in WHERE"],
    [["routes", "--in="], "--in needs a value: --in WHERE"],
    [["routes", "--in", "--json"], "--in needs a value: --in WHERE"],
    [["routes", "--json=yes"], '--json takes no value, "yes" was given'],
    [["routes", "--json", "--json"], "--json is given twice"],
    [["routes", "--in", "a", "--in", "b"], "--in is given twice"],
    [["routes", "RED"], 'unexpected argument "RED"'],
    [["routes", "--in", "container", "web", "x"], 'unexpected argument "x"'],
  ])("%j is told so, and by which argument", (argv, message) => {
    expect(() => parseArguments(inspect, argv)).toThrow(UsageError);
    expect(() => parseArguments(inspect, argv)).toThrow(message);
  });
});

describe("the command itself", () => {
  const spoken = async (...argv: string[]) => {
    const out: string[] = [];
    const notes: string[] = [];
    const code = await main(argv, {
      out: (text) => void out.push(text),
      note: (text) => void notes.push(`${text}\n`),
      paint: (_style, text) => text,
    });
    return { code, out: out.join(""), note: notes.join("") };
  };

  it("prints help for itself and for every command, to standard output", async () => {
    const { code, out, note } = await spoken("--help");
    expect({ code, note }).toEqual({ code: 0, note: "" });
    for (const name of ["inspect", "capture", "validate", "repair"]) {
      expect(out).toContain(`bridgework ${name}`);
      expect(await spoken(name, "--help")).toMatchObject({
        code: 0,
        note: "",
        // One empty line between sections, also where a command has no operands.
        out: expect.stringMatching(/^(?!.*\n\n\n).*Usage: /s),
      });
    }
  });

  it("prints its version", async () => {
    expect(await spoken("--version")).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it.each([
    [["inspekt"], 'bridgework: command "inspekt" does not exist: did you mean "inspect"?\nSee: bridgework --help\n'],
    [["--versio"], 'bridgework: option "--versio" does not exist: did you mean "--version"?\nSee: bridgework --help\n'],
    [[], "bridgework: COMMAND is missing: one of inspect, capture, validate, repair\nSee: bridgework --help\n"],
    [
      ["inspect", "bridges", "--all"],
      "bridgework: --all: bridges leaves nothing out\nSee: bridgework inspect --help\n",
    ],
    [
      ["capture", "br0", "--count", "0"],
      'bridgework: --count is a whole number from 1, not "0"\nSee: bridgework capture --help\n',
    ],
  ])("leaves with 2 and the way to help for %j", async (argv, note) => {
    expect(await spoken(...argv)).toEqual({ code: 2, out: "", note });
  });
});
