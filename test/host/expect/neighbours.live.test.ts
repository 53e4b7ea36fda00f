import { afterEach, beforeEach, expect, test } from "vitest";
import { check } from "../../../providers/host/expect/check.ts";
import { describeLive } from "../../live.ts";
import { type Lab, labAt, surroundings } from "./lab.ts";

describeLive("a neighbour that does not answer", () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await labAt(4);
  });
  afterEach(() => lab.sandbox.close());

  /** Forgets who is where, then RED tries BLUE. */
  async function died(from = "RED", target = "BLUE") {
    await lab.sandbox.must(["ip", "neigh", "flush", "all"], { scope: from });
    return (await lab.verdict({ from, ping: target, timeout: 1 })).died;
  }

  const UNANSWERED = /^RED: 11\.11\.11\.3 does not answer ARP on reth0 \(neighbour \w+\): /;

  test.each([
    { by: "link set beth0 down", scope: "BLUE", says: "BLUE: beth0 is down" },
    {
      by: "link set beth1 down",
      scope: "host",
      says: "BLUE: beth0 has no carrier: its other end is down, or nothing is there",
    },
    { by: "link set br0 down", scope: "host", says: "host: port reth1 of br0 is disabled" },
  ])("because of $by is link-down, and says which", async ({ by, scope, says }) => {
    await lab.sandbox.ip(`${by}\n`, scope);
    const found = await died();
    expect(found?.reason).toBe("link-down");
    expect(found?.where).toMatch(UNANSWERED);
    expect(found?.where.replace(UNANSWERED, "")).toBe(says);
  });

  test.each([
    { by: "link set beth1 nomaster", says: "RED is on br0 by reth1, and BLUE is on no bridge by beth1" },
    {
      by: "link add br9 type bridge\nlink set br9 up\nlink set beth1 master br9",
      says: "RED is on br0 by reth1, and BLUE is on br9 by beth1",
    },
  ])("because its port is elsewhere is no-arp, and says where: $by", async ({ by, says }) => {
    await lab.sandbox.ip(`${by}\n`);
    const found = await died();
    expect(found?.reason).toBe("no-arp");
    expect(found?.where.replace(UNANSWERED, "")).toBe(says);
  });

  test("that lost its address is told so", async () => {
    await lab.sandbox.ip("address del 11.11.11.3/24 dev beth0\n", "BLUE");
    const found = await died();
    expect(found?.reason).toBe("no-arp");
    expect(found?.where.replace(UNANSWERED, "")).toBe("BLUE does not have that address");
  });

  test("behind a port that does not forward is link-down, whether somebody has asked for it lately or not", async () => {
    await lab.sandbox.must(["ping", "-c1", "-W3", "11.11.11.3"], { scope: "RED" });
    await lab.sandbox.ip("link set br0 type bridge stp_state 1 forward_delay 3000\nlink set beth1 down\n");
    await lab.sandbox.ip("link set beth1 up\n");
    // Not a bridge of the document: nobody waits for its ports.
    const around = { ...surroundings(lab.sandbox), bridges: new Map() };
    const tried = async () => (await check([{ from: "RED", ping: "BLUE", timeout: 1 }], around))[0]?.died;
    expect(await tried()).toEqual({ reason: "link-down", where: "host: port beth1 of br0 is listening (stp)" });
    await lab.sandbox.must(["ip", "neigh", "flush", "all"], { scope: "RED" });
    const found = await tried();
    expect(found?.reason).toBe("link-down");
    expect(found?.where.replace(UNANSWERED, "")).toBe("host: port beth1 of br0 is listening (stp)");
  });

  test("on a macvlan of the link by which the host asks is told as what it is", async () => {
    await lab.sandbox.ip(
      "link set beth1 nomaster\nlink add mv0 link eth1 type macvlan mode bridge\nlink set mv0 netns BLUE\n",
    );
    await lab.sandbox.ip("address flush dev beth0\naddress add 11.11.11.3/24 dev mv0\nlink set mv0 up\n", "BLUE");
    await lab.sandbox.ip("route add 11.11.11.3/32 dev eth1\n");
    const found = await died("host");
    expect(found?.reason).toBe("no-arp");
    expect(found?.where).toMatch(
      /^host: 11\.11\.11\.3 does not answer ARP on eth1 \(neighbour \w+\): it is on a macvlan of eth1, and a parent and its children do not reach each other$/,
    );
  });

  test("on a macvlan that is private does not reach its sibling", async () => {
    for (const [name, address, dev] of [
      ["RED", "11.11.11.2/24", "reth0"],
      ["BLUE", "11.11.11.3/24", "beth0"],
    ] as const) {
      await lab.sandbox.ip(`link add mv0 link eth1 type macvlan mode private\nlink set mv0 netns ${name}\n`);
      await lab.sandbox.ip(`address flush dev ${dev}\naddress add ${address} dev mv0\nlink set mv0 up\n`, name);
    }
    const found = await died();
    expect(found?.reason).toBe("no-arp");
    expect(found?.where).toContain(": both are on macvlans of eth1, whose modes private and private keep them apart");
  });
});
