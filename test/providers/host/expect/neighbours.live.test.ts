import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { check } from "../../../../providers/host/expect/check.ts";
import { which } from "../../../../toolchain/find.mjs";
import { describeLive } from "../../../live.ts";
import { FAMILIES, IPV4, IPV6 } from "./families.ts";
import { type Lab, labAt, surroundings } from "./lab.ts";
import { MUTE, MUTE_IPV4, MUTE_IPV6 } from "./mutes.ts";

describeLive("a neighbour that does not answer", () => {
  describe.each(FAMILIES)("$name", (at) => {
    let lab: Lab;
    beforeEach(async () => {
      lab = await labAt(4, at);
    });
    afterEach(() => lab.sandbox.close());

    /** Forgets who is where, then RED tries BLUE. */
    async function died(from = "RED", target = "BLUE") {
      await lab.sandbox.must(["ip", "neigh", "flush", "all"], { scope: from });
      return (await lab.verdict({ from, ping: target, timeout: 1 })).died;
    }

    const UNANSWERED = new RegExp(`^RED: ${at.blue} does not answer ${at.asks} on reth0 \\(neighbour \\w+\\): `);

    test.each([
      { by: "link set beth0 down", scope: "BLUE", says: "BLUE: beth0 is down" },
      {
        by: "link set beth1 down",
        scope: "host",
        says: "BLUE: beth0 has no carrier: its other end is down, or nothing is there",
      },
      { by: "link set br0 down", scope: "host", says: "host: br0 is down, the bridge that reth1 is a port of" },
    ])("because of $by is link-down, and says which", async ({ by, scope, says }) => {
      await lab.sandbox.ip(`${by}\n`, scope);
      const found = await died();
      expect(found?.reason).toBe("link-down");
      expect(found?.where).toMatch(UNANSWERED);
      expect(found?.where.replace(UNANSWERED, "")).toBe(says);
    });

    test.each([
      { by: "link set beth1 nomaster", says: "host: RED is on br0 by reth1, and BLUE is on no bridge by beth1" },
      {
        by: "link add br9 type bridge\nlink set br9 up\nlink set beth1 master br9",
        says: "host: RED is on br0 by reth1, and BLUE is on br9 by beth1",
      },
    ])("because its port is elsewhere is no-arp, and says where: $by", async ({ by, says }) => {
      await lab.sandbox.ip(`${by}\n`);
      const found = await died();
      expect(found?.reason).toBe("no-arp");
      expect(found?.where.replace(UNANSWERED, "")).toBe(says);
    });

    test.each([
      { by: "link set beth1 nomaster", says: "host: RED is on br0 by reth1, and BLUE is on no bridge by beth1" },
      { by: "link del br0", says: "host: RED is on no bridge by reth1, and BLUE is on no bridge by beth1" },
      {
        scope: "BLUE",
        by: "link set beth0 arp off",
        says: "BLUE: ARP is off on beth0 (ip link set beth0 arp on): it finds no way to RED",
      },
    ])("that was heard of lately, and is out of reach since $by, is told so", async ({ by, scope = "host", says }) => {
      await lab.sandbox.must(["ping", "-c1", "-w10", at.blue], { scope: "RED" });
      await lab.sandbox.ip(`${by}\n`, scope);
      const found = (await lab.verdict({ from: "RED", ping: "BLUE", timeout: 1 })).died;
      expect(found).toEqual({ reason: "no-arp", where: says });
    });

    test("in a namespace that is gone is told so", async () => {
      await lab.sandbox.must(["ping", "-c1", "-w10", at.blue], { scope: "RED" });
      await lab.sandbox.must(["ip", "netns", "del", "BLUE"]);
      // The kernel buries it a while after its name is gone.
      while ((await lab.sandbox.run(["ip", "link", "show", "beth1"])).code === 0) await delay(50);
      expect((await lab.verdict({ from: "RED", ping: "BLUE", timeout: 1 })).died).toEqual({
        reason: "no-arp",
        where: `RED: ${at.blue} is in BLUE: there is no namespace BLUE`,
      });
    });

    test("that lost its address is told so", async () => {
      await lab.sandbox.ip(`address del ${at.blue}${at.prefix} dev beth0\n`, "BLUE");
      const found = await died();
      expect(found?.reason).toBe("no-arp");
      expect(found?.where.replace(UNANSWERED, "")).toBe("BLUE does not have that address");
    });

    test("behind a port that does not forward is link-down, whether somebody has asked for it lately or not", async () => {
      await lab.sandbox.must(["ping", "-c1", "-w10", at.blue], { scope: "RED" });
      await lab.sandbox.ip("link set br0 type bridge stp_state 1 forward_delay 3000\nlink set beth1 down\n");
      await lab.sandbox.ip("link set beth1 up\n");
      // Not a bridge of the document: nobody waits for its ports.
      const around = { ...surroundings(lab.sandbox, at), bridges: new Map() };
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
      await lab.sandbox.ip(
        `address flush dev beth0\naddress add ${at.blue}${at.prefix} dev mv0\nlink set mv0 up\n`,
        "BLUE",
      );
      await lab.sandbox.ip(`route add ${at.blue}${at.single} dev eth1\n`);
      const found = await died("host");
      expect(found?.reason).toBe("no-arp");
      expect(found?.where).toMatch(
        new RegExp(
          `^host: ${at.blue} does not answer ${at.asks} on eth1 \\(neighbour \\w+\\): it is on a macvlan of eth1, and a parent and its children do not reach each other$`,
        ),
      );
      expect(found?.next).toMatch(/a macvlan of the same parent$/);
    });

    test("on a macvlan that is private does not reach its sibling", async () => {
      for (const [name, address, dev] of [
        ["RED", `${at.red}${at.prefix}`, "reth0"],
        ["BLUE", `${at.blue}${at.prefix}`, "beth0"],
      ] as const) {
        await lab.sandbox.ip(`link add mv0 link eth1 type macvlan mode private\nlink set mv0 netns ${name}\n`);
        await lab.sandbox.ip(`address flush dev ${dev}\naddress add ${address} dev mv0\nlink set mv0 up\n`, name);
      }
      const found = await died();
      expect(found?.reason).toBe("no-arp");
      expect(found?.where).toContain(": both are on macvlans of eth1, whose modes private and private keep them apart");
    });

    test.for([...MUTE, ...(at === IPV4 ? MUTE_IPV4 : MUTE_IPV6)])(
      "because of $by is no-arp, and says so",
      async ({ needs, steps, says }, { skip }) => {
        if (needs !== undefined && !which(needs)) skip(`needs ${needs}`);
        for (const [scope, line] of steps) await lab.sandbox.must(line.split(" "), { scope });
        const found = await died();
        expect(found?.reason).toBe("no-arp");
        expect(found?.where.replace(UNANSWERED, "")).toBe(says);
        expect(/neighbour-solicitation/.test(found?.next ?? "")).toBe(/, met by .*neighbour (sol|adv)/.test(says));
      },
    );

    if (at === IPV4)
      test("because rp_filter takes who asks for forged is rp-filter", async () => {
        await lab.sandbox.ip(
          `address add 172.31.0.2/32 dev lo\nroute replace default via ${at.bridge} src 172.31.0.2\n`,
          "RED",
        );
        await lab.sandbox.must(["sysctl", "-q", "-w", "net.ipv4.conf.br0.rp_filter=1"]);
        const found = await died("RED", at.world);
        expect(found?.reason).toBe("rp-filter");
        expect(found?.where).toMatch(
          /: host: rp_filter = 1 on br0 takes the source 172\.31\.0\.2 for forged: no route to it leads there$/,
        );
      });

    if (at === IPV6)
      test("because IPv6 is off on its interface is told so", async () => {
        await lab.sandbox.ip("address add fd00::2/64 dev reth0 nodad\n", "RED");
        await lab.sandbox.ip("address add fd00::3/64 dev beth0 nodad\n", "BLUE");
        await lab.sandbox.must(["sysctl", "-q", "-w", "net.ipv6.conf.beth0.disable_ipv6=1"], { scope: "BLUE" });
        const owners = new Map([["fd00::3", ["BLUE"]]]);
        const [verdict] = await check([{ from: "RED", ping: "fd00::3", timeout: 1 }], {
          ...surroundings(lab.sandbox, at),
          owners,
        });
        expect(verdict?.died?.reason).toBe("no-arp");
        expect(verdict?.died?.where).toMatch(
          /: BLUE does not have that address: net\.ipv6\.conf\.beth0\.disable_ipv6 = 1 there$/,
        );
      });

    test("but somebody else does, is wrong-neighbour: an address that is there twice, an entry that is wrong", async () => {
      const macOf = async (scope: string, dev: string) =>
        JSON.parse(await lab.sandbox.must(["ip", "-j", "link", "show", "dev", dev], { scope }))[0].address as string;
      const blue = await macOf("BLUE", "beth0");
      await lab.sandbox.ip(`address add ${at.blue}${at.prefix} dev br0\n`);
      const host = await macOf("host", "br0");
      // Which of the two is heard is a race: the entry is set to the one that should not be.
      await lab.sandbox.ip(`neigh replace ${at.blue} lladdr ${host} dev reth0 nud reachable\n`, "RED");
      expect((await lab.verdict({ from: "RED", tcp: "BLUE:8080", timeout: 1 })).died).toEqual({
        reason: "wrong-neighbour",
        where: `RED: ${at.blue} is at ${host} by reth0 (neighbour REACHABLE): br0 of host, which has that address too; beth0 of BLUE has ${blue}`,
      });
      await lab.sandbox.ip(`neigh replace ${at.blue} lladdr 02:00:00:00:00:99 dev reth0 nud permanent\n`, "RED");
      expect((await lab.verdict({ from: "RED", ping: "BLUE", timeout: 1 })).died).toEqual({
        reason: "wrong-neighbour",
        where: `RED: ${at.blue} is at 02:00:00:00:00:99 by reth0 (neighbour PERMANENT): no interface of the host; beth0 of BLUE has ${blue}`,
      });
    });

    test("a bridge whose own rules drop the packet is forward-drop", async ({ skip }) => {
      if (!which("ebtables")) skip("needs ebtables");
      const rule = `-p ${at.name} ${at.ebtablesSource} ${at.red} ${at.ebtablesProtocol} tcp -j DROP`;
      await lab.sandbox.must(["ebtables", "-A", "FORWARD", ...rule.split(" ")]);
      expect((await lab.verdict({ from: "RED", tcp: "BLUE:80", timeout: 1 })).died).toEqual({
        reason: "forward-drop",
        where:
          `host: rule 1 of FORWARD, table filter of ebtables (-A FORWARD ${rule}), ` +
          `met by ${at.red} > ${at.blue} port 80 in reth1 out beth1`,
      });
    });

    if (at === IPV4)
      test("so are rules of nftables for bridges", async ({ skip }) => {
        if (!which("nft")) skip("needs nft (package nftables)");
        const chain = `type filter hook forward priority 0;\n ${at.nft} saddr ${at.red} drop\n`;
        await lab.sandbox.must(["nft", "-f", "-"], { input: `table bridge fw {\n chain c {\n ${chain} }\n}\n` });
        expect((await died())?.where).toBe(
          `host: rule 1 of chain c (drop), table bridge fw of nftables, met by ${at.red} > ${at.blue} in reth1 out beth1`,
        );
      });
  });
});
