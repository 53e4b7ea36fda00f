import { afterEach, beforeEach, expect, test } from "vitest";
import { describeLive } from "../../../live.ts";
import { type Lab, labAt } from "./lab.ts";

describeLive("a set that a rule asks", () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await labAt(4);
  });
  afterEach(() => lab.sandbox.close());

  const ping = (from: string, target: string) => ({ from, ping: target, timeout: 1 });

  async function rule(scope: string, text: string): Promise<void> {
    const [table = "", chain = "", ...rest] = text.split(" ");
    await lab.sandbox.must(["iptables", "-t", table, "-I", chain, ...rest], { scope });
  }

  test("is named, with the entry that the packet is in, or that it is in none", async () => {
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
});
