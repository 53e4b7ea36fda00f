import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeLive } from "../../../live.ts";
import { type Lab, labAt, set } from "./lab.ts";

describeLive("why an expectation does not hold", () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await labAt(4);
  });
  afterEach(() => lab.sandbox.close());

  const ping = (from: string, target: string) => ({ from, ping: target, timeout: 1 });

  /** "filter FORWARD -j DROP": a rule that comes before all others of its chain. */
  async function rule(scope: string, text: string): Promise<void> {
    const [table = "", chain = "", ...rest] = text.split(" ");
    await lab.sandbox.must(["iptables", "-t", table, "-I", chain, ...rest], { scope });
  }

  test("an address that nobody has is no-arp, with the device and the state of the neighbour", async () => {
    const { died } = await lab.verdict(ping("RED", "11.11.11.77"));
    expect(died).toEqual({
      reason: "no-arp",
      where: "RED: 11.11.11.77 does not answer ARP on reth0 (neighbour INCOMPLETE)",
    });
  });

  test("an address that nobody has behind the host is no-arp of the host", async () => {
    const { died } = await lab.verdict(ping("RED", "192.168.104.9"));
    expect(died?.reason).toBe("no-arp");
    expect(died?.where).toContain("host: 192.168.104.9 does not answer ARP on eth1");
  });

  test("legacy tables, which iptables does not show, are asked too: to drop the request, the answer, and to translate", async () => {
    const legacy = (...words: string[]) => lab.sandbox.must(["iptables-legacy", ...words]);
    await legacy("-I", "FORWARD", "-i", "br0", "-j", "DROP");
    const { died } = await lab.verdict(ping("RED", "8.8.8.8"));
    expect(died).toEqual({
      reason: "forward-drop",
      where:
        "host: rule 1 of FORWARD, table filter of iptables-legacy (-A FORWARD -i br0 -j DROP), met by 11.11.11.2 > 8.8.8.8 in br0 out eth1",
    });
    await legacy("-F", "FORWARD");
    await legacy("-P", "FORWARD", "DROP");
    await legacy("-A", "FORWARD", "-i", "br0", "-j", "ACCEPT");
    expect((await lab.verdict(ping("RED", "8.8.8.8"))).died).toMatchObject({ reason: "answer-dropped" });
    await legacy("-t", "nat", "-A", "PREROUTING", "-d", "8.8.8.8/32", "-j", "DNAT", "--to-destination", "11.11.11.77");
    expect((await lab.verdict(ping("RED", "8.8.8.8"))).died?.where).toContain("11.11.11.77");
  });

  test("a REJECT on the way is rejected and names the rule, for ping and for tcp", async () => {
    await rule("host", "filter FORWARD -d 8.8.8.8/32 -j REJECT --reject-with icmp-port-unreachable");
    const { died } = await lab.verdict(ping("RED", "8.8.8.8"));
    expect(died?.reason).toBe("rejected");
    expect(died?.where).toContain("host: rule 1 of FORWARD, table filter (-A FORWARD -d 8.8.8.8/32 -j REJECT");
    expect(await lab.reasons({ from: "RED", tcp: "8.8.8.8:80", timeout: 1 })).toEqual(["rejected"]);
  });

  test("a prohibition by a machine out of sight is rejected too, and names who said so", async () => {
    await rule("upstream", "filter INPUT -p icmp -j REJECT --reject-with icmp-admin-prohibited");
    const { died } = await lab.verdict(ping("RED", "8.8.8.8"));
    expect(died).toEqual({ reason: "rejected", where: "8.8.8.8 says: Packet filtered from 8.8.8.8" });
  });

  test("a set that a rule asks is named, with the entry that the packet is in, or that it is in none", async () => {
    await lab.sandbox.must(["ipset", "restore"], {
      input:
        "create outside hash:net\nadd outside 8.8.0.0/16\nadd outside 8.8.4.0/24 nomatch\n" +
        "create all list:set\nadd all outside\ncreate clients hash:ip\nadd clients 11.11.11.3\n",
    });
    await rule("host", "filter FORWARD -m set --match-set all dst -j DROP");
    const at =
      "table filter (-A FORWARD -m set --match-set all dst -j DROP), met by 11.11.11.2 > 8.8.8.8 in br0 out eth1";
    expect((await lab.verdict(ping("RED", "8.8.8.8"))).died).toEqual({
      reason: "forward-drop",
      where: `host: rule 1 of FORWARD, ${at}; its destination 8.8.8.8 is in set all, by its member outside: 8.8.0.0/16`,
    });
    await lab.sandbox.must(["ipset", "add", "outside", "8.8.8.8", "nomatch"]);
    expect(await lab.reasons(ping("RED", "8.8.8.8"))).toEqual(["works"]);
    await lab.sandbox.must(["iptables", "-F", "FORWARD"]);
    await lab.sandbox.must(["iptables", "-A", "FORWARD", "-d", "11.11.11.0/24", "-j", "ACCEPT"]);
    await rule("host", "filter FORWARD -m set --match-set clients src -j ACCEPT");
    expect((await lab.verdict(ping("RED", "8.8.8.8"))).died?.where).toBe(
      "host: policy DROP of FORWARD, table filter, met by 11.11.11.2 > 8.8.8.8 in br0 out eth1; its source " +
        "11.11.11.2 is not in set clients, which -A FORWARD -m set --match-set clients src -j ACCEPT asks",
    );
    expect(await lab.reasons(ping("BLUE", "8.8.8.8"))).toEqual(["works"]);
  });

  test("a drop in INPUT of the target and in OUTPUT of the source are told apart", async () => {
    await rule("BLUE", "filter INPUT -s 11.11.11.2/32 -j DROP");
    await rule("RED", "filter OUTPUT -d 8.8.8.8/32 -j DROP");
    expect(await lab.reasons(ping("RED", "BLUE"), ping("RED", "8.8.8.8"))).toEqual(["input-drop", "output-drop"]);
  });

  test("an answer that the target's own OUTPUT drops is answer-dropped", async () => {
    await rule("BLUE", "filter OUTPUT -d 11.11.11.2/32 -m conntrack --ctstate ESTABLISHED -j DROP");
    const { died } = await lab.verdict(ping("RED", "BLUE"));
    expect(died?.reason).toBe("answer-dropped");
    expect(died?.where).toContain("BLUE: rule 1 of OUTPUT");
  });

  test("a drop by a match that cannot be judged is told where its counter moves", async () => {
    await lab.sandbox.must(["iptables", "-F", "FORWARD"]);
    await rule("host", "filter FORWARD -m length --length 2000:3000 -j ACCEPT");
    const { died } = await lab.verdict(ping("RED", "8.8.8.8"));
    expect(died?.reason).toBe("forward-drop");
    expect(died?.where).toContain("policy DROP of FORWARD");
  });

  test("a drop by a match that cannot be judged is not told where its counter stands still", async () => {
    await lab.sandbox.must(["iptables", "-F", "FORWARD"]);
    await rule("host", "filter FORWARD -m length --length 1:2000 -j ACCEPT");
    await rule("upstream", "filter INPUT -j DROP");
    expect(await lab.reasons(ping("RED", "8.8.8.8"))).toEqual(["no-answer"]);
  });

  test("a target without a route back is no-return-route", async () => {
    await lab.sandbox.ip("route add 11.11.11.0/24 via 192.168.104.2\n", "upstream");
    expect(await lab.reasons(ping("upstream", "BLUE"))).toEqual(["works"]);
    await lab.sandbox.ip("route del default\n", "BLUE");
    const { died } = await lab.verdict(ping("upstream", "BLUE"));
    expect(died).toEqual({
      reason: "no-return-route",
      where: "BLUE: no route back to 192.168.104.1: Network is unreachable",
    });
  });

  test("a source that rp_filter takes for forged is rp-filter", async () => {
    // ARP first, which rp_filter would stop as well.
    expect(await lab.reasons(ping("RED", "192.168.104.1"))).toEqual(["works"]);
    await set(lab.sandbox, "net/ipv4/conf/br0/rp_filter", "1");
    await lab.sandbox.ip(
      "address add 172.31.0.2/32 dev lo\nroute replace default via 11.11.11.1 src 172.31.0.2\n",
      "RED",
    );
    const { died } = await lab.verdict(ping("RED", "192.168.104.1"));
    expect(died?.reason).toBe("rp-filter");
    expect(died?.where).toContain("rp_filter = 1 on br0 takes the source 172.31.0.2 for forged");
  });

  test("routes that stop packets are no-route, at the source and on the way", async () => {
    await lab.sandbox.ip("route add blackhole 10.1.0.0/16\nroute add prohibit 10.2.0.0/16\n", "RED");
    await lab.sandbox.ip("route add unreachable 10.3.0.0/16\nroute add blackhole 10.4.0.0/16\n");
    await set(lab.sandbox, "net/ipv4/conf/br0/rp_filter", "1");
    const targets = ["10.1.0.1", "10.2.0.1", "10.3.0.1", "10.4.0.1"];
    const verdicts = await Promise.all(targets.map((target) => lab.verdict(ping("RED", target))));
    expect(verdicts.map(({ died }) => died?.where)).toEqual([
      "RED: no route to 10.1.0.1: Invalid argument (blackhole 10.1.0.0/16 in table main)",
      "RED: no route to 10.2.0.1: Permission denied (prohibit 10.2.0.0/16 in table main)",
      "host: no route to 10.3.0.1: No route to host (unreachable 10.3.0.0/16 in table main)",
      "host: no route to 10.4.0.1: Invalid argument (blackhole 10.4.0.0/16 in table main)",
    ]);
    expect(await lab.reasons({ from: "RED", tcp: "10.1.0.1:80", timeout: 1 })).toEqual(["no-route"]);
  });

  test.each([
    { scope: "host", by: "from 11.11.11.2 blackhole", why: "Invalid argument (rule 100: from 11.11.11.2 blackhole)" },
    {
      scope: "host",
      by: "from 11.11.11.0/24 prohibit",
      why: "Permission denied (rule 100: from 11.11.11.0/24 prohibit)",
    },
    {
      scope: "host",
      by: "from 11.11.11.2 to 8.8.8.0/24 lookup 77",
      why: "Invalid argument (blackhole default in table 77, by rule 100: from 11.11.11.2 to 8.8.8.0/24 lookup 77)",
    },
    {
      scope: "RED",
      by: "to 8.8.8.8 unreachable",
      why: "Network is unreachable (rule 100: from all to 8.8.8.8 unreachable)",
    },
  ])("a rule of policy that stops packets is named: $by", async ({ scope, by, why }) => {
    await lab.sandbox.ip(`route add blackhole default table 77\nrule add ${by} pref 100\n`, scope);
    expect((await lab.verdict(ping("RED", "8.8.8.8"))).died).toEqual({
      reason: "no-route",
      where: `${scope}: no route to 8.8.8.8: ${why}`,
    });
  });

  test("IPv6 that is switched off is named where there is no route of it", async () => {
    await set(lab.sandbox, "net/ipv6/conf/all/disable_ipv6", "1");
    expect((await lab.verdict(ping("host", "fd00::1"))).died?.where).toBe(
      "host: no route to fd00::1: Network is unreachable (net.ipv6.conf.all.disable_ipv6 = 1)",
    );
  });

  test("two machines whose routes point at each other are a loop", async () => {
    await lab.sandbox.ip("route add 10.5.0.0/16 via 192.168.104.1\n");
    await lab.sandbox.ip("route add default via 192.168.104.2\n", "upstream");
    await lab.sandbox.must(["tee", "/proc/sys/net/ipv4/ip_forward"], { scope: "upstream", input: "1" });
    await lab.sandbox.must(["iptables", "-P", "FORWARD", "ACCEPT"]);
    // Translated, the packet would come back with the host's own address, which it takes for forged.
    await lab.sandbox.must(["iptables", "-t", "nat", "-F"]);
    expect(await lab.reasons(ping("RED", "10.5.0.1"))).toEqual(["ttl-exceeded"]);
  });

  test("the reason that is demanded must be the one", async () => {
    const fails = { ...ping("RED", "11.11.11.77"), fails: true };
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
    { target: "8.8.8.8", lost: "the way" },
  ])(
    "a link that comes up when $lost has been given up long ago is waited for, as long as is said",
    async ({ target }) => {
      const port = target === "BLUE" ? "beth1" : "eth1";
      await lab.sandbox.ip(`link set ${port} down\n`);
      const late = sleep(5000).then(() => lab.sandbox.ip(`link set ${port} up\n`));
      const again = port === "eth1" ? late.then(() => lab.sandbox.ip("route add default via 192.168.104.1\n")) : late;
      expect(await lab.verdict({ from: "RED", ping: target, timeout: 60 })).toMatchObject({ holds: true });
      await again;
    },
  );

  test("IPv6 works alike: no answer to neighbour discovery, a FORWARD policy, a missing route", async () => {
    await lab.sandbox.ip("address add fd00::2/64 dev reth0 nodad\nroute add default via fd00::1\n", "RED");
    await lab.sandbox.ip("address add fd00::1/64 dev br0 nodad\naddress add fd01::2/64 dev eth1 nodad\n");
    await lab.sandbox.ip("address add fd01::1/64 dev eth0 nodad\n", "upstream");
    await set(lab.sandbox, "net/ipv6/conf/all/forwarding", "0");
    const reasons = () => lab.reasons(ping("RED", "fd00::1"), ping("RED", "fd00::9"), ping("RED", "fd01::1"));
    expect(await reasons()).toEqual(["works", "no-arp", "ip-forward"]);
    await set(lab.sandbox, "net/ipv6/conf/all/forwarding", "1");
    await lab.sandbox.must(["ip6tables", "-P", "FORWARD", "DROP"]);
    expect(await reasons()).toEqual(["works", "no-arp", "forward-drop"]);
    expect(await lab.reasons(ping("BLUE", "fd01::1"))).toEqual(["no-route"]);
  });
});
