import type { Reason } from "../../../../net/schema/expectation.ts";
import type { Packet } from "../../../../net/walk/packet.ts";

/**
 * An explanation is a function of what the host's own programs say. It asks for that step by step, because which
 * question comes next depends on the answers: so it is a generator that yields questions and starts nothing itself.
 * The same function runs on a live host (gather.ts) and on recorded answers (the tests).
 */
export type Inquiry<T> = Generator<Question, T, Reply>;

/** A program to run in a scope. It must only look. */
export interface Question {
  scope: string;
  argv: string[];
  /**
   * Ask for it twice, to see what packets moved: before and after all probes of the run, or before and after the failed
   * one is sent once more, alone, or for so long that a machine asks for its neighbour once more.
   */
  around?: "run" | "probe" | "asking";
}

export interface Reply {
  code: number | undefined;
  stdout: string;
  stderr: string;
  /** Standard output of the earlier run, where the question has `around`; undefined where nobody asked in time. */
  before?: string;
}

/** What is known without asking. */
export interface World {
  /** Which scopes have an address, as far as it is declared. */
  owners: ReadonlyMap<string, readonly string[]>;
  /** Namespaces that have such addresses and are not there. Default none. */
  missing?: ReadonlySet<string>;
}

/** The same with the way on: what a tunnel sends goes its way like every packet. */
export interface Passable extends World {
  follow(journey: Journey): Inquiry<End>;
}

/** Why something is not delivered. */
export interface Why {
  words: string;
  /** What to do about it, where the reason alone does not tell. */
  next?: string;
}

/** Where a packet ended that did not arrive. */
export interface Death {
  reason: Reason;
  where: string;
  /** What to do about it, where the reason alone does not tell. */
  next?: string;
  /** True where a route or a rule of policy says that it stops: nothing else that drifted can be why. */
  ruled?: boolean;
  /** False where a rule was met that cannot be judged from here: a counter has to prove it. */
  certain: boolean;
  /** True once a counter has shown that it stops packets of the probe. */
  counted?: boolean;
  scope: string;
  /** What prints the counter of the place, and how it is read there. */
  counter?: { argv: string[]; count(printed: string): number | undefined; around?: "probe" | "asking" };
}

/** A change of address that a machine made on the way, undone for the answer. */
export interface Translation {
  scope: string;
  side: "src" | "dst";
  before: Packet;
  after: Packet;
}

/** An interface that the packet passes. */
export interface Hop {
  scope: string;
  dev: string;
  /** True where a tunnel's outer packet passes it. */
  outer?: boolean;
}

/** What a tunnel asks of the way of its outer packets. */
export interface Bound {
  src?: string;
  /** The interface that they leave by. */
  oif?: string;
  mark?: string;
  /** Machines that may pass them on, and one more. Default: as many as any packet. */
  ttl?: number;
}

/** A packet on its way, changed as it goes. */
export interface Journey {
  packet: Packet;
  scope: string;
  /** The device by which it came into the scope; undefined where it was made. */
  in: string | undefined;
  /** True for the packet that answers: it takes back translations instead of making them. */
  answer: boolean;
  translations: Translation[];
  /** The interfaces that it goes out and comes in by, those of its answer included. */
  hops: Hop[];
  /** Places on the way that may stop it, which nothing shows. */
  doubts: string[];
  /** Where connection tracking of a scope has seen it so far, on bridges, as it was then: rules of nat come too late. */
  tracked: { scope: string; bridge: string; packet: Packet }[];
  /** Translations that did not happen for that. */
  untranslated: string[];
  /** What the tunnel asks whose outer packet it is; absent for a packet of no tunnel. */
  bound?: Bound;
  /** The tunnels that it is an outer packet of, as `SCOPE DEV`, one in the other. */
  inside: readonly string[];
  /** Outer packets that have been sent on its way so far: an answer's come back on theirs. */
  outers: Journey[];
}

export type End =
  | { how: "died"; death: Death }
  | { how: "arrived"; scope: string }
  | { how: "left"; scope: string; dev: string; hop: string; gateway: boolean };
