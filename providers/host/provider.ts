import type { dynamic } from "@pulumi/pulumi";
import { type StateBackend, stateBackendOf } from "../../system/state-backend.ts";
import { isOwn } from "../../validation/conflicts/world.ts";
import { formatFault } from "../../validation/fault.ts";
import { asLive } from "./as-live.ts";
import { hostAt } from "./backends.ts";
import { checkDocument, type Failure } from "./check.ts";
import { acts } from "./converge.ts";
import { declarable, scopesOf, wantedBy } from "./document.ts";
import { driftAround } from "./drift-around.ts";
import { driftLines, ofGone } from "./drift-words.ts";
import { Refused, renewals, UpdateFailed } from "./errors.ts";
import { holding, probe, prove } from "./expect/prove.ts";
import { finishing } from "./finishing.ts";
import { canonical } from "./json.ts";
import { makeWay, tellsWaiting } from "./leftovers.ts";
import { losses } from "./losses.ts";
import { stackOfMark } from "./mark.ts";
import { meaningOf } from "./meaning.ts";
import { namesake } from "./namesake.ts";
import { checkRun, isRecorded, noted } from "./noted.ts";
import { proveOwnWay } from "./own-way.ts";
import { besideFaults } from "./preflight/docker-claims.ts";
import { obstacles } from "./preflight/obstacles.ts";
import { lackingFor } from "./preflight/unborn.ts";
import { liveWarnings } from "./preflight/warnings.ts";
import { notesOf, preview, type Request, reconcile } from "./reconcile.ts";
import { ready } from "./require-root.ts";
import { sealed } from "./sealed.ts";
import { local } from "./transport/local.ts";
import type { Transport } from "./transport/transport.ts";
import { transportTo } from "./transport/transports.ts";
import { hasUnknowns } from "./unknown.ts";
import { type Beside, scopeText, type WireDocument } from "./wire.ts";
import { plainly } from "./without-stack.ts";

export { leftovers } from "./leftovers-provider.ts";

/** The inputs and outputs of the resource as Pulumi keeps them. */
type State = WireDocument & {
  __provider: string;
  /** In outputs only: what was declared last, where a refresh has put the live host in its place. */
  declared?: Pick<WireDocument, "scopes" | "expect">;
};

/**
 * The dynamic provider of HostNetwork. Every method reads the live host; none trusts the state.
 * `diff` says `changes: undefined` where the inputs differ, so that the engine shows each property, and `true` where
 * only the host does.
 */
export const hostNetwork: dynamic.ResourceProvider<State, State> = finishing({
  check: (olds, news) => plainly(() => checked(olds, news)),
  diff: (_id, olds, news) => plainly(() => compared(olds, news)),
  read: (id, props) => plainly(() => refreshed(id, props)),

  async create(news) {
    await update(news);
    return { id: news.owner, outs: plain(news) };
  },

  async update(_id, olds, news) {
    await update(news, lastDeclared(olds).scopes);
    return { outs: plain(news) };
  },

  delete: (_id, props) => plainly(() => update({ ...props, scopes: {}, expect: {} }, lastDeclared(props).scopes)),
});

async function checked(olds: Partial<State> | undefined, { beside, refused = [], ...news }: State) {
  if (hasUnknowns(news)) {
    const told = hasUnknowns(refused) ? [] : refused;
    return { inputs: news, failures: failuresOf([...told, ...(await lackingFor(news))]) };
  }
  const transport = transportTo(news.host);
  await ready(transport);
  if (olds?.owner !== undefined) await isRecorded(transport, olds.owner);
  const elsewhere =
    beside === undefined ? [] : await besideFaults(transport, news.owner, JSON.parse(beside), !olds?.owner);
  const { scopes, failures: wrong } = checkDocument(news, transport);
  const failures = [...failuresOf(refused), ...wrong];
  const inputs = { ...news, scopes };
  // What stands where ours belongs is told here, before anything is made: a preview calls nothing else that can fail.
  const isNew = olds?.owner === undefined || inputsOf(olds as State) !== inputsOf(inputs);
  const own = failures.length === 0 && isNew ? await refusalsBy(transport, inputs, knownOf(olds), beside) : failures;
  return { inputs, failures: [...own, ...failuresOf(elsewhere.map(formatFault))] };
}

