import { expect, test } from "vitest";
import { describeWorlds } from "./describe-world.ts";
import type { Scopes } from "./world.ts";

/** The same lab in each family: an address by its number, alone or with the length of its network. */
const FAMILIES = [
  { name: "IPv4", at: (number: number) => `11.11.11.${number}`, in: (number: number) => `11.11.11.${number}/24` },
  { name: "IPv6", at: (number: number) => `fd11::${number}`, in: (number: number) => `fd11::${number}/64` },
];

for (const family of FAMILIES)
  describeWorlds(`what neighbours have learned of ${family.name} addresses that move or change their MAC`, (world) => {
    const MACS = { br0: "02:00:00:00:00:01", other: "02:00:00:00:00:09" };

    const end = (link: string, address: string, more = {}) => ({
      links: {
        [`${link}0`]: {
          type: "veth",
          addresses: [address],
          peer: { scope: "host", name: `${link}1`, master: "br0" },
          ...more,
        },
      },
    });
    const lab = ({ mac = MACS.br0, red = family.in(2), blue = family.in(3), more = {} } = {}): Scopes =>
      ({
        host: { links: { br0: { type: "bridge", mac, addresses: [family.in(1)] } } },
        RED: end("reth", red, more),
        BLUE: end("beth", blue),
      }) as Scopes;

    const pings = async (from: string, target: string) =>
      (await world.sandbox.run(["ping", "-c", "1", "-w", "3", target], { scope: from })).code === 0;
    const learned = async (scope: string, address: string) =>
      (await world.sandbox.must(["ip", "neigh", "show", "to", address], { scope })).trim();

    test("a gateway with another MAC is found at once", async () => {
      await world.apply(lab());
      expect([await pings("RED", family.at(1)), await pings("BLUE", family.at(1))]).toEqual([true, true]);
      expect(await learned("RED", family.at(1))).toContain(MACS.br0);
      await world.apply(lab({ mac: MACS.other }));
      expect([await learned("RED", family.at(1)), await learned("BLUE", family.at(1))]).toEqual(["", ""]);
      expect([await pings("RED", family.at(1)), await pings("BLUE", family.at(1))]).toEqual([true, true]);
    });

    test("so is an address that another namespace has now", async () => {
      await world.apply(lab());
      expect([await pings("host", family.at(3)), await pings("RED", family.at(3))]).toEqual([true, true]);
      await world.apply(lab({ red: family.in(3), blue: family.in(4) }));
      expect([await pings("host", family.at(3)), await pings("BLUE", family.at(3))]).toEqual([true, true]);
      expect(await learned("host", family.at(3))).toContain("br0");
    });

    test("and a namespace whose cable is made anew with another MAC", async () => {
      await world.apply(lab());
      expect([await pings("host", family.at(2)), await pings("BLUE", family.at(2))]).toEqual([true, true]);
      await world.byHand("ip link del reth1");
      await world.apply(lab({ more: { mac: "02:00:00:00:00:22" } }));
      expect([await pings("host", family.at(2)), await pings("BLUE", family.at(2))]).toEqual([true, true]);
    });

    test("and what a port's namespace learned on another bridge is forgotten where the port comes back", async () => {
      await world.byHand(
        "sysctl -q -w net.ipv6.conf.default.accept_dad=0",
        "ip link add wrong0 type bridge",
        `ip addr add ${family.in(1)} dev wrong0`,
        "ip link set wrong0 up",
      );
      await world.apply(lab());
      await world.byHand("ip link set reth1 master wrong0");
      expect(await pings("RED", family.at(1))).toBe(true);
      await world.apply(lab());
      expect(await pings("RED", family.at(3))).toBe(true);
      expect(await learned("RED", family.at(1))).not.toContain(await macOf("wrong0"));
    });

    async function macOf(link: string): Promise<string> {
      const [{ address }] = JSON.parse(await world.sandbox.must(["ip", "-j", "link", "show", link]));
      return address;
    }

    test("what is right, what people wrote and what others have learned stays", async () => {
      await world.apply(lab());
      await world.byHand(
        `ip neigh add ${family.at(77)} lladdr 02:00:00:00:00:77 dev br0 nud permanent`,
        `ip neigh add ${family.at(2)} lladdr 02:00:00:00:00:78 dev theirs0 nud stale`,
        `ip neigh add ${family.at(3)} lladdr 02:00:00:00:00:79 dev br0 nud stale`,
      );
      const before = await world.sandbox.must(["ip", "-j", "neigh"]);
      await world.apply({ ...lab(), RED: end("reth", family.in(22)) } as Scopes);
      expect(JSON.parse(await world.sandbox.must(["ip", "-j", "neigh"]))).toEqual(JSON.parse(before));
      await world.apply({});
      expect(await learned("host", family.at(2))).toContain("theirs0");
    });
  });
