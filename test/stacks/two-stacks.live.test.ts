import { beforeAll, expect, test } from "vitest";
import { keep } from "../../system/process.ts";
import type { Photograph } from "../providers/host/photograph.ts";
import { slowIp } from "./broken-ip.ts";
import { describeStack } from "./lab.ts";
import { failure, type LabStack } from "./stack.ts";

/** Somebody's service, which says when it listens. */
const SERVER = 'require("node:net").createServer().listen(8022, "0.0.0.0", () => console.log("listening"))';

/** A bridge with a namespace. Both labs want the same setting, and rules in the same chains. */
function labWith(bridge: string, namespace: string, net: string, ...publish: string[]): object {
  return {
    bridges: { [bridge]: { address: `${net}.1/24`, nat: true, forward: true } },
    namespaces: {
      [namespace]: { links: { eth0: { bridge, address: `${net}.2/24` } }, gateway: `${net}.1`, publish },
    },
    sysctls: { "net.ipv6.conf.all.forwarding": "1" },
    expect: [{ from: "host", ping: namespace }],
  };
}

describeStack("two stacks on one host", { name: "one" }, (lab) => {
  let one: LabStack;
  let two: LabStack;
  let onlyTwo: Photograph;
  beforeAll(async () => {
    one = lab.stack;
    two = await lab.also("two");
  });

  test("two updates at once take turns, and the one that waits says for whom", async () => {
    await one.configure({ topology: labWith("br1", "ONE", "11.11.11", "8080:80") });
    await two.configure({ topology: labWith("br2", "TWO", "12.12.12", "8081:80") });
    await slowIp(one, 1);
    await slowIp(two, 1);
    const said = await Promise.all([one.up(), two.up()]);
    for (const stack of [one, two]) await stack.standDown("ip");
    const waits = said.map((text) => /waiting for the lock of host "local", held by (\S+) \(pid \d+\)/.exec(text)?.[1]);
    expect(waits.filter(Boolean)).toEqual([expect.stringMatching(/^bridgework:bridgework\/(one|two)\/lab$/)]);
    for (const scope of ["ONE", "TWO"]) await lab.host.must(["ping", "-c1", "-w10", "192.168.77.1"], { scope });
  });

  test("neither sees a change in what the other has made", async () => {
    const previews = await Promise.all([one.preview(), two.preview()]);
    expect(previews.map(({ changes }) => changes)).toEqual([{ same: 4 }, { same: 4 }]);
  });

  test("what others have is refused in a preview, all at once and by their names", async () => {
    const made = await lab.settled();
    const server = keep(lab.host.argv("host", [process.execPath, "-e", SERVER]));
    await new Promise<void>((resolve) => server.output(() => resolve()));
    await two.configure({ topology: labWith("br1", "TWO", "192.168.77", "8080:80", "8022:22") });
    const said = await failure(two.preview());
    await server.close(0);
    expect(said).toContain(
      'link br1 in host exists on host "local" and it belongs to bridgework:bridgework/one/lab. Nothing was changed.',
    );
    expect(said).toContain(
      'links.br1.addresses[0]: "192.168.77.1/24": the host has a route to the same network, 192.168.77.0/24 dev theirs0',
    );
    expect(said).toContain('"0.0.0.0:8080/tcp": bridgework:bridgework/one/lab publishes 0.0.0.0:8080/tcp already');
    expect(said).toMatch(/"0\.0\.0\.0:8022\/tcp": the process \S+ \(pid \d+\) listens on 0\.0\.0\.0:8022\/tcp already/);
    expect(await lab.changes(made)).toEqual([]);
  });

  test("destroying one leaves the other whole, and the setting that both want", async () => {
    await one.destroy();
    expect(await lab.host.must(["sysctl", "-n", "net.ipv6.conf.all.forwarding"])).toBe("1\n");
    await two.configure({ topology: labWith("br2", "TWO", "12.12.12", "8081:80") });
    expect((await two.preview()).changes).toEqual({ same: 4 });
    onlyTwo = await lab.settled();
    expect(onlyTwo.text).not.toMatch(/\bbr1\b|bridgework\/one/);
  });

  test("destroying the other as well gives the host back as it was", async () => {
    await two.destroy();
    expect(await lab.changes()).toEqual([]);
  });
});
