import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { Secret } from "../../net/secret.ts";
import { formatLocated } from "../../stack-file/place.ts";
import { faultLines, stackFaults, topologyOf } from "../../stack-file/topology.ts";

const folder = mkdtempSync(join(tmpdir(), "bridgework-stack-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes files, and gives the path of the first. */
function written(files: Record<string, string>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return join(folder, Object.keys(files)[0] ?? "");
}

/** The faults of a stack with these files, without the folder in which they lie. */
function lines(files: Record<string, string>): string[] {
  const all = (stackFaults(written(files)) ?? []).map(formatLocated);
  return all.map((line) => line.replaceAll(`${folder}/`, ""));
}

const naming = (value: string) => `config:\n  bridgework:topology: ${value}\n`;

describe("a topology in files of its own", () => {
  const bridges = "bridges:\n  br0: { address: 11.11.11.1/24 }\n";
  const hosts = "namespaces:\n  RED: { links: { r0: { bridge: br0, address: 11.11.11.2/24 } } }\n";

  test("is read from the folder of the stack's file", () => {
    const file = written({ "Pulumi.dev.yaml": naming("labs/all.yaml"), "labs/all.yaml": bridges + hosts });
    expect(stackFaults(file)).toEqual([]);
    expect(topologyOf(file)?.value).toMatchObject({ bridges: { br0: { address: "11.11.11.1/24" } } });
  });

  test("may come in several: sections beside each other, lists one after the other", () => {
    const file = written({
      "Pulumi.dev.yaml": naming("[a.yaml, b.yaml]"),
      "a.yaml": `${bridges}expect: [{ from: host, ping: RED }]\nfirewall: { forward: [{ source: 10.0.0.0/8 }] }\n`,
      "b.yaml": `${hosts}expect: [{ from: RED, ping: 11.11.11.1 }]\nsysctls: { net.ipv4.ip_forward: "1" }\n`,
    });
    expect(stackFaults(file)).toEqual([]);
    expect(topologyOf(file)?.value).toEqual({
      bridges: { br0: { address: "11.11.11.1/24" } },
      namespaces: { RED: { links: { r0: { bridge: "br0", address: "11.11.11.2/24" } } } },
      expect: [
        { from: "host", ping: "RED" },
        { from: "RED", ping: "11.11.11.1" },
      ],
      firewall: { forward: [{ source: "10.0.0.0/8" }] },
      sysctls: { "net.ipv4.ip_forward": "1" },
    });
  });

  test("a name that two of them have is a fault, which names both places", () => {
    const found = lines({
      "Pulumi.dev.yaml": naming("[a.yaml, b.yaml]"),
      "a.yaml": `${bridges}adopt: true\nfirewall: { forward: [] }\n`,
      "b.yaml": "adopt: true\nbridges:\n  br1: {}\n  br0: {}\nfirewall: { forward: {} }\n",
    });
    expect(found).toEqual([
      "b.yaml:1:1: adopt: a.yaml:3:1 has it already. Rename one, or remove it.",
      "b.yaml:4:3: bridges.br0: a.yaml:2:3 has it already. Rename one, or remove it.",
      "b.yaml:5:13: firewall.forward: a.yaml:4:13 has it already. Rename one, or remove it.",
    ]);
  });

  test("its faults are those of a topology anywhere, with its own name and lines", () => {
    const found = lines({
      "Pulumi.dev.yaml": naming("[a.yaml, b.yaml]"),
      "a.yaml": "bridges:\n  br0: { mtu: big }\n",
      "b.yaml":
        "namespaces:\n  RED:\n    links:\n      r0: { bridge: br1, address: 10.0.0.1/8 }\nexpect:\n  - { from: BLEU, ping: RED }\n",
    });
    expect(found.map((line) => line.split(": ").slice(0, 2).join(" "))).toEqual([
      "a.yaml:2:10 bridges.br0.mtu",
      "b.yaml:4:13 namespaces.RED.links.r0.bridge",
      "b.yaml:6:7 expect[0].from",
    ]);
  });

  test.each<[string, string, string | undefined, RegExp]>([
    ["is not there", "gone.yaml", undefined, /^Pulumi.dev.yaml:2:3: topology: "gone.yaml": no such file/],
    [
      "is not there, one of several",
      "[here.yaml, gone.yaml]",
      undefined,
      /^Pulumi.dev.yaml:2:36: \[1\]: "gone.yaml": no/,
    ],
    ["is a folder", ".", undefined, /^Pulumi.dev.yaml:2:3: topology: "\.": a folder/],
    ["is no YAML", "a.yaml", "a: [", /^a.yaml:1:\d+: topology: not YAML/],
    ["is two documents", "a.yaml", "a: 1\n---\nb: 2\n", /^a.yaml:2:1: topology: a second YAML document/],
    [
      "has a tag",
      "a.yaml",
      "bridges: { br0: !big {} }\n",
      /^a.yaml:1:\d+: bridges.br0: the tag !big means nothing here/,
    ],
    ["is empty", "a.yaml", "", /^a.yaml:1:1: topology: (null: )?expected a map/],
    ["is a list", "a.yaml", "- a\n", /^a.yaml:1:1: topology: \["a"\]: expected a map/],
    ["names another", "a.yaml", "b.yaml", /^a.yaml:1:1: topology: "b.yaml": expected a map/],
  ])("that %s is one fault", (_what, value, text, first) => {
    const found = lines({
      "Pulumi.dev.yaml": naming(value),
      "here.yaml": "bridges: {}\n",
      ...(text === undefined ? {} : { "a.yaml": text }),
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(first);
  });

  test("may be checked itself; what it refers to only the stack's file can tell", () => {
    expect(
      lines({ "a.yaml": `${bridges}${hosts}containers: { web: { image: web, env: { P: { config: pw } } } }\n` }),
    ).toEqual([]);
    expect(lines({ "a.yaml": "bridges: { br0: { mtu: big } }\n" })[0]).toMatch(/^a.yaml:1:19: bridges.br0.mtu: /);
  });

  test("a name that every object of JavaScript has is refused in one of several as well", () => {
    const files = {
      "Pulumi.dev.yaml": naming("[a.yaml, b.yaml]"),
      "a.yaml": "__proto__: { adopt: true }\n",
      "b.yaml": "bridges: {}\n",
    };
    expect(lines(files)).toEqual([expect.stringMatching(/^a.yaml:1:1: __proto__: every object/)]);
    expect(({} as Record<string, unknown>).adopt).toBeUndefined();
  });
});

describe("secrets", () => {
  const container = (env: string) => `{ containers: { web: { image: web, env: { ${env} } } } }`;

  test("are taken where the topology takes them, and stand there without their text", () => {
    const file = written({ "Pulumi.dev.yaml": naming(container('PW: { secure: "v1:abc:def" }')) });
    expect(stackFaults(file)).toEqual([]);
    expect(topologyOf(file)?.value).toEqual({ containers: { web: { image: "web", env: { PW: new Secret() } } } });
  });

  test("of another provider of secrets look otherwise, and are the same", () => {
    expect(lines({ "Pulumi.dev.yaml": naming(container("PW: { secure: AAABAHj9 }")) })).toEqual([]);
    expect(lines({ "Pulumi.dev.yaml": naming("{ bridges: { br0: { address: { secure: AAABAHj9 } } } }") })).toEqual([
      expect.stringMatching(
        /^Pulumi.dev.yaml:2:44: bridges.br0.address: a secret, and what is made of it is for all to see/,
      ),
    ]);
  });

  test("are refused elsewhere, each with its place, and with where they are taken", () => {
    const [line] = lines({ "Pulumi.dev.yaml": naming("{ networks: { n: { subnet: { secure: v1:x } } } }") });
    expect(line).toMatch(
      /Write it plainly; secrets are taken in privateKey, peers\.presharedKey of links; labels; build\.args of images; .*\benv\b.* of containers\.$/,
    );
  });

  test("that are the whole topology are refused", () => {
    expect(lines({ "Pulumi.dev.yaml": naming("{ secure: v1:abc }") })).toEqual([
      expect.stringMatching(/^Pulumi.dev.yaml:2:3: topology: the whole topology is a secret/),
    ]);
  });

  test("are no ciphertext in a file of its own, which Pulumi does not decrypt", () => {
    const found = lines({
      "Pulumi.dev.yaml": naming("a.yaml"),
      "a.yaml": `containers: { web: { image: web, env: { PW: { secure: "v1:abc:def" } } } }\n`,
    });
    expect(found).toEqual([
      expect.stringMatching(
        /^a.yaml:1:41: containers.web.env.PW: an encrypted value, .* write \{ config: NAME \} here\.$/,
      ),
    ]);
  });

  test("come into such a file from another key of the configuration, which has to be there", () => {
    const files = {
      "Pulumi.dev.yaml": `${naming("a.yaml")}  bridgework:password: { secure: "v1:abc:def" }\n  bridgework:level: 5\n`,
      "a.yaml":
        "containers: { web: { image: web, env: { A: { config: password }, B: { config: level }, C: { config: nowhere } } } }\n",
    };
    expect(lines(files)).toEqual([
      expect.stringMatching(
        /^a.yaml:1:88: containers.web.env.C: "nowhere": the stack's configuration has no text under this key/,
      ),
    ]);
    const value = topologyOf(join(folder, "Pulumi.dev.yaml"))?.value as { containers: { web: { env: object } } };
    expect(value.containers.web.env).toMatchObject({ A: new Secret(), B: "5" });
  });

  test("a reference where no secret is taken is a value of the wrong shape", () => {
    const [line, ...more] = lines({ "Pulumi.dev.yaml": naming("{ bridges: { br0: { mac: { config: mac } } } }") });
    expect(line).toMatch(/bridges\.br0\.mac: .*expected text/);
    expect(more).toEqual([]);
  });
});

describe("size", () => {
  const large = (bytes: number) => naming(`{ containers: { web: { image: web, env: { A: ${"x".repeat(bytes)} } } } }`);

  test("a configuration that Pulumi cannot hand over in one piece is refused, with the way out", () => {
    expect(lines({ "Pulumi.dev.yaml": large(130_900) })).toEqual([]);
    expect(lines({ "Pulumi.dev.yaml": large(131_100) })).toEqual([
      'Pulumi.dev.yaml:2:3: topology: the stack\'s configuration is more than the 128 KiB that Pulumi can hand to the program in one piece. Move the topology to a file of its own, and write its path here: "bridgework:topology: topology.yaml".',
    ]);
  });

  test("quotes, and what Go escapes, count as often as they are escaped", () => {
    const quotes = (count: number) =>
      `config:\n  bridgework:topology: { bridges: {} }\n  x:y: '${'"'.repeat(count)}'\n  x:z: { a: '${"<".repeat(9000)}' }\n`;
    expect(lines({ "Pulumi.dev.yaml": quotes(33_900) })).toEqual([]);
    expect(lines({ "Pulumi.dev.yaml": quotes(34_100) })).toHaveLength(1);
  });

  test("the same in a file of its own is none", () => {
    const many = Array.from({ length: 2000 }, (_, i) => `  b${i}: { address: 10.${i >> 8}.${i & 255}.1/24 }`).join(
      "\n",
    );
    expect(lines({ "Pulumi.dev.yaml": naming("a.yaml"), "a.yaml": `bridges:\n${many}\n` })).toEqual([]);
  });

  test("a file of 50 MB is refused by its size, without reading it", () => {
    const file = written({ "Pulumi.dev.yaml": naming("a.yaml"), "a.yaml": "#".repeat(50 * 1024 * 1024) });
    const started = process.cpuUsage();
    expect(lines({ "Pulumi.dev.yaml": naming("a.yaml") })).toEqual([
      expect.stringMatching(/^Pulumi.dev.yaml:2:3: topology: "a.yaml": a file of 50 MB, and a topology has 1 at most/),
    ]);
    writeFileSync(file, "#".repeat(50 * 1024 * 1024));
    expect(faultLines(file)).toEqual([expect.stringContaining("a file of 50 MB")]);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1e6).toBeLessThan(1);
  });
});

describe("which topology", () => {
  test("the project's own comes before those of others, whose it may be where there is no project", () => {
    const both = "config:\n  other:topology: { adopt: 7 }\n  mine:topology: { bridges: { br0: { mtu: big } } }\n";
    expect(lines({ "p/Pulumi.dev.yaml": both, "p/Pulumi.yaml": "name: mine\nruntime: nodejs\n" })[0]).toContain(
      "br0.mtu",
    );
    expect(lines({ "p/Pulumi.dev.yaml": both, "p/Pulumi.yaml": "name: else\nruntime: nodejs\n" })[0]).toContain(
      "adopt",
    );
  });

  test("a file without one has no faults of ours", () => {
    expect(stackFaults(written({ "Pulumi.dev.yaml": "config: { aws:region: eu }\n" }))).toBeUndefined();
    expect(faultLines(join(folder, "Pulumi.dev.yaml"))).toEqual([]);
  });

  test("a topology by itself is one to check, and no stack's configuration", () => {
    const file = written({ "lab.yaml": "bridges: { br0: {} }\n" });
    expect(stackFaults(file)).toEqual([]);
    expect(faultLines(file)).toEqual([
      expect.stringMatching(/lab\.yaml:1:1: config: .*config: \{ bridgework:topology: lab\.yaml \}, and name that\.$/),
    ]);
  });
});
