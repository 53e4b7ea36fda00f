import { afterAll, beforeAll, expect, test } from "vitest";
import type { Photograph } from "../host/photograph.ts";
import type { Sandbox } from "../sandbox.ts";
import { killIpAt, type Moment } from "./broken-ip.ts";
import { changedSince, openHost, settled } from "./host.ts";
import { failure, LabStack } from "./stack.ts";

let host: Sandbox;
let lab: LabStack;
let before: Photograph;

beforeAll(async () => {
  host = await openHost();
  before = await settled(host);
  lab = await LabStack.open(host);
  await lab.settings("examples/red-blue/stage4.yaml");
});
afterAll(async () => {
  await host.close();
  await lab.close();
});

test("a name that somebody else has taken is refused before anything is made", async () => {
  await host.ip("link add reth1 type bridge\n");
  const taken = await settled(host);
  const said = await failure(lab.up());
  expect(said).toContain('link reth1 in host exists on host "local" and it is not ours. Nothing was changed.');
  expect(await changedSince(taken, host)).toEqual([]);
  await host.ip("link del reth1\n");
});

const PAIR = {
  namespaces: {
    RED: { links: { reth0: { peer: { host: true, address: "11.11.11.1/24" }, address: "11.11.11.2/24" } } },
  },
};
const ROUTE = { to: "10.5.0.0/16", via: "11.11.11.2" };

test("a route that the kernel does not take is named with the kernel's words, and all before it is undone", async () => {
  await lab.configure({ topology: { ...PAIR, routes: [{ ...ROUTE, source: "11.11.11.77" }] } });
  const said = await failure(lab.up());
  expect(said).toContain("create route 10.5.0.0/16 in host failed: ip said: Invalid prefsrc address.");
  expect(said).toContain("(line: route add 10.5.0.0/16");
  expect(said).toContain("Rolled back, the host is as before:");
  expect(await changedSince(before, host)).toEqual([]);
});

test.each<Moment>([
  { process: 1, lines: 1 },
  { process: 2, lines: 4 },
  { process: 4, lines: 2 },
])("an ip that is killed in its process $process after line $lines leaves nothing behind", async (moment) => {
  await lab.settings("examples/red-blue/stage4.yaml");
  await killIpAt(lab, moment);
  const said = await failure(lab.up());
  expect(said).toMatch(/create (namespace|link) \w+.* failed: ip said: killed by SIGKILL/);
  expect(said).toContain("Rolled back, the host is as before");
  expect(await changedSince(before, host)).toEqual([]);
});

test("the next up works", async () => {
  await lab.standDown("ip");
  await lab.up();
  await host.must(["ping", "-c1", "-W1", "8.8.8.8"], { scope: "BLUE" });
});

test("an ip that is killed while a lab changes leaves the lab as it was", async () => {
  const made = await settled(host);
  await lab.settings("examples/red-blue/stage0.yaml");
  await killIpAt(lab, { process: 1, lines: 1 });
  expect(await failure(lab.up())).toContain("Rolled back, the host is as before");
  expect(await changedSince(made, host)).toEqual([]);
});

test("destroy leaves no trace of all this", async () => {
  await lab.destroy();
  expect(await changedSince(before, host)).toEqual([]);
});
