import { expect, test } from "vitest";
import { pathOf, sysctl } from "../../providers/host/kinds/sysctl.ts";
import { describeWorlds } from "./describe-world.ts";
import type { World } from "./world.ts";

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
        .asks({ scope: "host", keys: [pathOf(path)] })
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
  test("is named with what to do, where an address is refused for it", async () => {
    const scopes = { RED: { links: { lo: { type: "loopback", addresses: ["fd11::1/128"] } } } };
    await world.apply(scopes);
    await world.byHand("ip netns exec RED sysctl -q -w net.ipv6.conf.all.disable_ipv6=1");
    await expect(world.apply(scopes)).rejects.toThrow(
      /next: net\/ipv6\/conf\/lo\/disable_ipv6 is 1, .*Declare sysctls: \{ "net\/ipv6\/conf\/all\/disable_ipv6": "0" \} in RED/,
    );
    const mended = { RED: { ...scopes.RED, sysctls: { "net/ipv6/conf/all/disable_ipv6": "0" } } };
    await world.apply(mended);
    expect(await world.plan(mended)).toEqual([]);
  });
});