async function compared(olds: State, news: State): Promise<dynamic.DiffResult> {
  const replaces = (["host", "owner"] as const).filter((field) => olds[field] !== news[field]);
  const refused = justRead.get(news.owner)?.refused;
  if (refused) throw refused;
  if (hasUnknowns(news) || isDeclaredAnew(olds, news)) {
    for (const line of renewing.get(news.owner) ?? []) console.log(line);
    return { replaces: [...replaces], deleteBeforeReplace: true } as dynamic.DiffResult;
  }
  if (justRead.has(news.owner)) return { changes: false };
  const drift = await driftOf(news);
  if (drift.refused) throw drift.refused;
  for (const line of [...drift.notes, ...drift.lines]) console.log(line);
  return { changes: drift.lines.length > 0 };
}

async function refreshed(id: string, old: State | undefined): Promise<dynamic.ReadResult<State>> {
  if (!old) throw new Error("HostNetwork cannot be imported; declare what exists and set `adopt: true`.");
  const last = lastDeclared(old);
  const { exists, live, refused, notes, lines } = await driftOf(last);
  await isRecorded(transportTo(last.host), last.owner);
  for (const line of exists ? [...notes, ...lines] : ofGone(lines)) console.log(line);
  if (!exists) return {};
  justRead.set(last.owner, { refused, last });
  const state = { ...last, ...live };
  // The host's picture is no declaration to compare the host with: it has no place for half of a firewall entry.
  const { scopes, expect } = last;
  const differs = inputsOf(state) !== inputsOf(last);
  const props = differs ? { ...state, declared: { scopes, expect } } : state;
  return { id, props: plain(props), inputs: plain(state) } as dynamic.ReadResult<State>;
}

function lastDeclared({ declared, ...state }: State): State {
  return { ...state, ...declared };
}

/**
 * Owners whose host this process has read for a refresh, with what stands in their way: the diff that follows at once
 * need not look again. What was declared last is told by this alone from then on: a check gets the host's picture.
 */
const justRead = new Map<string, { refused: Refused | undefined; last: State }>();

/** What the state has, as a check knows it; undefined for what no state has yet. */
function knownOf(olds: Partial<State> | undefined): Known | undefined {
  if (olds?.owner === undefined) return undefined;
  return lastOf((justRead.get(olds.owner)?.last ?? (olds as State)).scopes);
}

/** By owner, what the check has seen that a change makes anew, or takes from others: told beside what it changes. */
const renewing = new Map<string, string[]>();

/** @param recorded the scopes that the state has; undefined for what it does not have yet */
async function update(news: State, recorded?: Record<string, string>): Promise<void> {
  const transport = transportTo(news.host);
  await ready(transport);
  const lock = await transport.lock(news.owner, tellsWaiting(news.host, console.log));
  try {
    await checkRun();
    const notes = recorded ? await changed(transport, news, recorded) : await made(transport, news);
    for (const note of notes) console.log(note);
  } catch (error) {
    throw error instanceof UpdateFailed && !error.rolledBack ? partial(error, news) : error;
  } finally {
    await lock.release();
  }
}

function provenRequest(transport: Transport, news: State) {
  return {
    ...requestOf(news),
    async prove() {
      if (transport === local) await proveOwnWay();
      await prove(transport, news);
    },
    tell: (line: string) => console.log(line),
    holding: () => holding(transport, news),
  };
}

async function changed(transport: Transport, news: State, recorded: Record<string, string>): Promise<string[]> {
  await isRecorded(transport, news.owner);
  const request = { ...provenRequest(transport, news), ...lastOf(recorded) };
  return (await reconcile(hostAt(transport), request)).notes;
}

/** For the first time, as far as the state knows: what a killed run left of it is completed. */
async function made(transport: Transport, news: State): Promise<string[]> {
  const host = hostAt(transport);
  const request = provenRequest(transport, news);
  const subject = { stack: stackOfMark(news.owner), stateBackend: request.stateBackend };
  const beginning = { owner: news.owner, stateBackend: request.stateBackend, scopes: Object.keys(news.scopes) };
  return await noted(transport, beginning, async () => {
    const first = reconcile(host, request).catch(async (error: Error) => {
      if (!(error instanceof Refused) || !(await makeWay(host, subject, error.owners, console.log))) throw error;
      return await reconcile(host, request);
    });
    return (await first).notes;
  });
}

/**
 * What others have that is in the way, and will still be there: another document of this stack may let go of its own in
 * this update.
 *
 * @param known what was declared last; undefined for what no state has yet
 * @param beside what else the program declares, where that is told
 */
