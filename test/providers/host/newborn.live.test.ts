import { afterEach, beforeEach, expect, test } from "vitest";
import type { Transport } from "../../../providers/host/transport/transport.ts";
import { Machine } from "../../machines/machine.ts";
import { describeWorlds } from "./describe-world.ts";
import { Saboteur } from "./faults/saboteur.ts";

/** What a machine may have, far from the kernel's own, and hand on to every namespace that is made on it. */
const SETTINGS = {
  "net/ipv4/ip_forward": "1",
  "net/ipv4/conf/all/accept_redirects": "0",
  "net/ipv4/conf/all/rp_filter": "1",
  "net/ipv4/conf/default/rp_filter": "2",
  "net/ipv4/conf/default/send_redirects": "0",
  "net/ipv4/conf/all/arp_ignore": "8",
  "net/ipv6/conf/all/forwarding": "1",
  "net/ipv6/conf/all/disable_ipv6": "1",
  "net/ipv6/conf/default/accept_ra": "2",
  "net/ipv6/conf/default/dad_transmits": "0",
};
const RED = { links: { lo: { type: "loopback" }, reth0: { type: "veth", peer: { scope: "host", name: "reth1" } } } };

describeWorlds("a namespace of ours", (world) => {
  let machine: Machine;
  let transport: Transport;

  beforeEach(async () => {
    machine = await Machine.open(SETTINGS);
    const onIt: Transport["run"] = (scope, argv, options) =>
      world.transport.run(scope, argv, { ...options, env: { PATH: machine.path } });
    transport = { ...world.transport, run: onIt };
  });
  afterEach(() => machine?.close());

  /** All of `conf` in a namespace, but for secrets, which cannot be read. */
  const settingsOf = async (scope: string) => {
    const said = await world.sandbox.must(["sh", "-c", "grep -rs . /proc/sys/net/ipv?/conf || true"], { scope });
    return said.trim().split("\n").sort();
  };
  /** A namespace with the same interfaces that never was on the machine. */
  const untouched = async () => {
    await world.sandbox.namespaces("PLAIN");
    await world.sandbox.ip("link set lo up\nlink add reth0 type veth peer name x\nlink del x\n", "PLAIN");
    await world.sandbox.ip("link add reth0 type bridge\nlink set reth0 up\n", "PLAIN");
    return settingsOf("PLAIN");
  };

  test("has the kernel's own settings whatever its host has, and so have its interfaces", async () => {
    await world.apply({ RED }, { transport });
    expect(await settingsOf("RED")).toEqual(await untouched());
  });

  test("has what is declared, and the kernel's own again when that is declared no more", async () => {
    const sysctls = {
      "net.ipv4.ip_forward": "1",
      "net.ipv4.conf.lo.rp_filter": "2",
      "net.ipv6.conf.lo.accept_ra": "2",
    };
    await world.apply({ RED: { ...RED, sysctls } }, { transport });
    expect(await world.plan({ RED: { ...RED, sysctls } })).toEqual([]);
    expect(await settingsOf("RED")).toContain("/proc/sys/net/ipv4/conf/lo/rp_filter:2");
    await world.apply({ RED }, { transport });
    expect(await settingsOf("RED")).toEqual(await untouched());
  });

  test("keeps what somebody sets in it and nobody declares", async () => {
    await world.apply({ RED }, { transport });
    await world.byHand("ip netns exec RED sysctl -q -w net.ipv4.conf.all.rp_filter=1");
    expect(await world.apply({ RED }, { transport })).toEqual([]);
    expect(await settingsOf("RED")).toContain("/proc/sys/net/ipv4/conf/all/rp_filter:1");
  });

  test("has them after a crash at any line of its making", async () => {
    const own = await untouched();
    for (let line = 0; ; line++) {
      const saboteur = new Saboteur(transport, line, "crashed");
      await world.apply({ RED }, { transport: saboteur.transport }).catch(() => undefined);
      await world.apply({ RED }, { transport });
      expect(await settingsOf("RED"), `line ${line}, ${saboteur.struck}`).toEqual(own);
      await world.apply({});
      if (saboteur.struck === undefined) return expect(line).toBeGreaterThan(10);
    }
  });

  test("that is taken over keeps what it has", async () => {
    await world.sandbox.must(["ip", "netns", "add", "RED"], { env: { PATH: machine.path } });
    const found = await settingsOf("RED");
    await world.apply({ RED: {} }, { transport, adopt: true });
    expect(await settingsOf("RED")).toEqual(found);
  });
});
