import { afterAll, beforeAll, expect, test } from "vitest";
import type { Photograph } from "../host/photograph.ts";
import type { Sandbox } from "../sandbox.ts";
import { slowIp } from "./broken-ip.ts";
import { changedSince, openHost, settled } from "./host.ts";
import { failure, LabStack } from "./stack.ts";

let host: Sandbox;
let one: LabStack;
let two: LabStack;
let before: Photograph;
let onlyTwo: Photograph;

beforeAll(async () => {
  host = await openHost();
  before = await settled(host);
  [one, two] = await Promise.all([LabStack.open(host, "one"), LabStack.open(host, "two")]);
});
afterAll(async () => {
  await host.close();
  await Promise.all([one, two].map((lab) => lab.close()));
});

/** A bridge with a namespace. Both labs want the same setting, and rules in the same chains. */
function lab(bridge: string, namespace: string, net: string): object {
  return {
    bridges: { [bridge]: { address: `${net}.1/24`, nat: true, forward: true } },
    namespaces: {
      [namespace]: { links: { eth0: { bridge, address: `${net}.2/24` } }, gateway: `${net}.1` },
    },
    sysctls: { "net.ipv6.conf.all.forwarding": "1" },
    expect: [{ from: "host", ping: namespace }],
  };
}

test("two updates at once take turns, and the one that waits says for whom", async () => {
  await one.configure({ topology: lab("br1", "ONE", "11.11.11") });
  await two.configure({ topology: lab("br2", "TWO", "12.12.12") });
  await slowIp(one, 1);
  await slowIp(two, 1);
  const said = await Promise.all([one.up(), two.up()]);
  for (const stack of [one, two]) await stack.standDown("ip");
  const waits = said.map((text) => /waiting for the lock of host "local", held by (\S+) \(pid \d+\)/.exec(text)?.[1]);
  expect(waits.filter(Boolean)).toEqual([expect.stringMatching(/^bridgework:bridgework\/(one|two)\/lab$/)]);
  for (const scope of ["ONE", "TWO"]) await host.must(["ping", "-c1", "-W1", "192.168.77.1"], { scope });
});

test("neither sees a change in what the other has made", async () => {
  const previews = await Promise.all([one.preview(), two.preview()]);
  expect(previews.map(({ changes }) => changes)).toEqual([{ same: 3 }, { same: 3 }]);
});

test("what one has is refused to the other in its preview, by the owner's name", async () => {
  const made = await settled(host);
  await two.configure({ topology: lab("br1", "TWO", "12.12.12") });
  const said = await failure(two.preview());
  expect(said).toContain(
    'link br1 in host exists on host "local" and it belongs to bridgework:bridgework/one/lab. Nothing was changed.',
  );
  expect(await changedSince(made, host)).toEqual([]);
});

test("destroying one leaves the other whole, and the setting that both want", async () => {
  await one.destroy();
  expect(await host.must(["sysctl", "-n", "net.ipv6.conf.all.forwarding"])).toBe("1\n");
  await two.configure({ topology: lab("br2", "TWO", "12.12.12") });
  expect((await two.preview()).changes).toEqual({ same: 3 });
  onlyTwo = await settled(host);
  expect(onlyTwo.text).not.toMatch(/\bbr1\b|bridgework\/one/);
});

test("destroying the other as well gives the host back as it was", async () => {
  await two.destroy();
  expect(await changedSince(before, host)).toEqual([]);
});
