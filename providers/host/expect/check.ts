import { goalOf } from "../../../net/goal.ts";
import { type Expectation, patience } from "../../../net/schema/expectation.ts";
import { isNamespace } from "../../../net/scope.ts";
import type { Transport } from "../transport/transport.ts";
import { type Died, explain } from "./explain/explain.ts";
import { saveArgv } from "./explain/facts.ts";
import { packetOf } from "./explain/flow.ts";
import { Gatherer } from "./explain/gather.ts";
import type { Outcome } from "./probe/outcome.ts";
import { inParallel } from "./probe/pool.ts";
import { type Probe, runProbes } from "./probe/run.ts";
import { sentBy } from "./sent.ts";
import { sentence } from "./sentence.ts";
import { type Places, settle } from "./settle.ts";

/** What the packets said of one expectation. */
export interface Verdict {
  sentence: string;
  holds: boolean;
  /** What was sent, by whom, for how long. */
  sent: string;
  /** The address or name that it was sent to; undefined for name servers. */
  to?: string;
  /** What came back, in the words of the program or kernel that saw it. */
  found: string;
  /** Why it failed and where, when it had to be known: it should have worked, or a reason was demanded. */
  died?: Died;
}

/** What is around the expectations: all data of the document, and the way to its host. */
export interface Surroundings {
  transport: Transport;
  /** The scope that a `from` means: "host", "RED", "container:web". */
  scopeOf(from: string): string;
  /** The address that a name of the document stands for where a scope sends to it. */
  addressOf(name: string, from?: string): string | undefined;
  /** Which scopes have an address, for every address that is declared: "11.11.11.2" -> ["RED"]. */
  owners: ReadonlyMap<string, readonly string[]>;
  /** The scope that a target means: the one of that name, or the first that has that address. */
  receiverOf(target: string): string | undefined;
  /** Bridges by scope that are declared, or have declared links as ports. */
  bridges: ReadonlyMap<string, ReadonlySet<string>>;
  /** Told of what has to be waited for. Default nobody. */
  say?(line: string): void;
  /** Name servers of a scope whose resolv.conf is not to be seen from the host: a container's. */
  nameservers?(scope: string): string[] | undefined;
}

const EXPLANATIONS_AT_ONCE = 4;

/**
 * Tries all expectations at the same time with real packets. Changes nothing on the host but neighbour, conntrack and
 * MAC table entries, as every packet does.
 *
 * @param brief only whether they hold: a second for each, and no explanation where no reason is demanded
 * @throws {Invalid} for a target that means nothing; expectationFaults tells that beforehand
 * @example const broken = (await check(expectations, around)).filter((verdict) => !verdict.holds);
 */
export async function check(
  expectations: readonly Expectation[],
  around: Surroundings,
  { brief = false } = {},
): Promise<Verdict[]> {
  const all = expectations.map((expectation) => probeOf(expectation, around));
  const probes = brief ? all.map((probe) => ({ ...probe, timeout: 1 })) : all;
  if (!brief) await settle(around.transport, placesOf(probes, around), around.say ?? (() => undefined));
  const gatherer = new Gatherer(around.transport);
  for (const family of familiesOf(probes)) await gatherer.remember({ scope: "host", argv: saveArgv(family) });
  const outcomes = await runProbes(around.transport, probes);
  const tried = expectations.map((expectation, i) => ({ expectation, probe: probes[i]!, outcome: outcomes[i]! }));
  const deaths = new Map<Expectation, Died>();
  const unexplained = tried.filter((one) => wantsReason(one) && (!brief || one.expectation.because !== undefined));
  const world = {
    owners: around.owners,
    missing: unexplained.length > 0 ? await absentAmong(around) : new Set<string>(),
  };
  await inParallel(EXPLANATIONS_AT_ONCE, unexplained, async ({ expectation, probe, outcome }) => {
    const inquiry = explain(world, probe.scope, packetOf(probe.goal, outcome), outcome);
    deaths.set(expectation, await gatherer.answer(inquiry, probe));
  });
  return tried.map((one) => judge(one, deaths.get(one.expectation)));
}

/** Namespaces that have addresses by declaration, and are gone. */
async function absentAmong({ transport, owners }: Surroundings): Promise<Set<string>> {
  const there = new Set((await transport.namespaces()).map(({ name }) => name));
  return new Set([...owners.values()].flat().filter((scope) => isNamespace(scope) && !there.has(scope)));
}

/** IPv6 is at home where packets start, where they shall arrive, and on the host, which may pass them on. */
function placesOf(probes: readonly Probe[], { bridges, owners }: Surroundings): Places {
  if (probes.length === 0) return { bridges: new Map(), ipv6: new Set() };
  const six = probes.filter(isIpv6);
  const ends = six.flatMap(({ scope, goal }) => [scope, ...(("host" in goal && owners.get(goal.host)) || ["host"])]);
  return { bridges, ipv6: new Set(ends.length > 0 ? ["host", ...ends] : []) };
}

function isIpv6({ goal }: Probe): boolean {
  return "host" in goal && goal.host.includes(":");
}

interface Tried {
  expectation: Expectation;
  probe: Probe;
  outcome: Outcome;
}

function probeOf(expectation: Expectation, around: Surroundings): Probe {
  const { from, throughput } = expectation;
  const scope = around.scopeOf(from);
  const nameservers = around.nameservers?.(scope);
  const goal = goalOf(expectation, (name) => around.addressOf(name, scope));
  return {
    scope,
    goal,
    ...(throughput && { receiver: around.receiverOf(throughput.to) }),
    timeout: patience(expectation),
    retry: !expectation.fails,
    ...(nameservers ? { nameservers } : {}),
  };
}

/** The address families whose packets a firewall of the host may stop: IPv4, and IPv6 where some target has it. */
function familiesOf(probes: readonly Probe[]): (4 | 6)[] {
  if (probes.length === 0) return [];
  return probes.some(isIpv6) ? [4, 6] : [4];
}

function wantsReason({ expectation, outcome }: Tried): boolean {
  // What was measured says all there is to say.
  if (!outcome.ran || outcome.answered || outcome.symptom === "measure") return false;
  return !expectation.fails || expectation.because !== undefined;
}

/** A probe that could not run proves nothing: neither that it works nor that it fails. */
function judge({ expectation, probe, outcome }: Tried, died: Died | undefined): Verdict {
  const { fails = false, because } = expectation;
  const asHoped = outcome.answered !== fails && (because === undefined || died?.reason === because);
  return {
    sentence: sentence(expectation),
    holds: outcome.ran && asHoped,
    sent: sentBy(expectation.from, probe),
    ...("host" in probe.goal ? { to: probe.goal.host } : {}),
    found: outcome.ran ? outcome.found : `the probe could not run: ${outcome.found}`,
    ...(died ? { died } : {}),
  };
}
