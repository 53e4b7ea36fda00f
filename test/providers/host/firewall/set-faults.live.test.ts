import { afterEach, beforeEach, expect, test } from "vitest";
import type { Scopes as Declared } from "../../../../net/schema/scope.ts";
import { madeBy, missingParts } from "../../../../providers/host/preflight/kernel.ts";
import { setFaults } from "../../../../providers/host/preflight/sets.ts";
import type { Transport } from "../../../../providers/host/transport/transport.ts";
import { formatFault } from "../../../../validation/fault.ts";
import { describeLive } from "../../../live.ts";
import { type Scopes, World } from "../world.ts";

const blocked = { type: "hash:net", entries: ["10.0.0.0/8"] };
const asks = (name: string, flags = "src", more: object = {}) => ({
  chain: "forward",
  sets: [{ name, flags }],
  verdict: "drop",
  ...more,
});

describeLive("what a preview knows of sets", () => {
  let world: World;
  beforeEach(async () => {
    world = new World();
    await world.open();
  });
  afterEach(() => world.close());

  const faults = async (firewall: object) => {
    const scopes = { host: { firewall } } as Scopes;
    const now = await world.seen(scopes);
    return setFaults({ ...now, scopes: scopes as Declared, host: "local", beside: [] }).map(formatFault);
  };
  const parts = async (firewall: object, transport: Transport = world.transport) => {
    const { operations } = await world.seen({ host: { firewall } } as Scopes);
    return (await missingParts({ ...transport, name: "local" }, madeBy(operations))).map(formatFault);
  };
  /** Programs that are started, and those of them that are not there. */
  const watched = (lacking: string[] = []) => {
    const started: string[] = [];
    const transport: Transport = {
      ...world.transport,
      run: async (scope, argv, options) => {
        started.push(argv.join(" "));
        const program = argv[0] === "unshare" ? argv[3] : argv[0];
        if (program !== undefined && lacking.includes(program))
          return { argv: [program], code: undefined, stdout: "", stderr: "", ended: "ENOENT" };
        return await world.transport.run(scope, argv, options);
      },
    };
    return { started, transport };
  };

  test("a set that is neither declared nor there is a fault, and one of somebody else's is not", async () => {
    await world.byHand("ipset create theirs hash:ip,port", "ipset create theirs6 hash:ip family inet6");
    const sets = { blocked, list: { type: "list:set", entries: ["blocked", "theirs", "nosuch"] } };
    const filter = [
      asks("blokced"),
      asks("theirs", "src,dst", { family: "ipv4" }),
      asks("theirs", "src", { family: "ipv4" }),
      asks("theirs6", "src", { source: "10.0.0.0/8" }),
      asks("theirs6"),
    ];
    expect(await faults({ sets, filter, forward: [{ sets: [{ name: "nowhere", flags: "src" }] }] })).toEqual([
      'firewall.filter[0].sets[0].name: "blokced": no set of this name is declared here, and host "local" has none. Declare it in firewall.sets; did you mean "blocked"?',
      'firewall.filter[2].sets[0].flags: "src": an entry of theirs has 2 parts, and one side is said. Write a side for each, as in src,dst.',
      'firewall.filter[3].sets[0].name: "theirs6": the set is of ipv6, and the rule of ipv4. Make a set and a rule for each family.',
      'firewall.filter[4].sets[0].name: "theirs6": the set is of ipv6, and the rule of both families. Write family: ipv6 in the rule.',
      'firewall.forward[0].sets[0].name: "nowhere": no set of this name is declared here, and host "local" has none. Declare it in firewall.sets; declared sets: blocked, list, theirs, theirs6.',
      'firewall.sets.list.entries[2]: "nosuch": no set of this name is declared here, and host "local" has none. Declare it in firewall.sets; declared sets: blocked, list, theirs, theirs6.',
    ]);
    expect(await world.changes()).toEqual([
      "+ host: create theirs hash:ip,port family inet maxelem 65536 bucketsize 12",
      "+ host: create theirs6 hash:ip family inet6 maxelem 65536 bucketsize 12",
    ]);
  });

  test("a set that others ask still cannot go, and is what it was after an update that tries", async () => {
    const declared = { host: { firewall: { sets: { blocked, other: blocked } } } } as Scopes;
    await world.apply(declared);
    await world.byHand(
      "iptables -A INPUT -m set --match-set blocked src -j LOG",
      "ipset create theirs list:set",
      "ipset add theirs other",
    );
    expect(await faults({ sets: { blocked: { type: "hash:ip" } } })).toEqual([
      'firewall.sets.blocked: "blocked": it cannot go: the rule "iptables -t filter -A INPUT -m set --match-set blocked src -j LOG", which is not ours, has it. Take that away first, or keep the set.',
      'firewall.sets.other: "other": it cannot go: the list theirs, which is not ours, has it. Take that away first, or keep the set.',
    ]);
    const told: string[] = [];
    const failed = world.apply({}, { tell: (line) => told.push(line) });
    await expect(failed).rejects.toThrow(
      /^delete set (blocked|other) in host failed: ipset said: Set cannot be destroyed: it is in use by a kernel component/,
    );
    await expect(failed).rejects.toThrow("It had changed nothing itself");
    expect(told.join("\n")).toContain("set other in host cannot go, others have it: the list theirs");
    expect(await world.plan(declared)).toEqual([]);
  });

  test("where there is no ipset, that is one fault of what declares sets, with the package, and nothing else starts it", async () => {
    const { started, transport } = watched(["ipset"]);
    const filter = [asks("blocked")];
    expect(await parts({ sets: { blocked, other: blocked, more: { type: "hash:ip" } }, filter }, transport)).toEqual([
      'firewall.sets.more.type: "hash:ip": the program "ipset" is not on host "local", and only it can set up a set of type hash:ip. On Debian and Ubuntu: apt-get install ipset.',
    ]);
    started.length = 0;
    await world.apply({ host: { firewall: { filter: [{ chain: "forward", verdict: "drop" }] } } } as Scopes, {
      transport,
    });
    expect(started.length).toBeGreaterThan(0);
    expect(started.filter((line) => line.includes("ipset"))).toEqual([]);
  });

  test("a kernel that has no sets, or not this type, or no rules that ask them, is told with its module", async () => {
    const saying = (program: string, words: string): Transport => ({
      ...world.transport,
      run: async (scope, argv, options) =>
        argv.includes(program) && argv[0] === "unshare"
          ? { argv, code: 1, stdout: "", stderr: words }
          : await world.transport.run(scope, argv, options),
    });
    const declared = { sets: { pairs: { type: "hash:ip,port" } }, filter: [asks("pairs", "src,dst")] };
    const type =
      'firewall.sets.pairs.type: "hash:ip,port": the kernel of host "local" has no set of type hash:ip,port ';
    const remedy = "Load its module (modprobe ip_set_hash_ipport), or take a kernel that has it.";
    expect(await parts(declared)).toEqual([]);
    expect(
      await parts(
        declared,
        saying("ipset", "ipset v7.17: Error in line 1: Kernel error received: set type not supported\n"),
      ),
    ).toEqual([`${type}(CONFIG_IP_SET_HASH_IPPORT), ipset says: set type not supported. ${remedy}`]);
    expect(await parts(declared, saying("ipset", "ipset v7.17: Cannot open session to kernel.\n"))).toEqual([
      `${type}(CONFIG_IP_SET_HASH_IPPORT), ipset says: Cannot open session to kernel. ${remedy}`,
    ]);
    const words = "Warning: Extension set revision 0 not supported, missing kernel module?\n";
    expect(await parts(declared, saying("iptables-restore", words))).toEqual([
      'firewall: the kernel of host "local" has no rules that ask sets (CONFIG_NETFILTER_XT_SET), iptables says: ' +
        "Warning: Extension set revision 0 not supported, missing kernel module? Load its module (modprobe xt_set), or take a kernel that has it.",
    ]);
  });
});
