import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { describeStack } from "./lab.ts";
import { failure, REPOSITORY } from "./stack.ts";

describeStack("RED and BLUE in five stages", {}, (lab) => {
  /** Who reaches whom at each stage, as ping says, and what it says of who does not. */
  const STAGES: Record<string, string>[] = [
    { "RED 11.11.11.3": "works", "BLUE 11.11.11.2": "works", "host 11.11.11.2": "Network is unreachable" },
    { "host 11.11.11.2": "works", "RED 11.11.11.1": "works", "RED 192.168.104.2": "Network is unreachable" },
    { "RED 192.168.104.2": "works", "BLUE 192.168.104.2": "works", "RED 8.8.8.8": "no answer" },
    { "RED 11.11.11.3": "works", "RED 8.8.8.8": "no answer" },
    { "RED 8.8.8.8": "works", "BLUE 8.8.8.8": "works", "host 11.11.11.3": "works" },
  ];

  async function ping(way: string): Promise<string> {
    const [from = "", to = ""] = way.split(" ");
    const { code, stderr } = await lab.host.run(["ping", "-c1", "-w2", to], { scope: from });
    return code === 0 ? "works" : (/Network is unreachable/.exec(stderr)?.[0] ?? "no answer");
  }

  test.each(STAGES.map((ways, stage) => ({ ways, stage })))(
    "stage $stage holds, what must fail included",
    async ({ ways, stage }) => {
      await lab.stack.settings(`examples/red-blue/stage${stage}.yaml`);
      await lab.stack.up();
      const found = await Promise.all(Object.keys(ways).map(async (way) => [way, await ping(way)]));
      expect(Object.fromEntries(found)).toEqual(ways);
    },
  );

  test("an expectation that says the contrary fails the update, which is rolled back and explained", async () => {
    const made = await lab.settled();
    const topology = await stage(3);
    topology.expect = [{ from: "RED", ping: "8.8.8.8" }];
    await lab.stack.configure({ topology });
    const said = await failure(lab.stack.up());
    expect(said).toContain('expectation "RED ping 8.8.8.8" does not hold: it should work');
    expect(said).toContain("sent:  ICMP echo requests from RED to 8.8.8.8");
    expect(said).toContain("found: no answer");
    expect(said).toMatch(/died: {2}answer-dropped: host: policy DROP of FORWARD/);
    expect(said).toContain("Rolled back, the host is as before");
    expect(await lab.changes(made)).toEqual([]);
  });

  test("destroy gives the host back as it was", async () => {
    await lab.stack.destroy();
    expect(await lab.changes()).toEqual([]);
  });

  async function stage(number: number): Promise<Record<string, unknown>> {
    const text = await readFile(join(REPOSITORY, `examples/red-blue/stage${number}.yaml`), "utf8");
    return parse(text).config["bridgework:topology"];
  }
});
