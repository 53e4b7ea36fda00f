import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { forgottenRouters } from "../../../providers/host/preflight/forgotten-routers.ts";
import { formatFault } from "../../../validation/fault.ts";
import { liveUnless } from "../../live.ts";
import { noSandbox } from "../../sandbox.ts";
import { type Scopes, World } from "./world.ts";

const PYTHON = "/usr/bin/python3";
const python = existsSync(PYTHON) ? undefined : `needs ${PYTHON}`;

/** A router's advertisement (RFC 4861): itself as the default router, and a prefix to make addresses of. */
const ADVERTISE = `
import socket, struct, sys
prefix, lifetime = socket.inet_pton(socket.AF_INET6, sys.argv[1]), int(sys.argv[2])
router = struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0)
option = struct.pack("!BBBBIII16s", 3, 4, 64, 0xC0, lifetime, lifetime, 0, prefix)
sender = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
index = socket.if_nametoindex(sys.argv[3] if len(sys.argv) > 3 else "lan")
sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
sender.sendto(router + option, ("ff02::1", 0, 0, index))
`;
const FOREVER = 0xffff_ffff;

const lab = (addresses: string[], sysctls: Record<string, string>): Scopes => ({
  RED: {
    links: { eth0: { type: "veth", addresses, peer: { scope: "ROUTER", name: "lan", addresses: ["fd77::1/64"] } } },
    sysctls,
  },
  ROUTER: { sysctls: { "net.ipv6.conf.all.forwarding": "1" } },
});

