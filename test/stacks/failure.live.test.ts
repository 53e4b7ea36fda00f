import { beforeAll, expect, test } from "vitest";
import { killIpAt, type Moment } from "./broken-ip.ts";
import { describeStack } from "./lab.ts";
import { failure } from "./stack.ts";

describeStack("an update that fails", {}, (lab) => {
  beforeAll(() => lab.stack.settings("examples/red-blue/stage4.yaml"));

  test("a name that somebody else has taken is refused before anything is made", async () => {
    await lab.host.ip("link add reth1 type bridge\n");
    const taken = await lab.settled();
    const said = await failure(lab.stack.up());
    expect(said).toContain('link reth1 in host exists on host "local" and it is not ours. Nothing was changed.');
    expect(await lab.changes(taken)).toEqual([]);
    await lab.host.ip("link del reth1\n");
  });

  const PAIR = {
    namespaces: {
      RED: { links: { reth0: { peer: { host: true, address: "11.11.11.1/24" }, address: "11.11.11.2/24" } } },
    },
  };
  const ROUTE = { to: "10.5.0.0/16", via: "11.11.11.2" };

  test("a route that the kernel does not take is named with the kernel's words, and all before it is undone", async () => {
    await lab.stack.configure({ topology: { ...PAIR, routes: [{ ...ROUTE, source: "11.11.11.77" }] } });
    const said = await failure(lab.stack.up());
    expect(said).toContain("create route 10.5.0.0/16 in host failed: ip said: Invalid prefsrc address.");
    expect(said).toContain("(line: route add 10.5.0.0/16");
    expect(said).toContain("Rolled back, the host is as before:");
    expect(await lab.changes()).toEqual([]);
  });

  test.each<Moment>([
    { process: 2, lines: 4 },
    { process: 4, lines: 2 },
  ])("an ip that is killed in its process $process after line $lines leaves nothing behind", async (moment) => {
    await lab.stack.settings("examples/red-blue/stage4.yaml");
    await killIpAt(lab.stack, moment);
    const said = await failure(lab.stack.up());
    expect(said).toMatch(/create (namespace|link) \w+.* failed: ip said: killed by SIGKILL/);
    expect(said).toContain("Rolled back, the host is as before");
    expect(await lab.changes()).toEqual([]);
  });

  test("the next up works", async () => {
    await lab.stack.standDown("ip");
    await lab.stack.up();
    await lab.host.must(["ping", "-c1", "-w10", "8.8.8.8"], { scope: "BLUE" });
  });

  test("an ip that is killed while a lab changes leaves the lab as it was", async () => {
    const made = await lab.settled();
    await lab.stack.settings("examples/red-blue/stage0.yaml");
    await killIpAt(lab.stack, { process: 1, lines: 1 });
    expect(await failure(lab.stack.up())).toContain("Rolled back, the host is as before");
    expect(await lab.changes(made)).toEqual([]);
  });

  test("destroy leaves no trace of all this", async () => {
    await lab.stack.destroy();
    expect(await lab.changes()).toEqual([]);
  });
});
