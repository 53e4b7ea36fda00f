import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { check } from "../../../../providers/host/expect/check.ts";
import { describeLive } from "../../../live.ts";
import { bracketed, FAMILIES, IPV4, IPV6 } from "./families.ts";
import { type Lab, labAt, set, surroundings } from "./lab.ts";

describeLive("why an expectation does not hold", () => {
  describe.each(FAMILIES)("$name", (at) => {
    let lab: Lab;
    beforeEach(async () => {
      lab = await labAt(4, at);
    });
    afterEach(() => lab.sandbox.close());

    const ping = (from: string, target: string) => ({ from, ping: target, timeout: 1 });

    /** "filter FORWARD -j DROP": a rule that comes before all others of its chain. */
    async function rule(scope: string, text: string): Promise<void> {
      const [table = "", chain = "", ...rest] = text.split(" ");
      await lab.sandbox.must([at.iptables, "-t", table, "-I", chain, ...rest], { scope });
    }

    test("an address that nobody has is no-arp, with the device and the state of the neighbour", async () => {
      const { died } = await lab.verdict(ping("RED", at.nobody));
      expect(died).toEqual({
        reason: "no-arp",
        where: `RED: ${at.nobody} does not answer ${at.asks} on reth0 (neighbour INCOMPLETE)`,
      });
    });

    test("an address that nobody has behind the host is no-arp of the host", async () => {
      const { died } = await lab.verdict(ping("RED", at.none));
      expect(died?.reason).toBe("no-arp");
      expect(died?.where).toContain(`host: ${at.none} does not answer ${at.asks} on eth1`);
    });

    test("legacy tables, which iptables does not show, are asked too: to drop the request, the answer, and to translate", async () => {
      const legacy = (...words: string[]) => lab.sandbox.must([`${at.iptables}-legacy`, ...words]);
      await legacy("-I", "FORWARD", "-i", "br0", "-j", "DROP");
      const { died } = await lab.verdict(ping("RED", at.world));
      expect(died).toEqual({
        reason: "forward-drop",
        where: `host: rule 1 of FORWARD, table filter of ${at.iptables}-legacy (-A FORWARD -i br0 -j DROP), met by ${at.red} > ${at.world} in br0 out eth1`,
        next: expect.stringMatching(`^change it with ${at.iptables}-legacy: `),
      });
      await legacy("-F", "FORWARD");
      await legacy("-P", "FORWARD", "DROP");
      await legacy("-A", "FORWARD", "-i", "br0", "-j", "ACCEPT");
      expect((await lab.verdict(ping("RED", at.world))).died).toMatchObject({ reason: "answer-dropped" });
      await legacy(
        "-t",
        "nat",
        "-A",
        "PREROUTING",
        "-d",
        `${at.world}${at.single}`,
        "-j",
        "DNAT",
        "--to-destination",
        at.nobody,
      );
      expect((await lab.verdict(ping("RED", at.world))).died?.where).toContain(at.nobody);
    });

    test("a REJECT on the way is rejected and names the rule, for ping and for tcp", async () => {
      await rule(
        "host",
        `filter FORWARD -d ${at.world}${at.single} -j REJECT --reject-with ${at.refusal}-port-unreachable`,
      );
      const { died } = await lab.verdict(ping("RED", at.world));
      expect(died?.reason).toBe("rejected");
      expect(died?.where).toContain(
        `host: rule 1 of FORWARD, table filter (-A FORWARD -d ${at.world}${at.single} -j REJECT`,
      );
      expect(await lab.reasons({ from: "RED", tcp: `${bracketed(at.world)}:80`, timeout: 1 })).toEqual(["rejected"]);
    });

    test("a prohibition by a machine out of sight is rejected too, and names who said so", async () => {
      await rule("upstream", `filter INPUT ${at.echo.join(" ")} -j REJECT --reject-with ${at.prohibited}`);
      const { died } = await lab.verdict(ping("RED", at.world));
      expect(died).toEqual({ reason: "rejected", where: `${at.world} says: ${at.filtered} from ${at.world}` });
    });

    test("a drop in INPUT of the target and in OUTPUT of the source are told apart", async () => {
      await rule("BLUE", `filter INPUT ${at.echo.join(" ")} -s ${at.red}${at.single} -j DROP`);
      await rule("RED", `filter OUTPUT ${at.echo.join(" ")} -d ${at.world}${at.single} -j DROP`);
      expect(await lab.reasons(ping("RED", "BLUE"), ping("RED", at.world))).toEqual(["input-drop", "output-drop"]);
    });

    test("an answer that the target's own OUTPUT drops is answer-dropped", async () => {
      await rule("BLUE", `filter OUTPUT -d ${at.red}${at.single} -m conntrack --ctstate ESTABLISHED -j DROP`);
      const { died } = await lab.verdict(ping("RED", "BLUE"));
      expect(died?.reason).toBe("answer-dropped");
      expect(died?.where).toContain("BLUE: rule 1 of OUTPUT");
    });

    test("a drop by a match that cannot be judged is told where its counter moves", async () => {
      await lab.sandbox.must([at.iptables, "-F", "FORWARD"]);
      await rule("host", "filter FORWARD -m length --length 2000:3000 -j ACCEPT");
      const { died } = await lab.verdict(ping("RED", at.world));
      expect(died?.reason).toBe("forward-drop");
      expect(died?.where).toContain("policy DROP of FORWARD");
    });

    test("a drop by a match that cannot be judged is not told where its counter stands still", async () => {
      await lab.sandbox.must([at.iptables, "-F", "FORWARD"]);
      await rule("host", "filter FORWARD -m length --length 1:2000 -j ACCEPT");
      await rule("upstream", `filter INPUT ${at.echo.join(" ")} -j DROP`);
      expect(await lab.reasons(ping("RED", at.world))).toEqual(["no-answer"]);
    });

    test("a target without a route back is no-return-route", async () => {
      await lab.sandbox.ip(`route add ${at.subnet} via ${at.near}\n`, "upstream");
      expect(await lab.reasons(ping("upstream", "BLUE"))).toEqual(["works"]);
      await lab.sandbox.ip(`route del default via ${at.bridge}\n`, "BLUE");
      const { died } = await lab.verdict(ping("upstream", "BLUE"));
      expect(died).toEqual({
        reason: "no-return-route",
        where: `BLUE: no route back to ${at.far}: Network is unreachable`,
      });
    });

    test("masquerading by an interface without an address of the family tells whose address it takes", async () => {
      await lab.sandbox.ip(`address del ${at.near}${at.prefix} dev eth1\n`);
      await lab.sandbox.ip(`route replace default via ${at.far} dev eth1 onlink\n`);
      const { died } = await lab.verdict(ping("RED", at.world));
      expect(died?.reason).toBe("no-answer");
      expect(died?.where).toContain(
        `host: the request leaves by eth1 as ${at.bridge} > ${at.world}, no answer comes (translated from ${at.red}); ` +
          `eth1 has no address of ${at.name} to translate it to, and ${at.bridge} is that of br0: ${at.world} needs a route back to it`,
      );
    });

    if (at === IPV4)
      test("masquerading where no interface has an address drops, and says so", async () => {
        const [{ address }] = JSON.parse(await lab.sandbox.must(["ip", "-j", "link", "show", "br0"]));
        await lab.sandbox.ip("address flush dev br0\naddress flush dev eth1\n");
        await lab.sandbox.ip(`route add ${at.subnet} dev br0\nroute add default via ${at.far} dev eth1 onlink\n`);
        await lab.sandbox.ip(`neigh replace ${at.bridge} lladdr ${address} dev reth0\n`, "RED");
        const owners = new Map([[at.bridge, ["host"]]]);
        const [verdict] = await check([ping("RED", at.world)], { ...surroundings(lab.sandbox, at), owners });
        expect(verdict?.died?.reason).toBe("forward-drop");
        expect(verdict?.died?.where).toContain(
          `host: masquerade drops ${at.red} > ${at.world}: no interface there has an address of IPv4 (-A POSTROUTING`,
        );
        expect(verdict?.died?.next).toBe("give the interface that it leaves by an address of that family");
      });

    test("a gateway that lost its address is told where its routes are missed", async () => {
      await lab.sandbox.ip(`route add ${at.subnet} via ${at.near}\n`, "upstream");
      expect(await lab.reasons(ping("RED", at.far))).toEqual(["works"]);
      await lab.sandbox.ip(`address del ${at.bridge}${at.prefix} dev br0\nroute del default via ${at.far}\n`);
      const owners = new Map([
        [at.red, ["RED"]],
        [at.bridge, ["host"]],
        [at.far, ["upstream"]],
      ]);
      const [verdict] = await check([ping("RED", at.far)], { ...surroundings(lab.sandbox, at), owners });
      expect(verdict?.died).toMatchObject({ reason: "no-return-route" });
      expect(verdict?.died?.where).toContain(`host: no route back to ${at.red}`);
      expect(verdict?.died?.where).toContain(`; host lacks what is declared there, ${at.bridge}`);
    });

    if (at === IPV4)
      test("a source that rp_filter takes for forged is rp-filter", async () => {
        // ARP first, which rp_filter would stop as well.
        expect(await lab.reasons(ping("RED", at.far))).toEqual(["works"]);
        await set(lab.sandbox, "net/ipv4/conf/br0/rp_filter", "1");
        await lab.sandbox.ip(
          `address add 172.31.0.2/32 dev lo\nroute replace default via ${at.bridge} src 172.31.0.2\n`,
          "RED",
        );
        const { died } = await lab.verdict(ping("RED", at.far));
        expect(died?.reason).toBe("rp-filter");
        expect(died?.where).toContain("rp_filter = 1 on br0 takes the source 172.31.0.2 for forged");
      });

    test("routes that stop packets are no-route, at the source and on the way", async () => {
      await lab.sandbox.ip(`route add blackhole ${at.nowhere(1)}\nroute add prohibit ${at.nowhere(2)}\n`, "RED");
      await lab.sandbox.ip(`route add unreachable ${at.nowhere(3)}\nroute add blackhole ${at.nowhere(4)}\n`);
      if (at === IPV4) await set(lab.sandbox, "net/ipv4/conf/br0/rp_filter", "1");
      const targets = [at.nobodyIn(1), at.nobodyIn(2), at.nobodyIn(3), at.nobodyIn(4)];
      const verdicts = await Promise.all(targets.map((target) => lab.verdict(ping("RED", target))));
      expect(verdicts.map(({ died }) => died?.where)).toEqual([
        `RED: no route to ${at.nobodyIn(1)}: Invalid argument (blackhole ${at.nowhere(1)} in table main)`,
        `RED: no route to ${at.nobodyIn(2)}: Permission denied (prohibit ${at.nowhere(2)} in table main)`,
        `host: no route to ${at.nobodyIn(3)}: No route to host (unreachable ${at.nowhere(3)} in table main)`,
        `host: no route to ${at.nobodyIn(4)}: Invalid argument (blackhole ${at.nowhere(4)} in table main)`,
      ]);
      expect(await lab.reasons({ from: "RED", tcp: `${bracketed(at.nobodyIn(1))}:80`, timeout: 1 })).toEqual([
        "no-route",
      ]);
    });

    test.each([
      { scope: "host", by: `from ${at.red} blackhole`, why: `Invalid argument (rule 100: from ${at.red} blackhole)` },
      {
        scope: "host",
        by: `from ${at.subnet} prohibit`,
        why: `Permission denied (rule 100: from ${at.subnet} prohibit)`,
      },
      {
        scope: "host",
        by: `from ${at.red} to ${at.outside} lookup 77`,
        why: `Invalid argument (blackhole default in table 77, by rule 100: from ${at.red} to ${at.outside} lookup 77)`,
      },
      {
        scope: "RED",
        by: `to ${at.world} unreachable`,
        why: `Network is unreachable (rule 100: from all to ${at.world} unreachable)`,
      },
    ])(
      "a rule of policy that stops packets is named, with the command that takes it away: $by",
      async ({ scope, by, why }) => {
        for (const line of ["route add blackhole default table 77", `rule add ${by} pref 100`])
          await lab.sandbox.must(["ip", at.ip, ...line.split(" ")], { scope });
        const { died } = await lab.verdict(ping("RED", at.world));
        expect(died).toMatchObject({
          reason: "no-route",
          where: `${scope}: no route to ${at.world}: ${why}`,
          ruled: true,
        });
        const [, ...words] = /^(ip .*) takes it away$/.exec(died?.next ?? "")?.[1]?.split(" ") ?? [];
        await lab.sandbox.must(["ip", ...words]);
        expect((await lab.verdict(ping("RED", at.world))).holds).toBe(true);
      },
    );

    if (at === IPV6)
      test("IPv6 that is switched off is named where there is no route of it", async () => {
        await set(lab.sandbox, "net/ipv6/conf/all/disable_ipv6", "1");
        expect((await lab.verdict(ping("host", "fd00::1"))).died?.where).toBe(
          "host: no route to fd00::1: Network is unreachable (net.ipv6.conf.all.disable_ipv6 = 1)",
        );
      });

    test("two machines whose routes point at each other are a loop", async () => {
      await lab.sandbox.ip(`route add ${at.nowhere(5)} via ${at.far}\n`);
      await lab.sandbox.ip(`route add default via ${at.near}\n`, "upstream");
      await lab.sandbox.must(["sysctl", "-q", "-w", `${at.forwarding}=1`], { scope: "upstream" });
      await lab.sandbox.must([at.iptables, "-P", "FORWARD", "ACCEPT"]);
      // Translated, the packet would come back with the host's own address, which it takes for forged.
      await lab.sandbox.must([at.iptables, "-t", "nat", "-F"]);
      expect(await lab.reasons(ping("RED", at.nobodyIn(5)))).toEqual(["ttl-exceeded"]);
    });

    test("the reason that is demanded must be the one", async () => {
      const fails = { ...ping("RED", at.nobody), fails: true };
      expect(await lab.verdict({ ...fails, because: "no-arp" })).toMatchObject({ holds: true });
      expect(await lab.verdict({ ...fails, because: "no-route" })).toMatchObject({
        holds: false,
        died: { reason: "no-arp" },
      });
      expect(await lab.verdict({ ...ping("RED", "BLUE"), fails: true })).toMatchObject({ holds: false });
    });

    test("a probe that cannot run proves nothing, not even a failure", async () => {
      const { holds, found } = await lab.verdict({ from: "GREEN", ping: "BLUE", fails: true });
      expect(holds).toBe(false);
      expect(found).toContain("the probe could not run");
      expect(await lab.verdict({ from: "GREEN", tcp: "BLUE:80", fails: true })).toMatchObject({ holds: false });
    });

    test.each([
      { target: "BLUE", lost: "ARP" },
      { target: at.world, lost: "the way" },
    ])(
      "a link that comes up when $lost has been given up long ago is waited for, as long as is said",
      async ({ target }) => {
        const port = target === "BLUE" ? "beth1" : "eth1";
        await lab.sandbox.ip(`link set ${port} down\n`);
        // What the kernel takes away with the link: routes, and of IPv6 addresses too.
        const lost = `address replace ${at.near}${at.prefix} dev eth1\nroute add default via ${at.far}\n`;
        const again = sleep(5000).then(() => lab.sandbox.ip(`link set ${port} up\n${port === "eth1" ? lost : ""}`));
        expect(await lab.verdict({ from: "RED", ping: target, timeout: 60 })).toMatchObject({ holds: true });
        await again;
      },
    );
  });
});
