import { afterEach, beforeEach, expect, test } from "vitest";
import { which } from "../../../../toolchain/find.mjs";
import { liveUnless } from "../../../live.ts";
import { noSandbox } from "../../../sandbox.ts";
import { type Lab, labAt } from "./lab.ts";

const reason = noSandbox ?? (which("nft") ? undefined : "needs nft (package nftables)");

liveUnless(reason)("rules of nftables beside those of iptables", () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await labAt(4);
  });
  afterEach(() => lab.sandbox.close());

  const OUT = { from: "RED", ping: "8.8.8.8", timeout: 1 };
  const NEXT = { from: "RED", ping: "BLUE", timeout: 1 };
  const nft = (scope: string, text: string) => lab.sandbox.must(["nft", "-f", "-"], { scope, input: `${text}\n` });
  /** A table with one chain at a hook. */
  const chain = (hook: string, rules: string, { family = "inet", policy = "accept", type = "filter" } = {}) =>
    `table ${family} fw {\n chain c {\n type ${type} hook ${hook} priority 10; policy ${policy};\n ${rules}\n }\n}`;

  test.each([
    {
      does: "drops a request on the way",
      scope: "host",
      table: chain(
        "forward",
        'iifname "br*" ip daddr { 8.8.0.0/16, 9.9.9.9 } icmp type echo-request drop comment "why"',
      ),
      died: {
        reason: "forward-drop",
        where:
          'host: rule 1 of chain c "why" (drop), table inet fw of nftables, met by 11.11.11.2 > 8.8.8.8 in br0 out eth1',
      },
    },
    {
      does: "drops by its policy what no rule lets pass",
      scope: "host",
      table: chain("forward", "ct state established,related accept\n tcp dport 80 accept", { policy: "drop" }),
      died: {
        reason: "forward-drop",
        where:
          "host: policy drop of chain c (drop), table inet fw of nftables, met by 11.11.11.2 > 8.8.8.8 in br0 out eth1",
      },
    },
    {
      does: "drops at the source",
      scope: "RED",
      table: chain("output", "meta l4proto { icmp, tcp } oifname reth0 jump sub\n }\n chain sub {\n drop"),
      died: {
        reason: "output-drop",
        where: "RED: rule 1 of chain sub (drop), table inet fw of nftables, met by 11.11.11.2 > 8.8.8.8 out reth0",
      },
    },
    {
      does: "drops an answer, and has counted it",
      scope: "host",
      table: chain("forward", "oifname br0 ct state established counter drop", { family: "ip" }),
      died: {
        reason: "answer-dropped",
        where:
          "host: rule 1 of chain c (drop), table ip fw of nftables, met by the answer 8.8.8.8 > 11.11.11.2 in eth1 out br0",
      },
    },
    {
      does: "would drop an answer, and counts nothing",
      scope: "host",
      table: chain("forward", "oifname br0 drop", { family: "ip" }),
      died: {
        reason: "no-answer",
        where:
          "host: the request leaves by eth1 as 192.168.104.2 > 8.8.8.8, no answer comes (translated from 11.11.11.2); " +
          "an answer would meet this: host: rule 1 of chain c (drop), table ip fw of nftables, met by the answer 8.8.8.8 > 11.11.11.2 in eth1 out br0",
      },
    },
    {
      does: "translates to nobody",
      scope: "host",
      table: chain("prerouting", "ip daddr 8.8.8.8 dnat to 11.11.11.77", { family: "ip", type: "nat" }),
      died: { reason: "no-arp", where: expect.stringContaining("host: 11.11.11.77 does not answer ARP on br0") },
    },
    {
      does: "passes what it looks at in other ways",
      scope: "host",
      table: chain(
        "forward",
        "ip6 saddr fd00::/8 drop\n tcp dport 1-1024 drop\n ip saddr != { 11.11.11.2, 8.8.8.8 } drop\n meta nfproto ipv6 drop",
      ),
      died: undefined,
    },
  ])("one that $does", async ({ scope, table, died }) => {
    await nft(scope, table);
    const found = (await lab.verdict(OUT)).died;
    expect(found && { reason: found.reason, where: found.where }).toEqual(died);
  });

  test("of the target drop one packet and reject another", async () => {
    await nft(
      "BLUE",
      chain(
        "input",
        "icmp type echo-request drop\n tcp dport vmap { 80 : jump no, 81 : accept }\n }\n chain no {\n reject with tcp reset",
      ),
    );
    const { died: dropped } = await lab.verdict(NEXT);
    expect(dropped?.reason).toBe("input-drop");
    const { died: rejected } = await lab.verdict({ from: "RED", tcp: "BLUE:80", timeout: 1 });
    expect(rejected).toEqual({
      reason: "rejected",
      where:
        "BLUE: rule 1 of chain no (reject), table inet fw of nftables, met by 11.11.11.2 > 11.11.11.3 port 80 in beth0",
    });
    expect(await lab.reasons({ from: "RED", tcp: "BLUE:81", timeout: 1 })).toEqual(["refused"]);
  });

  test("that cannot be judged are told of as what they are: proven by their counter, or a maybe", async () => {
    await nft("host", chain("forward", "ip daddr 8.8.8.8 limit rate over 1/hour burst 1 packets counter drop"));
    await lab.verdict(OUT);
    expect((await lab.verdict(OUT)).died).toMatchObject({ reason: "forward-drop" });
    await nft("host", "flush ruleset");
    await lab.sandbox.must(["iptables", "-P", "FORWARD", "ACCEPT"]);
    await nft("host", chain("forward", "meta mark 0 drop"));
    const { died } = await lab.verdict(OUT);
    expect(died?.reason).toBe("no-answer");
    expect(died?.where).toContain(
      "; it may have died here, which cannot be told: host: rule 1 of chain c (drop), table inet fw of nftables",
    );
  });
});
