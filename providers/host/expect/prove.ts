import { type AddressOf, goalOf } from "../../../net/goal.ts";
import { complaint } from "../../../net/invalid.ts";
import type { Expectation } from "../../../net/schema/expectation.ts";
import { containerOf, containerScope, isNamespace } from "../../../net/scope.ts";
import { scopesOf } from "../document.ts";
import { canonical } from "../json.ts";
import type { Ref } from "../model.ts";
import type { Transport } from "../transport/transport.ts";
import type { WireDocument } from "../wire.ts";
import type { Verdict } from "./check.ts";
import { inhabitants } from "./container-scopes.ts";
import { sentence } from "./sentence.ts";

/** How one expectation stands, in the words of the wire. */
export interface Proof {
  sentence: string;
  holds: boolean;
  /** What was sent, what came back, where it died, what to do next. */
  report: string;
  /** The expectation's text, with what was found where it does not hold: what a preview then shows as drift. */
  text: string;
}

/** The packets said otherwise. */
export class NotProved extends Error {
  /** The sentences of those that do not hold. */
  readonly failed: string[];

  constructor(failed: Pick<Proof, "sentence" | "report">[]) {
    super(failed.map(({ report }) => report).join("\n"));
    this.name = "NotProved";
    this.failed = failed.map(({ sentence }) => sentence);
  }
}

/** What a document says that expectations need. */
type Provable = Pick<WireDocument, "scopes" | "expect" | "around" | "containers">;

/**
 * Sends the packets of every expectation of a document. Changes nothing on the host.
 *
 * @param drift what is not as declared, asked where one does not hold; default nothing
 */
export async function probe(
  transport: Transport,
  wire: Provable,
  drift: () => Promise<readonly Ref[]> = async () => [],
): Promise<Proof[]> {
  const { report } = await import("./report.ts");
  const all = await tried(transport, wire);
  const drifted = all.some(({ verdict }) => verdict?.died) ? await drift() : [];
  return all.map(({ expectation, verdict, obstacle = "nothing was sent", shared }) => {
    if (!verdict) return unproved(expectation, obstacle);
    if (verdict.holds) return { sentence: verdict.sentence, holds: true, report: "", text: canonical(expectation) };
    const text = canonical({ ...expectation, found: verdict.died?.where ?? verdict.found });
    const told = report(expectation, verdict, drifted, shared);
    return { sentence: verdict.sentence, holds: false, report: told, text };
  });
}

/** The sentences of the expectations that hold now, in little more than a second but for what is measured. */
export async function holding(transport: Transport, wire: Provable): Promise<ReadonlySet<string>> {
  const verdicts = (await tried(transport, wire, { brief: true })).flatMap(({ verdict }) => verdict ?? []);
  return new Set(verdicts.filter(({ holds }) => holds).map(({ sentence }) => sentence));
}

interface Tried {
  expectation: Expectation;
  /** Undefined where nothing could be sent. */
  verdict: Verdict | undefined;
  obstacle?: string | undefined;
  /** Networks of the engine that both ends are on. */
  shared: string[];
}

async function tried(transport: Transport, wire: Provable, how = { brief: false }): Promise<Tried[]> {
  const expectations = Object.values(wire.expect).map(declared);
  if (expectations.length === 0) return [];
  // Loaded only here: most runs of the provider prove nothing.
  const [{ check }, { surroundings }, { scopes, nameservers, networks, absent }] = await Promise.all([
    import("./check.ts"),
    import("./around.ts"),
    inhabitants(transport, wire.containers),
  ]);
  const known = { ...scopes, ...scopesOf({ scopes: wire.around }), ...scopesOf(wire) };
  const around = {
    ...surroundings(transport, known),
    nameservers: (scope: string) => nameservers.get(scope),
    say: (line: string) => console.log(line),
  };
  const named = new Set((await transport.namespaces()).map(({ name }) => name));
  const obstacles = new Map(
    expectations.map((one) => [
      one,
      isNamespace(one.from) && !named.has(one.from)
        ? noNamespace(one.from)
        : obstacleTo(one, (name) => around.addressOf(name, one.from), absent, Object.keys(wire.containers)),
    ]),
  );
  const free = expectations.filter((one) => obstacles.get(one) === undefined);
  const verdicts = new Map((await check(free, around, how)).map((verdict, index) => [free[index], verdict]));
  return expectations.map((expectation) => ({
    expectation,
    verdict: verdicts.get(expectation),
    obstacle: obstacles.get(expectation),
    shared: sharedBy(expectation.from, verdicts.get(expectation)?.to, around.owners, networks),
  }));
}

function sharedBy(
  from: string,
  to: string | undefined,
  owners: ReadonlyMap<string, readonly string[]>,
  networks: ReadonlyMap<string, readonly string[]>,
): string[] {
  const there = (owners.get(to ?? "") ?? []).flatMap((scope) => networks.get(scope) ?? []);
  return (networks.get(from) ?? []).filter((name) => there.includes(name));
}

/** Why nothing can be sent: a container that is down, or has no address now. */
function obstacleTo(
  expectation: Expectation,
  addressOf: AddressOf,
  absent: ReadonlyMap<string, string>,
  containers: string[],
) {
  const { from } = expectation;
  const away = absent.get(from);
  if (away !== undefined) return away;
  const unknown: string[] = [];
  const known: AddressOf = (name) => {
    const address = addressOf(name);
    if (address === undefined) unknown.push(containerOf(name) ?? name);
    return address;
  };
  const fault = complaint(() => goalOf(expectation, known));
  const target = containers.find((name) => unknown.includes(name));
  if (!fault || target === undefined) return fault?.message;
  return absent.get(containerScope(target)) ?? onNoNetwork(target);
}

function onNoNetwork(name: string): string {
  return `container ${name} has no address: it is on no network. See docker inspect ${name}, and docker network connect`;
}

function noNamespace(name: string): string {
  return `namespace ${name} is missing: pulumi up makes it, with all that is declared there`;
}

function unproved(expectation: Expectation, obstacle: string): Proof {
  const name = sentence(expectation);
  const told = `expectation "${name}" does not hold: ${obstacle}`;
  return { sentence: name, holds: false, report: told, text: canonical({ ...expectation, found: obstacle }) };
}

/** Proves a document, or says which expectations do not hold. */
export async function prove(transport: Transport, wire: Provable): Promise<void> {
  const failed = (await probe(transport, wire)).filter(({ holds }) => !holds);
  if (failed.length > 0) throw new NotProved(failed);
}

/** What the last look found is not part of what was declared. */
function declared(text: string): Expectation {
  const { found: _, ...expectation } = JSON.parse(text) as Expectation & { found?: string };
  return expectation;
}
