import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { describeLive } from "../../../live.ts";
import { FirewallLab, names } from "./lab.ts";

let lab: FirewallLab;
beforeAll(async () => {
  lab = await FirewallLab.open();
});
afterAll(() => lab.close());

/** Each matches something that no other does, so that a changed rule belongs to one entry. */
const DECLARED = {
  masquerade: [
    { source: "11.11.11.0/24", notOut: "br0", comment: "way out" },
    { source: "11.11.12.0/24", out: "eth1", notDestination: "10.0.0.0/8" },
  ],
  forward: [{ source: "11.11.11.0/24" }, { destination: "11.11.11.0/24", state: ["established", "related"] }],
  publish: [{ port: 8080, to: "11.11.11.2:80" }],
  filter: [
    { chain: "input", in: "br0", protocol: "tcp", ports: 22, sourcePorts: "1024-65535", verdict: "accept" },
    { chain: "input", protocol: "icmp", icmpType: "echo-request", verdict: "log", logPrefix: "lab: ", family: "ipv4" },
    { chain: "output", out: "br0", protocol: "tcp", ports: 25, verdict: "reject", rejectWith: "tcp-reset" },
  ],
};

let clean: string;
beforeEach(async () => {
  await lab.apply(DECLARED);
  clean = await lab.save();
});

/** Our chains of the host by what they end in: FWD, IN, ... */
async function ourChain(suffix: string): Promise<string> {
  return /BW-[0-9a-f]{12}/.exec(clean)?.[0].concat("-", suffix) ?? "";
}

/** A chain's rules as iptables takes them, by number. */
function ruleOf(chain: string, number: number): string {
  const rules = clean.split("\n").filter((line) => line.startsWith(`-A ${chain} `));
  return rules[number - 1]?.slice(`-A ${chain} `.length) ?? "";
}

async function restored(table: string, command: string): Promise<void> {
  await lab.sandbox.must(["iptables-restore", "--noflush"], { input: `*${table}\n${command}\nCOMMIT\n` });
}

interface Edit {
  what: string;
  table: "filter" | "nat";
  chain: string;
  rule: number;
  from: string;
  to: string;
  /** The entry of the declaration that the host then lacks. */
  lacks: [keyof typeof DECLARED, number];
}

const EDITS: Edit[] = [
  {
    what: "a source",
    table: "nat",
    chain: "POST",
    rule: 3,
    from: "11.11.11.0/24",
    to: "11.11.0.0/16",
    lacks: ["masquerade", 0],
  },
  {
    what: "a negated out interface",
    table: "nat",
    chain: "POST",
    rule: 3,
    from: "! -o br0",
    to: "-o br0",
    lacks: ["masquerade", 0],
  },
  { what: "a comment", table: "nat", chain: "POST", rule: 3, from: "way out", to: "way in", lacks: ["masquerade", 0] },
  {
    what: "an out interface",
    table: "nat",
    chain: "POST",
    rule: 4,
    from: "-o eth1",
    to: "-o eth2",
    lacks: ["masquerade", 1],
  },
  {
    what: "a negated destination",
    table: "nat",
    chain: "POST",
    rule: 4,
    from: "10.0.0.0/8",
    to: "11.0.0.0/8",
    lacks: ["masquerade", 1],
  },
  { what: "a destination", table: "filter", chain: "FWD", rule: 2, from: "-d 11", to: "-d 12", lacks: ["forward", 1] },
  {
    what: "a state",
    table: "filter",
    chain: "FWD",
    rule: 2,
    from: "RELATED,ESTABLISHED",
    to: "RELATED",
    lacks: ["forward", 1],
  },
  {
    what: "a verdict",
    table: "filter",
    chain: "FWD",
    rule: 1,
    from: "-j ACCEPT",
    to: "-j DROP",
    lacks: ["forward", 0],
  },
  {
    what: "an in interface",
    table: "filter",
    chain: "IN",
    rule: 1,
    from: "-i br0",
    to: "-i br1",
    lacks: ["filter", 0],
  },
  {
    what: "a protocol",
    table: "filter",
    chain: "IN",
    rule: 1,
    from: "-p tcp -m tcp",
    to: "-p udp -m udp",
    lacks: ["filter", 0],
  },
  { what: "a port", table: "filter", chain: "IN", rule: 1, from: "--dport 22", to: "--dport 23", lacks: ["filter", 0] },
  { what: "a source port", table: "filter", chain: "IN", rule: 1, from: "1024:", to: "1023:", lacks: ["filter", 0] },
  {
    what: "an ICMP type",
    table: "filter",
    chain: "IN",
    rule: 2,
    from: "--icmp-type 8",
    to: "--icmp-type 0",
    lacks: ["filter", 1],
  },
  { what: "a log prefix", table: "filter", chain: "IN", rule: 2, from: '"lab: "', to: '"rab: "', lacks: ["filter", 1] },
  {
    what: "the answer of a reject",
    table: "filter",
    chain: "OUT",
    rule: 1,
    from: "tcp-reset",
    to: "icmp-port-unreachable",
    lacks: ["filter", 2],
  },
  {
    what: "the target of a publish",
    table: "nat",
    chain: "PRE",
    rule: 1,
    from: "11.11.11.2:80",
    to: "11.11.11.3:80",
    lacks: ["publish", 0],
  },
  {
    what: "the limit to local addresses",
    table: "nat",
    chain: "PRE",
    rule: 1,
    from: "--dst-type LOCAL",
    to: "--dst-type UNICAST",
    lacks: ["publish", 0],
  },
  {
    what: "the direction of an answer",
    table: "filter",
    chain: "FWD",
    rule: 4,
    from: "--ctdir REPLY",
    to: "--ctdir ORIGINAL",
    lacks: ["publish", 0],
  },
  {
    what: "the owner's mark",
    table: "filter",
    chain: "FWD",
    rule: 1,
    from: "bridgework:test/dev/lab",
    to: "bridgework:test/dev/other",
    lacks: ["forward", 0],
  },
];

