import { expect, test } from "vitest";
import { pathOf, sysctl } from "../../../providers/host/kinds/sysctl.ts";
import { describeWorlds } from "./describe-world.ts";
import type { Scopes, World } from "./world.ts";

/**
 * Writes every setting that is for all interfaces, in a namespace of its own, and looks whether one that an interface
 * has for itself changes: one line a setting, "spreads PATH" or "stays PATH".
 */
const ASK_KERNEL = `ip link add x type bridge
for file in /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/all/* /proc/sys/net/ipv6/conf/all/*; do
  value=$(cat $file) || continue
  before=$(grep -rs . /proc/sys/net/ipv?/conf/x)
  echo $((value + 1)) > $file || echo $((value - 1)) > $file || continue
  [ "$before" = "$(grep -rs . /proc/sys/net/ipv?/conf/x)" ] && echo stays $file || echo spreads $file
  echo $value > $file
done 2> /dev/null`;

async function askKernel(world: World): Promise<{ path: string; spreads: boolean }[]> {
  const said = await world.sandbox.must(["unshare", "--net", "sh", "-c", ASK_KERNEL]);
  const lines = said.trim().split("\n");
  return lines.map((line) => ({
    path: line.replace(/^.* \/proc\/sys\//, ""),
    spreads: line.startsWith("spreads"),
  }));
}

describeWorlds("settings for all interfaces", (world) => {
  test("that the kernel copies to each are known, and those alone; interfaces of others get back their own", async () => {
    const settings = await askKernel(world);
    expect(settings.length).toBeGreaterThan(50);
    const known = ({ path }: { path: string }) =>
      sysctl
        .asks({ scope: "host", keys: [pathOf(path)], wants: [] })
        .some((question) => "along" in question && question.along.some((file) => file.endsWith("/conf")));
    const spreading = settings.filter(({ spreads }) => spreads);
    expect(settings.filter(known)).toEqual(spreading);

    const own = spreading
      .filter(({ path }) => path.includes("/all/"))
      .map(({ path }) => path.replace("/all/", "/theirs3/"));
    await world.byHand(...own.map((path) => `sysctl -q -w ${path}=1`));
    const before = await world.settled();
    for (const value of ["0", "1"]) {
      const copied = Object.fromEntries(spreading.map(({ path }) => [path, value]));
      await world.apply({ host: { sysctls: { ...copied, "net.ipv4.conf.default.rp_filter": "2" } } });
      await world.apply({});
      expect(await world.changes(before)).toEqual([]);
    }
  });
});

describeWorlds("IPv6 that somebody switched off", (world) => {
  const RED = {
    links: {
      reth0: {
        type: "veth",
        addresses: ["11.11.11.2/24", "fd11::2/64"],
        peer: { scope: "host", name: "reth1", addresses: ["fd11::1/64"] },
      },
      br4: { type: "bridge", addresses: ["11.11.12.1/24"] },
    },
    routes: [{ to: "fd12::/64", via: "fd11::1" }],
    neighbours: [{ address: "fd11::9", dev: "reth0", mac: "02:00:00:00:00:09" }],
  };
  const scopes: Scopes = { RED };
  const off = (...names: string[]) =>
    world.byHand(...names.map((name) => `ip netns exec RED sysctl -q -w net.ipv6.conf.${name}.disable_ipv6=1`));
  const ping = (...argv: string[]) => world.sandbox.must(["ping", "-c", "1", "-w", "10", ...argv], { scope: "RED" });

  test("on every interface of a namespace is named, and on again where something of it is declared", async () => {
    await world.apply(scopes);
    await off("all");
    const repairs = [
      "change link reth0 in RED: disable_ipv6 1 -> 0",
      "change link lo in RED: disable_ipv6 1 -> 0",
      "create address reth0 fd11::2/64 in RED",
      "create route fd12::/64 in RED",
      "create neighbour reth0 fd11::9 in RED",
    ];
    expect((await world.plan(scopes)).toSorted()).toEqual(repairs.toSorted());
    await world.apply(scopes);
    expect(await world.plan(scopes)).toEqual([]);
    await ping("fd11::1");
    await ping("fd11::2");
    const left = await world.sandbox.must(["sysctl", "-n", "net.ipv6.conf.br4.disable_ipv6"], { scope: "RED" });
    expect(left.trim()).toBe("1");
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });

  test("for what will be made is on where it is made, in a namespace and on the host", async () => {
    await world.apply({ RED: { links: { br4: { type: "bridge" } } } });
    await off("default");
    await world.byHand("sysctl -q -w net.ipv6.conf.default.disable_ipv6=1");
    const before = await world.settled();
    const made = { ...scopes, host: { links: { br5: { type: "bridge", addresses: ["fd15::1/64"] } } } };
    await world.apply(made);
    expect(await world.plan(made)).toEqual([]);
    await ping("fd11::1");
    await world.apply({ RED: { links: { br4: { type: "bridge" } } } });
    expect(await world.changes(before)).toEqual([]);
  });

  test("on an interface without anything of it is nobody's business", async () => {
    await world.apply(scopes);
    await off("br4");
    expect(await world.plan(scopes)).toEqual([]);
    const failing = () => Promise.reject(new Error("no"));
    await off("reth0");
    const found = await world.settled();
    await expect(world.apply(scopes, { prove: failing })).rejects.toThrow("Rolled back, the host is as before");
    expect(await world.changes(found)).toEqual([]);
  });

  test("on an interface that is taken over is off again when that is given back", async () => {
    await world.byHand("ip link add br6 type bridge", "sysctl -q -w net.ipv6.conf.br6.disable_ipv6=1");
    const before = await world.settled();
    const wanted = { host: { links: { br6: { type: "bridge", up: false, addresses: ["fd16::1/64"] } } } };
    await world.apply(wanted, { adopt: true });
    expect(await world.plan(wanted)).toEqual([]);
    await world.apply({});
    const left = await world.sandbox.must(["sysctl", "-n", "net.ipv6.conf.br6.disable_ipv6"]);
    expect(left.trim()).toBe("1");
    expect(await world.changes(before)).toEqual([]);
  });
});
