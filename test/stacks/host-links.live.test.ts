import { expect, test } from "vitest";
import { describeStack } from "./lab.ts";
import { failure } from "./stack.ts";

/** Another machine on the cable of eth7, which is not ours, and another tool's bridge with a machine on it. */
const THERE = `netns add OUTSIDE
link add eth7 type veth peer name eth0 netns OUTSIDE
link set eth7 up
netns add GUEST
link add lan0 type bridge forward_delay 0
link add tap5 address 52:54:00:00:00:05 type veth peer name eth0 netns GUEST
link set tap5 master lan0 up
link set lan0 up
`;

const TOPOLOGY = {
  links: {
    "eth7.mac": { type: "macvlan", parent: "eth7", mode: "bridge", address: "192.0.2.1/24" },
    vm0: { type: "tap", address: "10.77.190.1/24" },
    // Another machine's cable: used, and given back.
    eth7: { type: "existing", mtu: 1400, address: "203.0.113.9/24" },
    "to-blue": { peer: { namespace: "BLUE", name: "eth0", address: "10.77.191.2/30" }, address: "10.77.191.1/30" },
  },
  namespaces: {
    RED: { links: { wan: { type: "macvlan", parent: "host/eth7", mode: "bridge", address: "192.0.2.3/24" } } },
    BLUE: { links: { lan: { peer: { host: true, name: "lan-blue", master: "lan0" }, address: "198.51.100.1/24" } } },
  },
  expect: [
    { from: "BLUE", ping: "198.51.100.2" },
    { from: "RED", ping: "192.0.2.2" },
    { from: "RED", ping: "192.0.2.1" },
    { from: "host", ping: "192.0.2.2" },
    { from: "BLUE", ping: "10.77.191.1" },
  ],
};

describeStack("interfaces of the host itself", { there: THERE }, (lab) => {
  test("are made on a NIC that is there, and reach what lies behind it", async () => {
    await lab.host.ip("addr add 192.0.2.2/24 dev eth0\nlink set eth0 up\nlink set lo up\n", "OUTSIDE");
    await lab.host.ip("addr add 198.51.100.2/24 dev eth0\nlink set eth0 up\n", "GUEST");
    lab.before = await lab.settled();
    await lab.stack.configure({ topology: TOPOLOGY });
    await lab.stack.up();
    expect((await lab.stack.preview()).changes).toEqual({ same: 4 });
  });

  test("leave a bridge that is not ours as it is, with one port more", async () => {
    const { stdout } = await lab.host.run(["ip", "link", "show", "lan0"]);
    expect(stdout).toMatch(/link\/ether 52:54:00:00:00:05/);
    expect(await lab.host.must(["ip", "link", "show", "master", "lan0"])).toMatch(/lan-blue@[\s\S]*ether fe:/);
  });

  test("are repaired where somebody takes them away or changes them, and a preview names these", async () => {
    const made = await lab.settled();
    await lab.host.ip("link del vm0\nlink set eth7.mac type macvlan mode private\nlink set eth7 mtu 1300\n");
    const { text } = await lab.stack.preview();
    expect(text).toContain("drift: link vm0 in host is missing");
    expect(text).toMatch(/drift: link eth7\.mac in host: mode is "private"/);
    expect(text).toContain("drift: existing eth7 in host: mtu is 1300, not 1400");
    await lab.stack.up();
    expect((await lab.changes(made)).filter((line) => !line.includes("vm0"))).toEqual([]);
  });

  test("are refused before anything changes where the host has not what they are to lie on", async () => {
    const now = await lab.settled();
    const links = { ...TOPOLOGY.links, over: { type: "macvlan", parent: "eth8" }, t: { type: "tap", master: "lan1" } };
    Object.assign(links, { eth9: { type: "existing", up: true } });
    await lab.stack.configure({ topology: { ...TOPOLOGY, links } });
    const said = await failure(lab.stack.preview());
    expect(said).toContain('links.over.parent: "eth8": no interface of this name is declared, and the host has none');
    expect(said).toContain(
      'links.t.master: "lan1": no bridge, bond or VRF of this name is declared, and the host has none',
    );
    expect(said).toContain('links.eth9.type: "existing": the host has no interface eth9');
    expect(await lab.changes(now)).toEqual([]);
  });

  test("leave the host as it was", async () => {
    await lab.stack.configure({ topology: TOPOLOGY });
    await lab.stack.destroy();
    expect(await lab.changes()).toEqual([]);
  });
});