describeLive("a rule of ours", () => {
  test.each(EDITS)(
    "$what changed by hand is seen, shown and repaired",
    async ({ table, chain, rule, from, to, lacks }) => {
      const name = await ourChain(chain);
      const old = ruleOf(name, rule);
      expect(old).toContain(from);
      await restored(table, `-R ${name} ${rule} ${old.replace(from, to)}`);
      const plan = await lab.plan(DECLARED);
      expect(plan.map(({ verb, kind }) => `${verb} ${kind}`)).toEqual(["change chain"]);
      const live = await lab.live(DECLARED);
      const [list, index] = lacks;
      expect(live[list]).toEqual((DECLARED[list] as unknown[]).filter((_, position) => position !== index));
      expect(Object.keys(live).filter((key) => !(key in DECLARED))).toEqual([plan[0]?.key]);
      await lab.apply(DECLARED);
      expect(await lab.save()).toBe(clean);
    },
  );
});

describeLive("a chain of ours", () => {
  test("without one of its rules gets it back in its place", async () => {
    await restored("filter", `-D ${await ourChain("FWD")} 1`);
    expect(await lab.live(DECLARED)).toEqual({ ...DECLARED, forward: DECLARED.forward.slice(1) });
    await lab.apply(DECLARED);
    expect(await lab.save()).toBe(clean);
  });

  test.each([
    ["before", 1],
    ["between", 2],
    ["after", 6],
  ])("with a foreign rule %s its own names it and loses it", async (_, number) => {
    await restored("filter", `-I ${await ourChain("FWD")} ${number} -s 10.66.0.0/16 -m limit --limit 3/min -j DROP`);
    const live = await lab.live(DECLARED);
    expect(live["ipv4 filter forward"]).toEqual(["foreign: -s 10.66.0.0/16 -m limit --limit 3/min -j DROP"]);
    await lab.apply(DECLARED);
    expect(await lab.save()).toBe(clean);
  });

  test("with a twin of its rule that has no mark loses the twin", async () => {
    await restored("filter", `-I ${await ourChain("FWD")} 1 -s 11.11.11.0/24 -j ACCEPT`);
    expect((await lab.live(DECLARED))["ipv4 filter forward"]).toEqual(["foreign: -s 11.11.11.0/24 -j ACCEPT"]);
    await lab.apply(DECLARED);
    expect(await lab.save()).toBe(clean);
  });

  test("with one of its rules twice keeps one", async () => {
    const name = await ourChain("FWD");
    await restored("filter", `-A ${name} ${ruleOf(name, 1)}`);
    expect((await lab.live(DECLARED))["ipv4 filter forward"]).toEqual(["-s 11.11.11.0/24 -j ACCEPT"]);
    await lab.apply(DECLARED);
    expect(await lab.save()).toBe(clean);
  });

  test("whose rules changed places has them in order again", async () => {
    const name = await ourChain("FWD");
    await restored("filter", `-D ${name} 1\n-A ${name} ${ruleOf(name, 1)}`);
    expect((await lab.live(DECLARED))["ipv4 filter forward"]).toHaveLength(5);
    await lab.apply(DECLARED);
    expect(await lab.save()).toBe(clean);
  });
});

