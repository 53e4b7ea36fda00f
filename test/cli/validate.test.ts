import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "../../system/process.ts";
import { bridgework } from "./command.ts";

const directory = mkdtempSync(join(tmpdir(), "bridgework-"));
afterAll(() => rmSync(directory, { recursive: true }));

async function validate(text: string, ...options: string[]) {
  const file = join(directory, "Pulumi.lab.yaml");
  writeFileSync(file, text);
  const { code, stdout, stderr } = await run(bridgework("validate", file, ...options));
  return {
    code,
    stderr,
    lines: stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.replace(`${file}:`, "")),
  };
}

const FAULTY = `config:
  bridgework:topology:
    bridges:
      br0: { address: 11.11.11.1/24, nat: maybe }
    namespaces:
      RED:
        links:
          reth0: { bridge: br1, address: 11.11.11.2/24 }
    routes:
      - { to: bogus, via: 11.11.11.2 }
`;

describe("bridgework validate", () => {
  it.each([
    "Pulumi.dev.yaml",
    "examples/red-blue/whole.yaml",
    ...[0, 1, 2, 3, 4].map((stage) => `examples/red-blue/stage${stage}.yaml`),
  ])("finds nothing wrong with %s", async (file) => {
    expect(await run(bridgework("validate", file))).toMatchObject({
      code: 0,
      stdout: "",
      stderr: `${file}: no faults\n`,
    });
  });

  it("prints every fault with its place in the file, and leaves with 1", async () => {
    const { code, lines, stderr } = await validate(FAULTY);
    expect(lines).toEqual([
      expect.stringMatching(/^4:38: bridges\.br0\.nat: "maybe": /),
      expect.stringMatching(/^8:20: namespaces\.RED\.links\.reth0\.bridge: "br1": .* Did you mean "br0"\?$/),
      expect.stringMatching(/^10:11: routes\[0\]\.to: "bogus": /),
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Pulumi.lab.yaml: 3 faults\n$/);
  });

  it("prints the same as JSON, and [] for none", async () => {
    const { code, lines } = await validate(FAULTY, "--json");
    const faults = JSON.parse(lines.join(""));
    expect(faults.map(({ path, line, column }: Record<string, unknown>) => [path, line, column])).toEqual([
      ["bridges.br0.nat", 4, 38],
      ["namespaces.RED.links.reth0.bridge", 8, 20],
      ["routes[0].to", 10, 11],
    ]);
    expect(Object.keys(faults[0]).sort()).toEqual(["column", "file", "fix", "line", "path", "rule", "value"]);
    expect(code).toBe(1);
    expect(await validate("config: { my-project:topology: {} }", "--json")).toMatchObject({ code: 0, lines: ["[]"] });
  });

  it.each([
    ["config: [", 1, /^1:10: .*[Nn]ot YAML/],
    ["config:\n  a: 1\n  a: 2\n", 1, /^3:3: .*config\.a: this key is there twice\. Remove one/],
    ["config:\n  bridgework:other: {}\n", 1, /^1:1: config: the file has no topology\. Write it as/i],
    ["", 1, /^1:1: config: the file has no topology/i],
    ["just text", 1, /^1:1: config: the file has no topology/i],
    ["config:\n  bridgework:topology: 7\n", 1, /^2:3: topology: 7: /],
    ["config:\n  bridgework:topology:\n", 1, /^2:3: topology: /],
    ["config:\n  bridgework:topology: *nowhere\n", 1, /^2:24: topology: no anchor &nowhere stands before this alias/],
  ])("finds the fault of %j", async (text, count, first) => {
    const { code, lines } = await validate(text);
    expect(lines).toHaveLength(count);
    expect(lines[0]).toMatch(first);
    expect(code).toBe(1);
  });

  it("finds the place of a fault behind an alias", async () => {
    const text = "config:\n  lab: &lab\n    bridges: { br0: { mtu: big } }\n  bridgework:topology: *lab\n";
    expect((await validate(text)).lines).toEqual([expect.stringMatching(/^3:23: bridges\.br0\.mtu: "big": /)]);
  });

  it("reads a topology that is JSON text, as Pulumi does", async () => {
    const json = (nat: unknown) => JSON.stringify({ bridges: { br0: { address: "11.11.11.1/24", nat } } });
    expect(await validate(`config:\n  bridgework:topology: '${json(true)}'\n`)).toMatchObject({ code: 0, lines: [] });
    const { lines } = await validate(`config:\n  bridgework:topology: '${json("maybe")}'\n`);
    expect(lines).toEqual([expect.stringMatching(/^2:\d+: bridges\.br0\.nat: "maybe": /)]);
  });

  it("names a file that is not there, or is none", async () => {
    expect(await run(bridgework("validate", "nowhere.yaml"))).toMatchObject({
      code: 1,
      stderr: "bridgework: nowhere.yaml: no such file\n",
    });
    expect((await run(bridgework("validate", "."))).stderr).toContain("bridgework: .: a folder");
  });

  it("is not led astray by an alias that grows without end", async () => {
    const layers = Array.from({ length: 9 }, (_, i) => `  l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}]`);
    const bomb = `config:\n  l0: &l0 [x, x]\n${layers.join("\n")}\n  bridgework:topology: *l9\n`;
    const { code, lines } = await validate(bomb);
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^12:3: topology: .*(128 KiB|larger than 1 MB)/);
  });
});