liveUnless(noSandbox ?? python)("what a router advertises", () => {
  const world = new World();
  const inside = { scope: "RED" };

  const shown = () => world.sandbox.must(["ip", "-6", "addr", "show", "dev", "eth0"], inside);

  /** The addresses that RED has, each as `ip` shows it, whether it is still tried for duplicates or not. */
  async function addresses(): Promise<string[]> {
    const lines = (await shown()).replaceAll(" tentative", "").matchAll(/inet6 (.+)$/gm);
    return [...lines].map(([, words = ""]) => words.trim());
  }

  /** Said again until it is heard: for the first two seconds of a link the router has no address to say it from. */
  async function advertised(prefix: string, lifetime: number, address: RegExp): Promise<void> {
    const heard = async () => {
      await world.sandbox.run([PYTHON, "-c", ADVERTISE, prefix, String(lifetime)], { scope: "ROUTER" });
      return addresses();
    };
    await expect.poll(heard, { timeout: 20_000, interval: 300 }).toContainEqual(expect.stringMatching(address));
  }

  const pings = async (to: string) => (await world.sandbox.run(["ping", "-c1", "-w10", to], inside)).code === 0;

  test.each([
    { what: "for an hour", lifetime: 3600 },
    { what: "for ever", lifetime: FOREVER },
  ])(
    "comes beside declared addresses of the same prefix, $what, and is let be: addresses, temporary ones, the way out",
    async (at) => {
      await world.open();
      const wanted = { "net.ipv6.conf.eth0.accept_ra": "1", "net.ipv6.conf.eth0.use_tempaddr": "2" };
      const declared = lab(["fd77::5/64", "fd77::6/64", "fe80::5/64"], wanted);
      await world.apply(declared);
      await advertised("fd77::", at.lifetime, /temporary dynamic/);
      await advertised("fd78::", at.lifetime, /^fd78:.* mngtmpaddr/);
      expect(await world.plan(declared)).toEqual([]);
      expect(await world.sandbox.must(["ip", "-6", "route"], inside)).toMatch(
        /^default via fe80::\S+ dev eth0 proto ra/m,
      );
      const before = await addresses();
      expect(before.map((words) => words.split(" ")[0])).toEqual(
        expect.arrayContaining(["fd77::5/64", "fd77::6/64", "fe80::5/64"]),
      );
      // A repair of what is declared leaves it alone too.
      await world.byHand("ip -n RED addr del fd77::6/64 dev eth0", "ip -n RED addr del fe80::5/64 dev eth0");
      expect(await world.plan(declared)).toEqual([
        "create address eth0 fd77::6/64 in RED",
        "create address eth0 fe80::5/64 in RED",
      ]);
      await world.apply(declared);
      expect((await addresses()).toSorted()).toEqual(before.toSorted());
      expect(await pings("fd77::1")).toBe(true);
      await world.apply({});
      expect(await world.changes()).toEqual([]);
      await world.close();
    },
  );

  test("is not listened to where that is declared, and somebody's own setting is repaired", async () => {
    await world.open();
    const deaf = lab(["fd77::5/64"], { "net.ipv6.conf.eth0.accept_ra": "0" });
    await world.apply(deaf);
    await world.byHand("ip netns exec RED sysctl -q -w net.ipv6.conf.eth0.accept_ra=1");
    await advertised("fd77::", 3600, /^fd77:.* mngtmpaddr/);
    expect(await world.plan(deaf)).toEqual(['change sysctl net.ipv6.conf.eth0.accept_ra in RED: value "1" -> "0"']);
    await world.apply(deaf);
    const before = await addresses();
    for (let said = 0; said < 3; said++)
      await world.sandbox.must([PYTHON, "-c", ADVERTISE, "fd78::", "3600"], { scope: "ROUTER" });
    expect(await addresses()).toEqual(before);
    await world.close();
  });

  test("a declared address works at once, and so does one of the link alone: nobody is asked for duplicates", async () => {
    await world.open();
    await world.apply(lab(["fd77::5/64", "fe80::5/64"], {}));
    const own = (await shown()).split("\n").filter((line) => / (fd77::5|fe80::5)\/64 /.test(line));
    expect(own).toHaveLength(2);
    expect(own.join()).not.toContain("tentative");
    expect(await pings("fd77::1")).toBe(true);
    const from = ["ping", "-c1", "-w10", "-I", "eth0", "fe80::5"];
    expect((await world.sandbox.run(from, inside)).code).toBe(0);
    await world.close();
  });

  test("the host's way out by a router outlives that the host forwards, where that goes on listening; else it is told", async () => {
    await world.open();
    await world.byHand(
      "ip netns add ISP",
      "ip link add up0.1 type veth peer name isp0 netns ISP",
      "ip link set up0.1 up",
      "ip -n ISP link set isp0 up",
    );
    const ways = () => world.sandbox.must(["ip", "-6", "route", "show", "default"]);
    const advertise = [PYTHON, "-c", ADVERTISE, "fd79::", "3600", "isp0"];
    const heard = async () => {
      await world.sandbox.run(advertise, { scope: "ISP" });
      return await ways();
    };
    await expect.poll(heard, { timeout: 20_000, interval: 300 }).toMatch(/^default via fe80::\S+ dev up0\.1 proto ra/);
    const before = await ways();
    const run = (argv: readonly string[]) => world.transport.run("host", argv);
    const told = async (sysctls: Record<string, string>) => {
      const { operations, wanted } = await world.seen({ host: { sysctls } });
      return (await forgottenRouters(operations, wanted, run)).map(formatFault);
    };
    const forwarding = { "net.ipv6.conf.all.forwarding": "1" };
    const listening = "net/ipv6/conf/up0.1/accept_ra";
    const fault = expect.stringMatching(
      /^sysctls\["net\.ipv6\.conf\.all\.forwarding"\]: "1": as the host begins to forward IPv6, .* by up0\.1: the route default via fe80::\S+\. Declare sysctls: \{ "net\/ipv6\/conf\/up0\.1\/accept_ra": "2" \}/,
    );
    expect(await told(forwarding)).toEqual([fault]);
    expect(await told({ ...forwarding, [listening]: "1" })).toEqual([fault]);
    const declared = { ...forwarding, [listening]: "2" };
    expect(await told(declared)).toEqual([]);
    await world.apply({ host: { sysctls: declared } });
    expect(await told(declared)).toEqual([]);
    expect((await ways()).split(" expires")[0]).toBe(before.split(" expires")[0]);
    await world.apply({});
    expect((await ways()).split(" expires")[0]).toBe(before.split(" expires")[0]);
    await world.close();
  });
});
