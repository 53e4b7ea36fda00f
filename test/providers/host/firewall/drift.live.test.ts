import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { describeLive } from "../../../live.ts";
import { FAMILIES, FirewallLab, names, to } from "./lab.ts";

describeLive("drift of rules and chains", () => {
  describe.each(FAMILIES)("$name", (at) => {
    let lab: FirewallLab;
    beforeAll(async () => {
      lab = await FirewallLab.open();
    });
    afterAll(() => lab.close());

    /** Each matches something that no other does, so that a changed rule belongs to one entry. */
    const DECLARED = {
      masquerade: [
        { source: at.network, notOut: "br0", comment: "way out" },
        { source: at.next, out: "eth1", notDestination: at.outside },
      ],
      forward: [{ source: at.network }, { destination: at.network, state: ["established", "related"] }],
      publish: [{ port: 8080, to: to(at.red, 80) }],
      filter: [
        { chain: "input", in: "br0", protocol: "tcp", ports: 22, sourcePorts: "1024-65535", verdict: "accept" },
        {
          chain: "input",
          protocol: at.icmp,
          icmpType: "echo-request",
          verdict: "log",
          logPrefix: "lab: ",
          family: at.family,
        },
        { chain: "output", out: "br0", protocol: "tcp", ports: 25, verdict: "reject", rejectWith: "tcp-reset" },
      ],
    };

    let clean: string;
    /** The same of the one family. */
    let own: string;
    beforeEach(async () => {
      await lab.apply(DECLARED);
      clean = await lab.save();
      own = await lab.sandbox.must([`${at.iptables}-save`]);
    });

    /** Our chains of the host by what they end in: FWD, IN, ... */
    async function ourChain(suffix: string): Promise<string> {
      return /BW-[0-9a-f]{12}/.exec(clean)?.[0].concat("-", suffix) ?? "";
    }

    /** A chain's rules as iptables takes them, by number. */
    function ruleOf(chain: string, number: number): string {
      const rules = own.split("\n").filter((line) => line.startsWith(`-A ${chain} `));
      return rules[number - 1]?.slice(`-A ${chain} `.length) ?? "";
    }

    async function restored(table: string, command: string): Promise<void> {
      await lab.sandbox.must([`${at.iptables}-restore`, "--noflush"], { input: `*${table}\n${command}\nCOMMIT\n` });
    }

    /** What is changed, in which rule (table, chain, number), from and to what; which entry of the declaration is lacking then. */
    type Edit = [what: string, place: string, from: string, to: string, list: keyof typeof DECLARED, entry: number];

    const EDITS: Edit[] = [
      ["a source", "nat POST 3", at.network, at.next, "masquerade", 0],
      ["a negated out interface", "nat POST 3", "! -o br0", "-o br0", "masquerade", 0],
      ["a comment", "nat POST 3", "way out", "way in", "masquerade", 0],
      ["an out interface", "nat POST 4", "-o eth1", "-o eth2", "masquerade", 1],
      ["a negated destination", "nat POST 4", at.outside, at.elsewhere, "masquerade", 1],
      ["a destination", "filter FWD 2", `-d ${at.network}`, `-d ${at.next}`, "forward", 1],
      ["a state", "filter FWD 2", "RELATED,ESTABLISHED", "RELATED", "forward", 1],
      ["a verdict", "filter FWD 1", "-j ACCEPT", "-j DROP", "forward", 0],
      ["an in interface", "filter IN 1", "-i br0", "-i br1", "filter", 0],
      ["a protocol", "filter IN 1", "-p tcp -m tcp", "-p udp -m udp", "filter", 0],
      ["a port", "filter IN 1", "--dport 22", "--dport 23", "filter", 0],
      ["a source port", "filter IN 1", "1024:", "1023:", "filter", 0],
      ["an ICMP type", "filter IN 2", ...at.ping, "filter", 1],
      ["a log prefix", "filter IN 2", '"lab: "', '"rab: "', "filter", 1],
      ["the answer of a reject", "filter OUT 1", "tcp-reset", at.unreachable, "filter", 2],
      ["the target of a publish", "nat PRE 1", to(at.red, 80), to(at.blue, 80), "publish", 0],
      ["the limit to local addresses", "nat PRE 1", "--dst-type LOCAL", "--dst-type UNICAST", "publish", 0],
      ["the direction of an answer", "filter FWD 4", "--ctdir REPLY", "--ctdir ORIGINAL", "publish", 0],
      ["the owner's mark", "filter FWD 1", "bridgework:test/dev/lab", "bridgework:test/dev/other", "forward", 0],
    ];

    /** A rule of somebody's own. */
    const STRANGER = `-s ${at.elsewhere} -m limit --limit 3/min -j DROP`;

    /** The declaration again, whatever was done to the host. */
    async function isRepaired(): Promise<void> {
      await lab.apply(DECLARED);
      expect(await lab.save()).toBe(clean);
    }

    describe("a rule of ours", () => {
      test.each(EDITS)("%s changed by hand is seen, shown and repaired", async (_, place, from, to, list, entry) => {
        const [table = "", chain = "", number] = place.split(" ");
        const name = await ourChain(chain);
        const old = ruleOf(name, Number(number));
        expect(old).toContain(from);
        await restored(table, `-R ${name} ${number} ${old.replace(from, to)}`);
        const plan = await lab.plan(DECLARED);
        expect(plan.map(({ verb, kind }) => `${verb} ${kind}`)).toEqual(["change chain"]);
        const live = await lab.live(DECLARED);
        expect(live[list]).toEqual((DECLARED[list] as unknown[]).filter((_, position) => position !== entry));
        expect(Object.keys(live).filter((key) => !(key in DECLARED))).toEqual([plan[0]?.key]);
        await isRepaired();
      });
    });

    /** What is done to our chain of FORWARD (FWD, its first rule RULE), and what is live then, beside the declaration. */
    const DISORDER: [what: string, done: string, live: Record<string, unknown>][] = [
      ["without one of its rules gets it back in its place", "-D FWD 1", { forward: DECLARED.forward.slice(1) }],
      ...[
        ["before", 1],
        ["between", 2],
        ["after", 6],
      ].map(([where, number]): [string, string, Record<string, unknown>] => [
        `with a foreign rule ${where} its own names it and loses it`,
        `-I FWD ${number} ${STRANGER}`,
        { [`${at.family} filter forward`]: [`foreign: ${STRANGER}`] },
      ]),
      [
        "with a twin of its rule that has no mark loses the twin",
        `-I FWD 1 -s ${at.network} -j ACCEPT`,
        { [`${at.family} filter forward`]: [`foreign: -s ${at.network} -j ACCEPT`] },
      ],
      [
        "with one of its rules twice keeps one",
        "-A FWD RULE",
        { [`${at.family} filter forward`]: [`-s ${at.network} -j ACCEPT`] },
      ],
      [
        "whose rules changed places has them in order again",
        "-D FWD 1\n-A FWD RULE",
        { [`${at.family} filter forward`]: expect.objectContaining({ length: 5 }) },
      ],
    ];

    describe("a chain of ours", () => {
      test.each(DISORDER)("%s", async (_, done, live) => {
        const name = await ourChain("FWD");
        await restored("filter", done.replaceAll("FWD", name).replaceAll("RULE", ruleOf(name, 1)));
        expect(await lab.live(DECLARED)).toEqual({ ...DECLARED, ...live });
        await isRepaired();
      });
    });

    describe("rules of ours under another name", () => {
      test.each([
        ["filter", "FWD"],
        ["filter", "IN"],
        ["nat", "PRE"],
        ["nat", "POST"],
      ])(
        "a chain renamed by hand (%s %s) is made anew, and the renamed one goes with its jump",
        async (table, suffix) => {
          await lab.hand(`${at.iptables} -t ${table} -E ${await ourChain(suffix)} MINE`);
          const plan = names(await lab.plan(DECLARED));
          expect(plan.filter((name) => name.startsWith("delete"))).toEqual([
            expect.stringMatching(new RegExp(`^delete chain ${at.family} ${table} ours in [A-Z]+ MINE$`)),
          ]);
          await isRepaired();
          expect(await lab.plan(DECLARED)).toEqual([]);
        },
      );

      test("a renamed chain goes at the end too, where nothing is declared any more, and its table with it", async () => {
        await lab.hand(`${at.iptables} -t nat -E ${await ourChain("PRE")} MINE`);
        await lab.apply({});
        expect(await lab.save()).toBe("");
      });

      test("a copy of a rule goes; a chain that others lead to is emptied and stays theirs", async () => {
        const rule = ruleOf(await ourChain("FWD"), 1);
        await restored("filter", `-A FORWARD ${rule}\n-N MINE\n-A MINE ${rule}\n-A FORWARD -s ${at.elsewhere} -j MINE`);
        await lab.apply(DECLARED);
        const left = (await lab.save()).split("\n").filter((line) => !clean.includes(line));
        expect(left).toEqual([":MINE - ", `-A FORWARD -s ${at.elsewhere} -j MINE`]);
        await restored("filter", `-D FORWARD -s ${at.elsewhere} -j MINE\n-X MINE`);
      });

      test("they are back as they were where the update that takes them away fails", async () => {
        const chain = await ourChain("FWD");
        await lab.hand(`${at.iptables} -E ${chain} MINE`);
        await restored("filter", `-A FORWARD ${ruleOf(chain, 2)}`);
        const before = await lab.save();
        await expect(lab.apply(DECLARED, { prove: () => Promise.reject(new Error("no answer")) })).rejects.toThrow(
          "the host is as before",
        );
        expect((await lab.save()).split("\n").toSorted()).toEqual(before.split("\n").toSorted());
        await isRepaired();
      });

      test("another document's stay, though its mark begins with ours", async () => {
        const mark = '-m comment --comment "bridgework:test/dev/lab-2" -j ACCEPT';
        await restored("filter", `-A FORWARD -s ${at.elsewhere} ${mark}`);
        expect(await lab.plan(DECLARED)).toEqual([]);
        await restored("filter", `-D FORWARD -s ${at.elsewhere} ${mark}`);
      });
    });

    describe("after a flush", () => {
      test.each(["iptables -F", "ip6tables -F", `${at.iptables} -t nat -F`])(
        "%s everything is missing and comes back",
        async (command) => {
          await lab.hand(command);
          expect(await lab.live(DECLARED)).not.toEqual(DECLARED);
          await isRepaired();
        },
      );

      test("of the whole table it is made anew, and goes again at the end", async () => {
        await lab.sandbox.must([`${at.iptables}-restore`], { input: "*nat\nCOMMIT\n" });
        expect(names(await lab.plan(DECLARED)).filter((name) => name.includes(`${at.family} nat postrouting`))).toEqual(
          [`create chain ${at.family} nat postrouting`, `create jump ${at.family} nat postrouting`],
        );
        await isRepaired();
        await lab.apply({});
        expect(await lab.save()).toBe("");
      });
    });
  });
});
