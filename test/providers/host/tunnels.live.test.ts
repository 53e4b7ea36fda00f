import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json } from "../../../providers/host/json.ts";
import { kernelWith } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { type Scopes, World } from "./world.ts";

type Link = Record<string, Json>;

/** By name: a tunnel of each type, and the largest packet that passes a cable of 1500 bytes by it. */
const TUNNELS: Record<string, { type: string; more?: Link; bytes: number }> = {
  gre: { type: "gre", more: { key: 42 }, bytes: 1472 },
  ipip: { type: "ipip", bytes: 1480 },
  tap: { type: "gretap", bytes: 1462 },
  sit: { type: "sit", bytes: 1480 },
  six: { type: "ip6tnl", bytes: 1452 },
};

const NAMES = Object.keys(TUNNELS);

/** Two machines on a cable, and every tunnel between them. */
function lab(eth1 = "eth1", change: Record<string, Link> = {}): Scopes {
  const side = (own: number, far: number) =>
    Object.fromEntries(
      NAMES.map((name, index) => {
        const { type, more } = TUNNELS[name]!;
        const outer = (host: number) => (type === "ip6tnl" ? `fd00::${host}` : `192.0.2.${host}`);
        const address = type === "sit" ? `fd40::${own}/64` : `10.4${index}.0.${own}/30`;
        const ends = { remote: outer(far), local: outer(own), parent: own === 1 ? "eth0" : eth1 };
        return [name, { type, ...ends, ...more, ...change[name], addresses: [address] }];
      }),
    );
  const peer = { scope: "BLUE", name: eth1, addresses: ["192.0.2.2/24", "fd00::2/64"] };
  const eth0 = { type: "veth", addresses: ["192.0.2.1/24", "fd00::1/64"], peer };
  return { RED: { links: { eth0, ...side(1, 2) } }, BLUE: { links: side(2, 1) } };
}

const LINES = ["gre", "gretap", "ipip", "sit"].map((type) => `name ${type}9 type ${type} remote 192.0.2.9`);

const kernel = await kernelWith("tunnels", [...LINES, "name six type ip6tnl remote fd00::9"].join("\nlink add "));

liveUnless(kernel.lacks)("tunnels between two machines", () => {
  const world = new World(kernel.machine);
  beforeAll(() => world.open());
  afterAll(() => world.close());

  /** A packet of a size that must not be cut. */
  const passes = async (name: string, bytes: number) => {
    const [far, header] = name === "sit" ? ["fd40::2", 48] : [`10.4${NAMES.indexOf(name)}.0.2`, 28];
    const argv = ["ping", "-c", "1", "-w", "3", "-M", "do", "-s", String(bytes - header), far];
    return (await world.sandbox.run(argv, { scope: "RED" })).code === 0;
  };

  test("carry packets as large as they say, and no larger ones", async () => {
    await world.apply(lab());
    for (const name of NAMES) {
      const { bytes } = TUNNELS[name]!;
      expect([name, await passes(name, bytes)]).toEqual([name, true]);
      expect([name, await passes(name, bytes + 1)]).toEqual([name, false]);
    }
  });

  test("have nothing to do with those that the kernel makes in each namespace", async () => {
    const shown = await world.sandbox.must(["ip", "-br", "link"], { scope: "RED" });
    for (const name of ["gre0", "gretap0", "tunl0", "sit0", "ip6tnl0"]) expect(shown).toContain(`${name}@NONE`);
    expect(await world.plan(lab())).toEqual([]);
    expect(await world.notes({})).toEqual([]);
  });

  test("keep their place where what they send by is made anew, those of others too", async () => {
    const renamed = lab("eth2");
    await world.byHand("ip -n RED link add name theirs type ipip remote 192.0.2.77 dev eth0");
    const done = await world.apply(renamed);
    const [theirs] = JSON.parse(await world.sandbox.must(["ip", "-j", "link", "show", "theirs"], { scope: "RED" }));
    expect(theirs.link).toBe("eth0");
    await world.byHand("ip -n RED link del theirs");
    for (const name of NAMES) expect(done).toContain(`change link ${name} in BLUE: parent "eth1" -> "eth2"`);
    for (const name of NAMES) expect(done).toContain(`change link ${name} in RED: parent null -> "eth0"`);
    expect(await world.plan(renamed)).toEqual([]);
    for (const name of NAMES) expect([name, await passes(name, 1400)]).toEqual([name, true]);
  });

  test("carry none to one that has another key", async () => {
    const { RED } = lab("eth2", { gre: { key: 43 } });
    await world.apply({ ...lab("eth2"), RED: RED! });
    expect(await passes("gre", 100)).toBe(false);
    await world.apply(lab("eth2"));
    expect(await passes("gre", 100)).toBe(true);
  });

  test("exchange their ends", async () => {
    const ends = (first: string, second: string): Scopes => ({
      GREEN: { links: { a: { type: "ipip", remote: first }, b: { type: "ipip", remote: second } } },
    });
    await world.apply(ends("192.0.2.7", "192.0.2.8"));
    const exchanged = ends("192.0.2.8", "192.0.2.7");
    await world.apply(exchanged);
    expect(await world.plan(exchanged)).toEqual([]);
    await world.apply(ends("192.0.2.7", "192.0.2.9"));
    await world.apply({ GREEN: { links: { b: { type: "ipip", remote: "192.0.2.7" } } } });
    const [b] = JSON.parse(await world.sandbox.must(["ip", "-j", "-d", "link", "show", "b"], { scope: "GREEN" }));
    expect(b.linkinfo.info_data.remote).toBe("192.0.2.7");
  });

  test("leave nothing behind", async () => {
    await world.apply({});
    expect(await world.changes()).toEqual([]);
  });
});
