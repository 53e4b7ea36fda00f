import { afterAll, beforeAll, expect, test } from "vitest";
import { differences, type Photograph } from "../host/photograph.ts";
import type { Sandbox } from "../sandbox.ts";
import { changedSince, openHost, settled } from "./host.ts";
import { failure, LabStack } from "./stack.ts";

const SETTINGS = { ports: ["18080:80"] };

let host: Sandbox;
let lab: LabStack;
let before: Photograph;

beforeAll(async () => {
  host = await openHost();
  await host.ip("link add old0 type bridge\nlink set old0 mtu 1350 up\n");
  before = await settled(host);
  lab = await LabStack.open(host, "dev", { program: "test/stacks/programs/components/index.ts" });
});
afterAll(async () => {
  await host.close();
  await lab.close();
});

test("the first preview takes what is not known yet as such, and changes nothing", async () => {
  await lab.configure({ settings: SETTINGS });
  const { changes } = await lab.preview();
  expect(changes).toEqual({ create: 10 });
  expect(await changedSince(before, host)).toEqual([]);
});

test("outputs of one component are the inputs of another", async () => {
  const { outputs } = await lab.stack.up({ color: "never" });
  const values = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  expect(values).toEqual({
    bridge: "br0",
    gateway: "11.11.11.1",
    subnet: "11.11.11.0/24",
    namespace: "RED",
    address: "11.11.11.2",
  });
  expect(await host.must(["ip", "-4", "route", "show", "default"], { scope: "RED" })).toContain("via 11.11.11.1");
  expect(await host.must(["ip", "-4", "addr", "show"], { scope: "LATE" })).toContain("inet 11.11.11.31/24");
  expect(await host.must(["iptables-save", "-t", "nat"])).toContain("--to-destination 11.11.11.2:80");
});

test("the state holds one short constant for the provider, the same in every resource", async () => {
  const { deployment } = await lab.stack.exportStack();
  const ours = deployment.resources.filter(({ type }: { type: string }) => type.endsWith(":HostNetwork"));
  expect(ours).toHaveLength(5);
  const providers = ours.flatMap(({ inputs, outputs }: Kept) => [inputs.__provider, outputs.__provider]);
  expect(new Set(providers).size).toBe(1);
  expect(providers[0].length).toBeLessThan(150);
});

/** A resource in an exported stack. */
interface Kept {
  inputs: { __provider: string };
  outputs: { __provider: string };
}

test("a refresh of what is as declared changes nothing", async () => {
  expect(await lab.refresh()).toContain("10 unchanged");
});

test("an argument that changes is a change of its own document only", async () => {
  const made = await settled(host);
  await lab.configure({ settings: { ...SETTINGS, ports: ["18081:80"] } });
  const { text, changes } = await lab.preview({ diff: true });
  expect(changes).toEqual({ same: 9, update: 1 });
  expect(text).toMatch(/HostNetwork::web\].*~ port: "18080" => "18081"/s);
  await lab.up();
  const touched = differences(made, await settled(host));
  expect(touched.length).toBeGreaterThan(0);
  expect(touched.filter((fact) => !/^[-+] host: -A BW-\w+-\w+ .*1808[01]/.test(fact))).toEqual([]);
});

test("what is not ours is refused, and taken over with adopt", async () => {
  const made = await settled(host);
  await lab.configure({ settings: { ...SETTINGS, adopt: false } });
  const said = await failure(lab.up());
  expect(said).toContain('link old0 in host exists on host "local" and it is not ours. Nothing was changed.');
  expect(await changedSince(made, host)).toEqual([]);
  await lab.configure({ settings: { ...SETTINGS, adopt: true } });
  await lab.up();
  expect(await host.must(["ip", "link", "show", "old0"])).toContain("mtu 1300");
});

test("destroy gives everything back, what was taken over as well", async () => {
  await lab.destroy();
  expect(await changedSince(before, host)).toEqual([]);
});