async function refusalsBy(
  transport: Transport,
  news: State,
  known: Known | undefined,
  beside: string | undefined,
): Promise<Failure[]> {
  const request = { ...requestOf(news), ...(known && { recorded: known.recorded }) };
  const now = await preview(hostAt(transport), request);
  const { operations, refusals } = now;
  renewing.set(news.owner, [...renewals(operations), ...losses(operations, now)]);
  const lasting = refusals.filter(({ have }) => !isOwn(stackOfMark(news.owner), have.owner));
  const objects = lasting.map((refusal) => new Refused([refusal], transport.name).message);
  const docker = beside === undefined ? undefined : (JSON.parse(beside) as Beside);
  const one = { ...now, transport, wire: news, wanted: request.wanted };
  for (const warning of await liveWarnings({ ...one, elsewhere: docker?.addresses ?? [] }))
    console.log(formatFault(warning));
  const faults = await obstacles({ ...one, docker });
  return failuresOf([namesake(now, request, transport.name) ?? [], ...objects, ...faults.map(formatFault)].flat());
}

function failuresOf(reasons: string[]): Failure[] {
  return reasons.map((reason) => ({ property: "", reason }));
}

type Known = Required<Pick<Request, "alsoScopes" | "recorded">>;

/** What the state has: where else to look, and what to find again where the host's registry has lost it. */
function lastOf(scopes: Record<string, string>): Known {
  return { alsoScopes: Object.keys(scopes), recorded: wantedBy(declarable(scopesOf({ scopes }))) };
}

function requestOf(state: State): Request & { stateBackend: StateBackend } {
  const stateBackend = stateBackendOf(process.env, process.cwd());
  return { owner: state.owner, stateBackend, wanted: wantedBy(scopesOf(state)), adopt: state.adopt, alsoScopes: [] };
}

interface Drift {
  /** False when nothing of it is on the host any more. */
  exists: boolean;
  /** What to know of the host that is no drift. */
  notes: string[];
  lines: string[];
  /** Objects of others where ours belong. */
  refused: Refused | undefined;
  live: Pick<WireDocument, "scopes" | "expect">;
}

/** What the host has of a document, by the plan that would make it whole, and which expectations hold. */
async function driftOf(state: State): Promise<Drift> {
  const transport: Transport = transportTo(state.host);
  await ready(transport);
  const request = { ...requestOf(state), ...lastOf(state.scopes) };
  const now = await preview(hostAt(transport), request);
  const { operations, observed, context, refusals } = now;
  const does = acts(context);
  const differing = operations.filter((operation) => does(operation) || operation.makesRoom);
  const exists = request.wanted.length === 0 || observed.some(({ owner }) => owner === state.owner);
  const drifted = async () => [...differing, ...(await driftAround(transport, state))];
  const proofs = exists ? await probe(transport, state, drifted) : [];
  const scopes = asLive(scopesOf(state), differing, request.wanted);
  return {
    exists,
    notes: notesOf(now),
    refused: refusals.length > 0 ? new Refused(refusals, transport.name) : undefined,
    lines: [...driftLines(differing), ...proofs.filter(({ holds }) => !holds).map(({ report }) => report)],
    live: {
      scopes: Object.fromEntries(Object.entries(scopes).map(([name, scope]) => [name, scopeText(scope)])),
      expect: Object.fromEntries(proofs.map(({ sentence, text }) => [sentence, text])),
    },
  };
}

/** All but our own entry point. */
function inputsOf(state: State): string {
  return canonical(inputsIn(state));
}

function inputsIn({ __provider: _, declared: __, ...inputs }: State): WireDocument {
  return inputs;
}

/** What is only written otherwise is no change; the picture of a host that a refresh has found is no declaration. */
function isDeclaredAnew(olds: State, news: State): boolean {
  if (inputsOf(olds) === inputsOf(news)) return false;
  return olds.declared !== undefined || meaningOf(inputsIn(olds)) !== meaningOf(inputsIn(news));
}

/** Outputs go over the wire as JSON: an `undefined` inside would leak the object that was just made. */
function plain(state: State): State {
  const { scopes, around, declared } = state;
  const told = declared && { declared: { ...declared, scopes: sealed(declared.scopes) } };
  return JSON.parse(JSON.stringify({ ...state, scopes: sealed(scopes), around: sealed(around), ...told })) as State;
}

/** The host is left half-way: Pulumi records the resource with what we know of it, and the next update goes on. */
function partial(error: Error, state: State): Error {
  return Object.assign(new Error(error.message), {
    id: state.owner,
    properties: plain(state),
    reasons: [error.message],
  });
}
