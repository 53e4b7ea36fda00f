import { afterAll, beforeAll, expect, test } from "vitest";
import { surroundings } from "../../../../providers/host/expect/around.ts";
import { check } from "../../../../providers/host/expect/check.ts";
import { describeLive } from "../../../live.ts";
import { Sandbox } from "../../../sandbox.ts";
import { transportInto } from "../../../transport.ts";

/** Two machines with the same address, each on a link of its own to a router that has the same one on both. */
const FAMILIES = [
  { name: "IPv4", router: "10.5.0.1", machine: "10.5.0.2", prefix: 24, away: "10.77.0.1" },
  { name: "IPv6", router: "fd05::1", machine: "fd05::2", prefix: 64, away: "fd77::1" },
];

describeLive("an address that several have", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.open();
    await sandbox.namespaces("A", "B");
    const nodad = (address: string) => (address.includes(":") ? " nodad" : "");
    for (const scope of ["A", "B"]) {
      const port = `${scope.toLowerCase()}1`;
      await sandbox.ip(`link add ${port} type veth peer name eth0 netns ${scope}\nlink set ${port} up\n`);
      await sandbox.ip("link set eth0 up\nlink set lo up\n", scope);
      for (const { router, machine, prefix } of FAMILIES) {
        await sandbox.ip(`addr add ${router}/${prefix} dev ${port}${nodad(router)}\n`);
        await sandbox.ip(`addr add ${machine}/${prefix} dev eth0${nodad(machine)}\n`, scope);
        await sandbox.ip(`route add default via ${router}\n`, scope);
      }
    }
    await sandbox.must(["sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1"]);
  });
  afterAll(() => sandbox.close());

  test.each(FAMILIES)(
    "is that of the link which a packet goes by: $name",
    async ({ router, machine, prefix, away }) => {
      const link = (address: string) => ({ addresses: [`${address}/${prefix}`] });
      const around = surroundings(transportInto(sandbox), {
        host: { links: { a1: link(router), b1: link(router) } },
        A: { links: { eth0: link(machine) } },
        B: { links: { eth0: link(machine) } },
      });
      const verdicts = await check(
        ["A", "B"].map((from) => ({ from, ping: away, timeout: 1 })),
        around,
      );
      for (const { died } of verdicts) {
        expect(died?.reason).toBe("no-route");
        expect(died?.where).toMatch(`host: no route to ${away}: `);
      }
      expect([around.receiverOf("A"), around.receiverOf("B"), around.receiverOf(machine)]).toEqual(["A", "B", "A"]);
      expect(around.receiverOf(away)).toBeUndefined();
    },
  );
});
