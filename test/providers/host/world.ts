import { hostAt } from "../../../providers/host/backends.ts";
import { wantedBy } from "../../../providers/host/document.ts";
import { describe as sentence } from "../../../providers/host/errors.ts";
import type { Json } from "../../../providers/host/json.ts";
import type { Operation } from "../../../providers/host/model.ts";
import { notesOf, type Outcome, preview, reconcile } from "../../../providers/host/reconcile.ts";
import type { Transport } from "../../../providers/host/transport/transport.ts";
import type { StateBackend } from "../../../system/state-backend.ts";
import { Sandbox } from "../../sandbox.ts";
import { transportInto } from "../../transport.ts";
import type { Machine } from "../../vm/machine.ts";
import { changedSince, OTHERS, type Photograph, type Purpose, photograph, settled } from "./photograph.ts";

export type Scopes = Record<string, Record<string, Json>>;

export interface Wish {
  owner?: string;
  adopt?: boolean;
  prove?: () => Promise<void>;
  holding?: () => Promise<ReadonlySet<string>>;
  tell?: (line: string) => void;
  /** A transport around the sandbox's own: one that fails, or kills. */
  transport?: Transport;
  /** What the state has of it. Default nothing: a first update. */
  recorded?: Scopes;
  /** Where that state is. Default nowhere. */
  stateBackend?: StateBackend;
}

export const OWNER = "bridgework:test/dev/lab";

/** A sandbox that other people's objects live in all along, and the product's core at work in it. */
export class World {
  sandbox!: Sandbox;
  transport!: Transport;
  /** The host without anything of ours. */
  before!: Photograph;
  /** The kernel that it is on; this machine's, where none is given. */
  readonly #machine: Machine | undefined;
  /** Scopes of every document so far: where the next one, or nothing at all, has to look. */
  readonly #scopes = new Set<string>();

  constructor(machine?: Machine) {
    this.#machine = machine;
  }

  /** @param foreign lines for `ip -batch`: what others have on the host */
  async open(foreign = FOREIGN): Promise<void> {
    this.#scopes.clear();
    this.sandbox = await Sandbox.open(this.#machine);
    this.transport = transportInto(this.sandbox);
    await this.sandbox.furnish(foreign);
    this.before = await this.settled();
  }

  /** Makes a document true, under the host's lock as the provider does; returns what was done, in words. */
  async apply(scopes: Scopes, wish: Wish = {}) {
    return (await this.outcome(scopes, wish)).operations.map(sentence);
  }

  /** The same, with what a person is told besides. */
  async outcome(
    scopes: Scopes,
    { prove, holding, tell, transport = this.transport, ...wish }: Wish = {},
  ): Promise<Outcome> {
    for (const scope of Object.keys(scopes)) this.#scopes.add(scope);
    const proofs = { ...(prove && { prove }), ...(holding && { holding }), ...(tell && { tell }) };
    return await reconcile(hostAt(transport), { ...this.#request(scopes, wish), ...proofs });
  }

  /** What a preview says of a document; the host stays as it is. */
  async plan(scopes: Scopes, wish: Wish = {}): Promise<string[]> {
    return (await this.operations(scopes, wish)).map(sentence);
  }

  async operations(scopes: Scopes, wish: Wish = {}): Promise<Operation[]> {
    return (await preview(hostAt(this.transport), this.#request(scopes, wish))).operations;
  }

  /** What a preview goes by: the document, and the host as it is. */
  async seen(scopes: Scopes) {
    const request = this.#request(scopes, {});
    const now = await preview(hostAt(this.transport), request);
    return { ...now, ...request, newborn: now.context.newborn };
  }

  /** What a person is told who only looks. */
  async notes(scopes: Scopes, wish: Wish = {}): Promise<string[]> {
    return notesOf(await preview(hostAt(this.transport), this.#request(scopes, wish)));
  }

  #request(scopes: Scopes, { owner = OWNER, adopt = false, recorded, stateBackend }: Wish) {
    const known = { ...(recorded && { recorded: wantedBy(recorded) }), ...(stateBackend && { stateBackend }) };
    return { owner, adopt, wanted: wantedBy(scopes), alsoScopes: [...this.#scopes], ...known };
  }

  /** Changes something by hand: one line of `ip`, or `sysctl KEY=VALUE`. */
  async byHand(...steps: string[]): Promise<void> {
    for (const step of steps) await this.sandbox.must(step.split(" "));
  }

  /** For photographs between the first and the last. */
  get brief(): Purpose {
    return { brief: this.#machine !== undefined };
  }

  photograph(purpose?: Purpose): Promise<Photograph> {
    return photograph(this.sandbox, purpose);
  }

  /** A photograph of the host when nothing moves any more, or as soon as it is as hoped. */
  settled(hoped?: Photograph, purpose?: Purpose): Promise<Photograph> {
    return settled(this.sandbox, hoped, purpose);
  }

  /** How the host differs from a photograph, once it has had time to become like it; by default from `before`. */
  changes(since: Photograph = this.before): Promise<string[]> {
    return changedSince(since, this.sandbox);
  }

  async close(): Promise<void> {
    await this.sandbox?.close();
  }
}

/** What others have on the host: it must be there, unchanged, whatever we do. */
const FOREIGN = `link add theirs0 address 02:00:00:00:77:00 type bridge forward_delay 0
link set theirs0 alias "made by somebody" up
addr add 192.168.77.1/24 dev theirs0
link add theirs1 type veth peer name theirs2
link set theirs1 master theirs0 up
link set theirs2 up
netns add ${OTHERS}
link add theirs3 address 02:00:00:00:77:03 type veth peer name theirs4 netns ${OTHERS}
link set theirs3 up
route add 10.99.0.0/16 via 192.168.77.9
route add blackhole 10.98.0.0/16 metric 7 table 77
neigh add 192.168.77.8 lladdr 02:00:00:00:77:08 dev theirs0 nud permanent
`;
