import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isValues, type Value, type Values } from "../../../providers/docker/values.ts";
import { describeEngine } from "./describe-engine.ts";
import { TYPES } from "./plugin.ts";
import { outputsOf } from "./sdk.ts";

/**
 * A resource as the official plugin has it in a state, with its own book-keeping (`__defaults` in inputs of every depth,
 * `__meta` and `__pulumi_raw_state_delta` in outputs); what the program says; and what made it, without any mark.
 */
interface Official {
  type: string;
  name: string;
  made: string[];
  program: Values;
  inputs: Values;
  outputs: Values;
}

const STATES = JSON.parse(readFileSync(new URL("./states/official.json", import.meta.url), "utf8")) as Official[];

/** Names that begin with two underscores, however deep. */
function reserved(value: Value | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(reserved);
  if (!isValues(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => [...(name.startsWith("__") ? [name] : []), ...reserved(item)]);
}

/**
 * What the official plugin would make anew: it reads the live object into the state, and then takes every input for a
 * change that the program leaves out and that is not computed in its schema (its output has no `undefined`), unless it
 * is what the schema fills in or nothing at all.
 */
function madeAnew(file: string, name: string, read: Values, program: Values): string[] {
  const filled: Values = { attachable: false, ingress: false, ipv6: false, ipamDriver: "default" };
  const plain = outputsOf(file, name).filter(({ optional }) => optional);
  const names = plain.map((one) => one.name).filter((one) => program[one] === undefined && read[one] !== filled[one]);
  return names.filter((one) => {
    const found = read[one];
    return found !== undefined && found !== null && Object.keys(found as object).length > 0;
  });
}

interface Inspected {
  [name: string]: unknown;
  Labels: Record<string, string> | null;
  Options: Record<string, string> | null;
  IPAM?: { Driver: string; Options: Record<string, string> | null };
}

describeEngine("a state that goes from the official plugin to ours and back", (engine) => {
  for (const { type, name, made, program, inputs, outputs } of STATES) {
    test(`${type}: ours sees no difference, and keeps nothing of the official plugin's book-keeping`, async () => {
      const said = await engine.host.docker(...made);
      const id = type === TYPES.volume ? said.trim() : (said.trim().split("\n").at(-1) ?? "");
      const before = JSON.parse(JSON.stringify(inputs).replaceAll('"ID"', `"${id}"`)) as Values;
      const olds = JSON.parse(JSON.stringify(outputs).replaceAll('"ID"', `"${id}"`)) as Values;
      const news: Values = { ...program, name: program.name ?? inputs.name ?? "" };
      const { faults, inputs: checked } = await engine.plugin.check(type, name, news);
      // Our own check knows it as somebody else's: the state is what makes it ours.
      expect(faults.filter((fault) => !/not ours/.test(fault))).toEqual([]);
      expect((await engine.plugin.diff(type, name, id, checked, before, olds)).detailed).toEqual({});

      const read = await engine.plugin.read(type, name, id, before, olds);
      expect(read.id).toBe(id);
      expect([...reserved(read.inputs), ...reserved(read.outputs)]).toEqual([]);
      expect((await engine.plugin.diff(type, name, id, checked, read.inputs, read.outputs)).detailed).toEqual({});
      const updated = await engine.plugin.update(type, name, id, checked, before, olds);
      expect(reserved(updated.outputs)).toEqual([]);
      await engine.plugin.remove(type, name, id, checked, updated.outputs);
    });
  }

  const back: { type: string; kind: string; program: Values }[] = [
    { type: TYPES.network, kind: "network", program: { name: "plain" } },
    {
      ...{ type: TYPES.network, kind: "network" },
      program: {
        name: "tuned",
        options: { "com.docker.network.driver.mtu": "1400" },
        labels: [{ label: "a", value: "b" }],
      },
    },
    { type: TYPES.volume, kind: "volume", program: { name: "data" } },
    { type: TYPES.volume, kind: "volume", program: { name: "labelled", labels: [{ label: "a", value: "b" }] } },
  ];

  test.each(back)(
    "$program.name ($kind), made by ours, is nothing that the official plugin would make anew",
    async (one) => {
      const { type, kind, program } = one;
      const { id, outputs } = await engine.plugin.make(type, String(program.name), program);
      expect(reserved(outputs).filter((name) => /defaults|meta|delta/.test(name))).toEqual([]);
      const live = await engine.host.inspect<Inspected>("--type", kind, String(program.name));
      const labels = Object.entries(live.Labels ?? {}).map(([label, value]) => ({ label, value }));
      const common = { labels, options: live.Options, driverOpts: kind === "volume" ? live.Options : undefined };
      const network = {
        ipamDriver: live.IPAM?.Driver,
        ipamOptions: live.IPAM?.Options ?? {},
        attachable: live.Attachable,
      };
      const read = { ...common, ...(kind === "network" ? network : {}) } as unknown as Values;
      const [file = "", name = ""] = type.replace("docker:index/", "").split(":");
      expect(madeAnew(`${file}.d.ts`, name, read, program)).toEqual([]);
      // What is declared has to be there and nothing beside it, for options are compared as a whole then.
      if (program.options) expect(live.Options).toEqual(program.options);
      if (program.labels) expect(labels).toEqual(program.labels);
      await engine.plugin.remove(type, String(program.name), id, program, outputs);
    },
  );

  test("the rule above is one that a label breaks", () => {
    const read: Values = { labels: [{ label: "bridgework.owner", value: "urn" }] };
    expect(madeAnew("volume.d.ts", "Volume", read, { name: "data" })).toEqual(["labels"]);
    expect(madeAnew("network.d.ts", "Network", { options: { "bridgework.owner": "urn" } }, { name: "lan" })).toEqual(
      [],
    );
  });
});
