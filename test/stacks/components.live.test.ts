import { expect, test } from "vitest";
import { differences } from "../providers/host/photograph.ts";
import { describeStack } from "./lab.ts";
import { failure } from "./stack.ts";

const SETTINGS = { ports: ["18080:80"] };

const LAB = {
  program: "test/stacks/programs/components/index.ts",
  there: "link add old0 type bridge\nlink set old0 mtu 1350 up\n",
};

describeStack("components in a program", LAB, (lab) => {
  test("the first preview takes what is not known yet as such, and changes nothing", async () => {
    await lab.stack.configure({ settings: SETTINGS });
    const { changes } = await lab.stack.preview();
    expect(changes).toEqual({ create: 11 });
    expect(await lab.changes()).toEqual([]);
  });

  test("outputs of one component are the inputs of another", async () => {
    await lab.stack.up();
    const outputs = await lab.stack.stack.outputs();
    const values = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    expect(values).toEqual({
      bridge: "br0",
      gateway: "11.11.11.1",
      subnet: "11.11.11.0/24",
      namespace: "RED",
      address: "11.11.11.2",
    });
    expect(await lab.host.must(["ip", "-4", "route", "show", "default"], { scope: "RED" })).toContain("via 11.11.11.1");
    expect(await lab.host.must(["ip", "-4", "addr", "show"], { scope: "LATE" })).toContain("inet 11.11.11.31/24");
    expect(await lab.host.must(["iptables-save", "-t", "nat"])).toContain("--to-destination 11.11.11.2:80");
  });

  test("the state holds one short constant for the provider, the same in every resource", async () => {
    const { deployment } = await lab.stack.stack.exportStack();
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
    expect(await lab.stack.refresh()).toContain("11 unchanged");
  });

  test("an argument that changes is a change of its own document only", async () => {
    const made = await lab.settled();
    await lab.stack.configure({ settings: { ...SETTINGS, ports: ["18081:80"] } });
    const text = await lab.stack.up({ diff: true });
    expect(text).toMatch(/1 updated\s+10 unchanged/);
    expect(text).toMatch(/HostNetwork::web\].*~ port: "18080" => "18081"/s);
    const touched = differences(made, await lab.settled());
    expect(touched.length).toBeGreaterThan(0);
    expect(touched.filter((fact) => !/^[-+] host: -A BW-\w+-\w+ .*1808[01]/.test(fact))).toEqual([]);
  });

  test("what is not ours is refused, and taken over with adopt", async () => {
    const made = await lab.settled();
    await lab.stack.configure({ settings: { ...SETTINGS, adopt: false } });
    const said = await failure(lab.stack.up());
    expect(said).toContain('link old0 in host exists on host "local" and it is not ours. Nothing was changed.');
    expect(await lab.changes(made)).toEqual([]);
    await lab.stack.configure({ settings: { ...SETTINGS, adopt: true } });
    await lab.stack.up();
    expect(await lab.host.must(["ip", "link", "show", "old0"])).toContain("mtu 1300");
  });

  test("faults that only outputs bring are told with their paths and no stack, and nothing is made", async () => {
    const made = await lab.settled();
    await lab.stack.configure({ settings: { ...SETTINGS, adopt: true, address: "11.11.11.999/24" } });
    const said = await failure(lab.stack.up());
    expect(said).toContain('namespaces.WRONG.links.weth0.address: "11.11.11.999": not an IP address');
    expect(said).toContain('namespaces.WRONG.links.weth0.mac: "zz"');
    expect(said).not.toMatch(/serializing|^\s+at /m);
    expect(await lab.changes(made)).toEqual([]);
  });

  test("destroy gives everything back, what was taken over as well", async () => {
    await lab.stack.destroy();
    expect(await lab.changes()).toEqual([]);
  });
});
