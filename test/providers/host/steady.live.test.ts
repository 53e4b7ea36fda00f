import { setTimeout as delay } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { fileOf } from "../../../providers/host/register-files.ts";
import { describeWorlds } from "./describe-world.ts";
import { OWNER, type Scopes } from "./world.ts";

/** Lower than any that we give: a bridge without one of its own takes it over. */
const LOWEST = "00:00:5e:00:53:01";

const behind = (link: string, address: string, mac: string) => ({
  links: {
    [`${link}0`]: {
      type: "veth",
      addresses: [address],
      peer: { scope: "host", name: `${link}1`, master: "br0", mac },
    },
  },
});

const HOST = { links: { br0: { type: "bridge", addresses: ["11.11.11.1/24"] } } };
const RED = behind("reth", "11.11.11.2/24", "00:00:5e:00:53:22");
const BLUE = behind("beth", "11.11.11.3/24", LOWEST);
const ALONE: Scopes = { host: HOST, RED };
const LAB: Scopes = { ...ALONE, BLUE };

describeWorlds("a bridge whose MAC address nobody declares", (world) => {
  beforeEach(() => world.apply(LAB));

  async function mac(link = "br0"): Promise<string> {
    const [{ address }] = JSON.parse(await world.sandbox.must(["ip", "-j", "link", "show", link]));
    return address;
  }

  test("has one of its own, and no ping of a namespace is lost while another one goes and comes", async () => {
    const own = await mac();
    expect(own).not.toBe(LOWEST);
    const pings = world.sandbox.must(["ping", "-i", "0.02", "-c", "200", "-W", "1", "11.11.11.1"], { scope: "RED" });
    await delay(300);
    await world.apply(ALONE);
    expect(await mac()).toBe(own);
    expect(await world.sandbox.must(["ip", "neigh", "show", "to", "11.11.11.1"], { scope: "RED" })).toContain(own);
    await world.apply(LAB);
    expect(await mac()).toBe(own);
    expect(await pings).toContain("200 packets transmitted, 200 received, 0% packet loss");
  });

  test("has the same again where somebody set another, and where it is made anew", async () => {
    const own = await mac();
    await world.byHand("ip link set br0 address 02:00:00:00:00:99");
    expect(await world.plan(LAB)).toEqual([`change link br0 in host: mac "02:00:00:00:00:99" -> "${own}"`]);
    await world.apply(LAB);
    expect(await mac()).toBe(own);
    await world.byHand("ip link del br0");
    await world.apply(LAB);
    expect(await mac()).toBe(own);
  });

  /** As versions without this made it: its mark is on it, it floats, and the registry says nothing of it. */
  async function asOnceMade(): Promise<void> {
    await world.byHand(
      "ip link del br0",
      "ip link add name br0 type bridge",
      `ip link set dev br0 alias ${OWNER}`,
      "ip link set dev reth1 master br0",
      "ip link set dev beth1 master br0",
      "ip link set dev br0 up",
      "ip addr add 11.11.11.1/24 dev br0",
      `rm /run/bridgework/${fileOf(OWNER)}`,
    );
    expect(await mac()).toBe(LOWEST);
  }

  test("keeps the one that it has from an older version, and for good from the next update on", async () => {
    await asOnceMade();
    const wish = { recorded: LAB };
    expect(await world.plan(LAB, wish)).toEqual(["change link br0 in host: keepsMac false -> true"]);
    await world.apply(LAB, wish);
    expect(await world.plan(LAB)).toEqual([]);
    await world.apply(ALONE);
    expect(await mac()).toBe(LOWEST);
  });

  test("takes its ports' without that, so that these tests can fail", async () => {
    await asOnceMade();
    await world.byHand("ip link del beth1");
    expect(await mac()).not.toBe(LOWEST);
  });
});

describeWorlds("links that came by their addresses otherwise", (world) => {
  test("keep what they have had: the ends of a pair that somebody gave other ones", async () => {
    await world.apply({ RED: { links: { reth0: { type: "veth", peer: { scope: "host", name: "reth1" } } } } });
    const before = await world.settled();
    await world.byHand(
      "ip link set reth1 address 02:00:00:00:00:99",
      "ip -n RED link set reth0 address 02:00:00:00:00:98",
    );
    await world.apply({ RED: { links: { reth0: { type: "veth", peer: { scope: "host", name: "reth1" } } } } });
    expect(await world.changes(before)).toEqual([]);
  });
});
