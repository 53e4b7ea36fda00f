import { expect, test } from "vitest";
import { describeStack } from "./lab.ts";

const NEIGHBOUR = "fd00:11::2";

/** Of each family, beside RED's own. */
const FOUR = Array.from({ length: 999 }, (_, i) => `10.9.${i >> 8}.${i & 255}`);
const SIX = Array.from({ length: 999 }, (_, i) => `fd09::${i + 10}`);

const ECHO = { chain: "input", in: "br0", protocol: "icmp", icmpType: "echo-request", verdict: "drop" };

describeStack("sets of addresses that a stack declares", {}, (lab) => {
  const declare = (four: string[], six: string[]) =>
    lab.stack.configure({
      topology: {
        bridges: { br0: { addresses: ["11.11.11.1/24", "fd00:11::1/64"] } },
        namespaces: { RED: { links: { eth0: { bridge: "br0", addresses: ["11.11.11.2/24", `${NEIGHBOUR}/64`] } } } },
        firewall: {
          sets: {
            four: { type: "hash:ip", entries: four },
            six: { type: "hash:net", family: "ipv6", entries: six },
          },
          filter: [
            { ...ECHO, sets: [{ name: "four", flags: "src" }] },
            { ...ECHO, sets: [{ name: "six", flags: "src" }] },
          ],
        },
      },
    });
  const rules = async () => (await lab.host.must(["iptables", "-S"])) + (await lab.host.must(["ip6tables", "-S"]));
  const has = async (name: string, entry: string) => (await lab.host.run(["ipset", "test", name, entry])).code === 0;
  const listed = async () =>
    (await lab.host.must(["ipset", "list", "-terse"])).split("\n").filter((line) => /entries/.test(line));

  /** Sends the host one ping of each family from RED; how many the rules have stopped by now, by family. */
  async function stopped(): Promise<number[]> {
    for (const to of ["11.11.11.1", "fd00:11::1"]) {
      const { code } = await lab.host.run(["ping", "-c1", "-W1", to], { scope: "RED" });
      expect(code).toBe(1);
    }
    const saved = ["iptables-save", "ip6tables-save"].map((tool) => lab.host.must([tool, "-c", "-t", "filter"]));
    return (await Promise.all(saved)).map((text) => Number(/\[(\d+):\d+\] -A BW-.*match-set/.exec(text)?.[1]));
  }

  test("are filled with a thousand entries each, and asked by rules", async () => {
    await declare(["11.11.11.2", ...FOUR], [NEIGHBOUR, ...SIX]);
    await lab.stack.up();
    expect(await listed()).toEqual(["Number of entries: 1000", "Number of entries: 1000"]);
    await lab.stack.up({ expectNoChanges: true });
  });

  test("an entry that was taken away or put in by hand is told by name, and mended", async () => {
    await lab.host.must(["ipset", "del", "four", "10.9.1.1"]);
    await lab.host.must(["ipset", "add", "six", "fd99::/64"]);
    const { text } = await lab.stack.preview();
    for (const name of ["four", "six"]) expect(text).toContain(`drift: set ${name} in host`);
    expect(text).toContain("10.9.1.1");
    expect(text).toContain("fd99::/64");
    await lab.stack.up();
    expect([await has("four", "10.9.1.1"), await has("six", "fd99::1")]).toEqual([true, false]);
  });

  test("a thousand others take their place, and no rule is written anew", async () => {
    const before = await rules();
    expect(await stopped()).toEqual([1, 1]);
    await declare(["11.11.11.2", ...FOUR.map((one) => one.replace("10.9", "10.8"))], [NEIGHBOUR]);
    await lab.stack.up();
    expect([await has("four", "10.9.1.1"), await has("four", "10.8.1.1")]).toEqual([false, true]);
    expect(await has("six", "fd09::20")).toBe(false);
    expect(await rules()).toBe(before);
    // A rule that is written anew counts from nothing.
    expect(await stopped()).toEqual([2, 2]);
  });

  test("destroy gives the host back as it was", async () => {
    await lab.stack.destroy();
    expect(await lab.changes()).toEqual([]);
  });
});
