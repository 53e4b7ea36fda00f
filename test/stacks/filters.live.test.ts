import { expect, test } from "vitest";
import { describeStack } from "./lab.ts";
import { failure } from "./stack.ts";

const FAMILIES = ["iptables", "ip6tables"];

describeStack("filters that a stack declares of its own host", {}, (lab) => {
  const bridges = { br0: { address: "11.11.11.1/24", forward: true } };
  const declare = (more: object) => lab.stack.configure({ topology: { bridges, ...more } });

  test("an ordinary input filter leaves Pulumi its way to its plugins, in every command after it", async () => {
    const filter = [
      { chain: "input", state: ["established", "related"], verdict: "accept" },
      { chain: "input", protocol: "tcp", ports: 22, verdict: "accept" },
      { chain: "input", verdict: "drop" },
      { chain: "output", destination: "10.0.0.0/8", verdict: "drop" },
      { chain: "output", protocol: "tcp", ports: "1024-65535", verdict: "reject" },
    ];
    await declare({ firewall: { filter } });
    await lab.stack.up();
    await lab.stack.up({ expectNoChanges: true });
    for (const iptables of FAMILIES) {
      const saved = await lab.host.must([`${iptables}-save`, "-t", "filter"]);
      expect(saved).toMatch(/-A BW-\S+-IN -i lo .*-j ACCEPT\n-A BW-\S+-IN -m comment .*-j DROP/);
    }
  });

  const rules = () => Promise.all(FAMILIES.map((iptables) => lab.host.must([iptables, "-S"])));

  test("a rule behind the one that lets loopback pass is drift like any other, when it is taken away by hand", async () => {
    const [, own = ""] = /^-A (BW-\S+-OUT) -o lo/m.exec(await lab.host.must(["iptables-save"])) ?? [];
    const saved = await rules();
    await lab.host.must(["iptables", "-D", own, "3"]);
    // Behind loopback there is one rule less: 10.0.0.0/8 is IPv4's.
    await lab.host.must(["ip6tables", "-D", own, "2"]);
    const { text } = await lab.stack.preview();
    for (const family of ["ipv4", "ipv6"]) expect(text).toContain(`drift: chain ${family} filter output in host`);
    await lab.stack.up();
    expect(await rules()).toEqual(saved);
  });

  test("a rule and a setting that would cut it off are refused, and nothing is changed", async () => {
    const before = await lab.settled();
    const filter = [{ chain: "input", in: "lo", verdict: "drop" }];
    await declare({ firewall: { filter }, sysctls: { "net.ipv4.tcp_rmem": "1 1 1" } });
    const said = await failure(lab.stack.up());
    expect(said).toContain("cuts Pulumi off from its own plugins");
    expect(said).toContain("it ends TCP over the host's loopback");
    expect(await lab.changes(before)).toEqual([]);
  });

  test("what nothing reaches is told", async () => {
    const firewall = { filter: [{ chain: "forward", verdict: "drop" }] };
    await declare({ firewall });
    const told = 'firewall.filter[0]: "drop": it decides over all packets of bridges.br0.forward, and comes first';
    expect(await lab.stack.up()).toContain(told);
  });

  test("destroy works, and gives the host back as it was", async () => {
    await lab.stack.destroy();
    expect(await lab.changes()).toEqual([]);
  });
});
