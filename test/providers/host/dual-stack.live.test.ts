import { describe, expect, test } from "vitest";
import { ownKernel } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { Example } from "./example.ts";

/** The same of both: the tools of each, its setting, and the addresses of the lab. */
const FAMILIES = [
  {
    ...{ family: "ipv4", iptables: "iptables", forwarding: "net.ipv4.ip_forward", world: "192.0.2.9" },
    ...{ router: "192.0.2.1", lan: "10.1.0.1", pc: "10.1.0.2", server: "10.1.0.3", far: "203.0.113.8" },
  },
  {
    ...{ family: "ipv6", iptables: "ip6tables", forwarding: "net.ipv6.conf.all.forwarding", world: "2001:db8::9" },
    ...{ router: "2001:db8::1", lan: "fd00:1::1", pc: "fd00:1::2", server: "fd00:1::3", far: "2001:db8:8::8" },
  },
] as const;

liveUnless(ownKernel.lacks)("IPv4 and IPv6 side by side", () => {
  const lab = new Example("dual-stack", ownKernel);
  lab.declare();

  describe.each(FAMILIES)("$family", ({ family, iptables, forwarding, world, router, lan, pc, server, far }) => {
    test("leaves under the router's address, and comes in by the published port, for the router's own LAN too", async () => {
      await lab.talking(async (services) => {
        await services.serve("SERVER", "tcp", "80");
        await services.serve("WORLD", "tcp", "80");
        expect(await services.ask("PC", "tcp", server, 80)).toBe(`80 ${pc}`);
        expect(await services.ask("PC", "tcp", far, 80)).toBe(`80 ${router}`);
        expect(await services.ask("WORLD", "tcp", router, 8080)).toBe(`80 ${world}`);
        expect(await services.ask("PC", "tcp", router, 8080)).toBe(`80 ${lan}`);
        expect(await services.ask("ROUTER", "tcp", router, 8080)).toBe(`80 ${lan}`);
      });
    });

    test("is told what stops it, and it alone, and is as before", async () => {
      const dead = async () => new Set(await lab.dead());
      await lab.world.byHand(`ip netns exec ROUTER sysctl -q -w ${forwarding}=0`);
      expect(await dead()).toEqual(new Set([`ip-forward: ROUTER: ${forwarding} = 0`]));
      await lab.repairs(`change sysctl ${forwarding} in ROUTER: value "0" -> "1"`);
      await lab.world.byHand(`ip netns exec ROUTER ${iptables} -t nat -F`);
      expect(await dead()).toContain(`no-return-route: WORLD: no route back to ${pc}: Network is unreachable`);
      await lab.repairs(
        ...["prerouting", "output", "postrouting"].map((hook) =>
          expect.stringMatching(new RegExp(`^change chain ${family} nat ${hook} in ROUTER: rules add "`)),
        ),
        ...["prerouting", "output", "postrouting"].map((hook) => `create jump ${family} nat ${hook} in ROUTER`),
      );
    });
  });

  test("IPv6 that is switched off is told, and comes back with what went with it", async () => {
    await lab.world.byHand("ip netns exec ROUTER sysctl -q -w net.ipv6.conf.wan.disable_ipv6=1");
    expect(await lab.dead()).toContain(
      "no-route: ROUTER: no route to 2001:db8:8::8: Network is unreachable; ROUTER lacks what is declared there, 2001:db8::1",
    );
    await lab.repairs(
      "change link wan in ROUTER: disable_ipv6 1 -> 0",
      "create address wan 2001:db8::1/64 in ROUTER",
      "create route default (IPv6) in ROUTER",
    );
  });

  test("who has IPv6 alone serves the world too", async () => {
    await lab.talking(async (services) => {
      await services.serve("SIX", "tcp", "80");
      expect(await services.ask("WORLD", "tcp", "2001:db8::1", 8081)).toBe("80 2001:db8::9");
    });
  });

  lab.leavesNothing();
});