describeLive("rules of ours under another name", () => {
  test.each([
    ["filter", "FWD"],
    ["filter", "IN"],
    ["nat", "PRE"],
    ["nat", "POST"],
  ])("a chain renamed by hand (%s %s) is made anew, and the renamed one goes with its jump", async (table, suffix) => {
    await lab.hand(`iptables -t ${table} -E ${await ourChain(suffix)} MINE`);
    const plan = names(await lab.plan(DECLARED));
    expect(plan.filter((name) => name.startsWith("delete"))).toEqual([
      expect.stringMatching(new RegExp(`^delete chain ipv4 ${table} ours in [A-Z]+ MINE$`)),
    ]);
    await lab.apply(DECLARED);
    expect(await lab.save()).toBe(clean);
    expect(await lab.plan(DECLARED)).toEqual([]);
  });

  test("a renamed chain goes at the end too, where nothing is declared any more, and its table with it", async () => {
    await lab.hand(`iptables -t nat -E ${await ourChain("PRE")} MINE`);
    await lab.apply({});
    expect(await lab.save()).toBe("");
  });

  test("a copy of a rule goes; a chain that others lead to is emptied and stays theirs", async () => {
    const rule = ruleOf(await ourChain("FWD"), 1);
    await restored("filter", `-A FORWARD ${rule}\n-N MINE\n-A MINE ${rule}\n-A FORWARD -s 10.66.0.0/16 -j MINE`);
    await lab.apply(DECLARED);
    const left = (await lab.save()).split("\n").filter((line) => !clean.includes(line));
    expect(left).toEqual([":MINE - ", "-A FORWARD -s 10.66.0.0/16 -j MINE"]);
    await restored("filter", "-D FORWARD -s 10.66.0.0/16 -j MINE\n-X MINE");
  });

  test("they are back as they were where the update that takes them away fails", async () => {
    const chain = await ourChain("FWD");
    await lab.hand(`iptables -E ${chain} MINE`);
    await restored("filter", `-A FORWARD ${ruleOf(chain, 2)}`);
    const before = await lab.save();
    await expect(lab.apply(DECLARED, { prove: () => Promise.reject(new Error("no answer")) })).rejects.toThrow(
      "the host is as before",
    );
    expect((await lab.save()).split("\n").toSorted()).toEqual(before.split("\n").toSorted());
    await lab.apply(DECLARED);
    expect(await lab.save()).toBe(clean);
  });

  test("another document's stay, though its mark begins with ours", async () => {
    const mark = '-m comment --comment "bridgework:test/dev/lab-2" -j ACCEPT';
    await restored("filter", `-A FORWARD -s 10.66.0.0/16 ${mark}`);
    expect(await lab.plan(DECLARED)).toEqual([]);
    await restored("filter", `-D FORWARD -s 10.66.0.0/16 ${mark}`);
  });
});

describeLive("after a flush", () => {
  test.each(["iptables -F", "iptables -t nat -F", "ip6tables -F"])(
    "%s everything is missing and comes back",
    async (command) => {
      await lab.hand(command);
      expect(await lab.live(DECLARED)).not.toEqual(DECLARED);
      await lab.apply(DECLARED);
      expect(await lab.save()).toBe(clean);
    },
  );

  test("of the whole table it is made anew, and goes again at the end", async () => {
    await lab.sandbox.must(["iptables-restore"], { input: "*nat\nCOMMIT\n" });
    expect(names(await lab.plan(DECLARED)).filter((name) => name.includes("ipv4 nat postrouting"))).toEqual([
      "create chain ipv4 nat postrouting",
      "create jump ipv4 nat postrouting",
    ]);
    await lab.apply(DECLARED);
    expect(await lab.save()).toBe(clean);
    await lab.apply({});
    expect(await lab.save()).toBe("");
  });
});
