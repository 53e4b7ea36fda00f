import { afterEach, beforeEach, expect, test } from "vitest";
import type { Transport } from "../../../../providers/host/transport/transport.ts";
import { Conversations } from "../../../conversation/conversation.ts";
import { describeLive } from "../../../live.ts";
import { type FirewallJson, FirewallLab } from "./lab.ts";

const RED = "11.11.11.2";
const BLUE = "11.11.11.3";

/** From RED's and BLUE's network to the host, what is in a set. */
const input = (name: string, verdict: string, more: FirewallJson = {}) => ({
  chain: "input",
  in: "br0",
  sets: [{ name, flags: "src", ...more }],
  verdict,
});

const many = (count: number, third: number) =>
  Array.from({ length: count }, (_, index) => `10.${third}.${index >> 8}.${index & 255}`);

describeLive("rules that ask sets", () => {
  let lab: FirewallLab;
  beforeEach(async () => {
    lab = await FirewallLab.open();
  });
  afterEach(() => lab.close());

  const pings = async () => [await lab.pings("RED", "11.11.11.1"), await lab.pings("BLUE", "11.11.11.1")];
  const members = async (name: string) => {
    const saved = await lab.sandbox.must(["ipset", "save", name]);
    return saved.split("\n").flatMap((line) => /^add \S+ (.*)$/.exec(line)?.[1] ?? []);
  };
  const rules = async () => (await lab.sandbox.must(["iptables", "-S"])).trim();
  const counted = async () =>
    Number(/\[(\d+):\d+\] .*match-set/.exec(await lab.sandbox.must(["iptables-save", "-c", "-t", "filter"]))?.[1]);

  test("a set stops those that it has, and with not those that it has not", async () => {
    const sets = { blocked: { type: "hash:net", entries: ["11.11.11.2/31", `${BLUE} nomatch`] } };
    await lab.apply({ sets, filter: [input("blocked", "drop")] });
    expect(await pings()).toEqual([false, true]);
    await lab.apply({ sets, filter: [input("blocked", "drop", { not: true })] });
    expect(await pings()).toEqual([true, false]);
    expect(await lab.plan({ sets, filter: [input("blocked", "drop", { not: true })] })).toEqual([]);
    await lab.apply({});
    expect(await pings()).toEqual([true, true]);
    expect(await lab.sandbox.must(["ipset", "save"])).toBe("");
    expect(await lab.save()).toBe("");
  });

  test("a set of addresses with ports lets each client come to its own service, also by a list of sets", async () => {
    await lab.serve("host", "tcp", "80", "tcp", "81");
    const sets = {
      allowed: { type: "list:set", entries: ["web", "admins"] },
      web: { type: "hash:ip,port", entries: [`${RED},80`] },
      admins: { type: "hash:ip", entries: [BLUE] },
    };
    const chain = { chain: "input", in: "br0", protocol: "tcp" };
    await lab.apply({
      sets,
      filter: [
        { ...chain, sets: [{ name: "allowed", flags: "src,dst" }], verdict: "accept" },
        { ...chain, verdict: "reject", rejectWith: "tcp-reset" },
      ],
    });
    const asked = await Promise.all([
      lab.ask("RED", "tcp", "11.11.11.1", 80),
      lab.ask("RED", "tcp", "11.11.11.1", 81),
      lab.ask("BLUE", "tcp", "11.11.11.1", 81),
    ]);
    expect(asked).toEqual([`80 ${RED}`, "ECONNREFUSED", `81 ${BLUE}`]);
  });

  test("a set of IPv6 makes a rule of IPv6 alone", async () => {
    const sets = { six: { type: "hash:net", entries: ["fd00:11::2"] } };
    await lab.apply({ sets, filter: [input("six", "drop")] });
    expect([await lab.pings("RED", "fd00:11::1"), await lab.pings("BLUE", "fd00:11::1")]).toEqual([false, true]);
    expect(await pings()).toEqual([true, true]);
  });

  test("a thousand entries change without a rule being rewritten, and without the set being without what stays", async () => {
    const declared = (entries: string[], more: FirewallJson = {}) => ({
      sets: { allowed: { type: "hash:ip", entries: [...entries, RED], ...more } },
      filter: [input("allowed", "accept"), { chain: "input", in: "br0", family: "ipv4", verdict: "drop" }],
    });
    await lab.apply(declared(many(1000, 1)));
    await lab.pings("RED", "11.11.11.1");
    const [before, count] = [await rules(), await counted()];
    expect(count).toBeGreaterThan(0);
    const flood = lab.sandbox.run(["ping", "-q", "-i", "0.002", "-w", "4", "11.11.11.1"], { scope: "RED" });
    const started = Date.now();
    expect(await lab.apply(declared(many(1000, 2)))).toEqual(["change set allowed"]);
    const took = Date.now() - started;
    expect((await members("allowed")).toSorted()).toEqual([...many(1000, 2), RED].toSorted());
    expect(await lab.apply(declared(many(1000, 3), { counters: true }))).toEqual(["change set allowed"]);
    expect(await lab.apply(declared(many(1000, 4), { maxelem: 1001 }))).toEqual(["change set allowed"]);
    expect(await lab.apply(declared(many(1000, 5), { maxelem: 1001 }))).toEqual(["change set allowed"]);
    expect(await rules()).toBe(before);
    const { stdout } = await flood;
    expect(stdout).toMatch(/ 0% packet loss/);
    expect(await counted()).toBeGreaterThanOrEqual(count + Number(/(\d+) received/.exec(stdout)?.[1]));
    expect(await pings()).toEqual([true, false]);
    console.log(`a thousand entries that take the place of a thousand others: ${took} ms`);
  });

  test("another type or family takes the rules out that ask the set, and puts them back in their places", async () => {
    const filter = [
      { chain: "input", protocol: "tcp", ports: 1, verdict: "drop" },
      input("them", "drop"),
      { chain: "input", protocol: "tcp", ports: 2, verdict: "drop" },
    ];
    const all = { them: { type: "hash:ip", entries: [RED] }, list: { type: "list:set", entries: ["them"] } };
    await lab.apply({ sets: all, filter });
    const before = await lab.save();
    const other = { ...all, them: { type: "hash:net", entries: ["11.11.11.2/31"] } };
    expect(await lab.apply({ sets: other, filter })).toEqual([
      "delete set them",
      "create set them",
      "change set list",
      "change chain ipv4 filter input",
    ]);
    expect(await lab.save()).toBe(before);
    expect(await pings()).toEqual([false, false]);
    const six = { ...all, them: { type: "hash:net", entries: ["fd00:11::2"] } };
    await lab.apply({ sets: six, filter });
    expect(await lab.pings("RED", "fd00:11::1")).toBe(false);
    expect(await pings()).toEqual([true, true]);
    expect(await lab.plan({ sets: six, filter })).toEqual([]);
    await lab.apply({});
    expect([await lab.sandbox.must(["ipset", "save"]), await lab.save()]).toEqual(["", ""]);
  });

  test("what a set lets pass no longer is ended, and what it still lets pass goes on", async () => {
    const talk = new Conversations(lab.sandbox);
    await talk.echo("OUT", "tcp", "80");
    await lab.closed();
    const declared = (entries: string[]) => ({
      sets: { clients: { type: "hash:ip", entries } },
      masquerade: [{ source: "11.11.11.0/24", notOut: "br0" }],
      forward: [
        { destination: "11.11.11.0/24", state: ["established"] },
        { sets: [{ name: "clients", flags: "src" }], state: ["new", "established"] },
      ],
    });
    await lab.apply(declared([RED, BLUE]));
    const [red, blue] = [talk.speak("RED", "tcp", "8.8.8.8", 80, 4000), talk.speak("BLUE", "tcp", "8.8.8.8", 80, 4001)];
    expect([await red(), await blue()]).toEqual(["OUT", "OUT"]);
    expect(await lab.remarks(declared([BLUE]))).toEqual([
      expect.stringMatching(/^host: ended 1 flow .*tcp 11\.11\.11\.2:4000/),
    ]);
    expect([await red(), await blue()]).toEqual(["silence", "OUT"]);
    expect((await lab.flows()).join("\n")).not.toContain("sport=4000");
    expect(await lab.remarks(declared([BLUE, "10.1.1.1"]))).toEqual([]);
    await talk.close();
  });

  test("what others add for a time is let be, comes along into a set that takes the place, and is back after a rollback", async () => {
    const declared = (more: FirewallJson) => ({
      sets: { jail: { type: "hash:ip", entries: [RED], timeout: 600, ...more } },
    });
    const jailed = async () => (await members("jail")).map((entry) => entry.split(" ")[0]).sort();
    await lab.apply(declared({}));
    await lab.hand(`ipset add jail ${BLUE} timeout 500`);
    await lab.hand("ipset add jail 10.1.1.1 timeout 1");
    expect(await lab.plan(declared({}))).toEqual([]);
    await lab.apply(declared({ counters: true }));
    expect(await members("jail")).toContain(`${RED} timeout 0 packets 0 bytes 0`);
    const prove = () => Promise.reject(new Error("it does not hold"));
    await expect(lab.apply(declared({ timeout: undefined as never }), { prove })).rejects.toThrow("Rolled back");
    await expect.poll(jailed, { timeout: 5000 }).toEqual([RED, BLUE]);
    expect(await lab.plan(declared({ counters: true }))).toEqual([]);
  });

  test("a set of somebody else's is asked, and let be", async () => {
    await lab.hand("ipset create theirs hash:ip");
    await lab.hand(`ipset add theirs ${RED}`);
    const declared = { filter: [{ ...input("theirs", "drop"), family: "ipv4" }] };
    await lab.apply(declared);
    expect(await pings()).toEqual([false, true]);
    expect(await lab.plan(declared)).toEqual([]);
    await lab.apply({});
    expect(await members("theirs")).toEqual([RED]);
  });

  test("a change that fails, or is killed, in the middle of an exchange is taken back, and leaves no set behind", async () => {
    const declared = (more: FirewallJson) => ({
      sets: { them: { type: "hash:ip", entries: [RED], ...more } },
      filter: [input("them", "drop")],
    });
    await lab.apply(declared({}));
    const transport: Transport = {
      ...lab.transport,
      run: (scope, argv, options) => {
        const input_ = argv[0] === "ipset" && options?.input?.includes("swap ");
        const text = input_ ? `${options?.input?.split("swap ")[0]}nonsense\n` : options?.input;
        return lab.transport.run(scope, argv, { ...options, ...(text !== undefined && { input: text }) });
      },
    };
    await expect(lab.apply(declared({ counters: true }), { transport })).rejects.toThrow(/Rolled back/);
    expect(await lab.sandbox.must(["ipset", "list", "-n"])).toBe("them\n");
    expect(await lab.plan(declared({}))).toEqual([]);
    await lab.hand("ipset create BW-4d3c2b1a0f9e-theirs hash:ip");
    await lab.apply(declared({ counters: true }));
    expect((await lab.sandbox.must(["ipset", "list", "-n"])).trim().split("\n").sort()).toEqual([
      "BW-4d3c2b1a0f9e-theirs",
      "them",
    ]);
  });
});
