import type { Reason } from "../../../../../net/schema/expectation.ts";
import type { Death } from "../inquiry.ts";
import type { Side } from "../muted.ts";
import type { Place } from "./ends.ts";

/** A frame at an interface. */
export interface Frame {
  at: Place;
  /** Whether it leaves by it, or has come in by it. */
  isLeaving: boolean;
  /** Its tags, the outermost first, as numbers of VLANs. */
  tags: readonly number[];
  /** The first place on its way that does not let it pass: it is followed all the same, to see where it would get. */
  stop?: Death;
  /** Whether nobody knows where it would get past that: it died in a tunnel. */
  isLost?: boolean;
}

/** Where a frame can be next; undefined for out of sight. */
export type Next = Frame | undefined;

/** The same frame with a stop, unless it has one already; by default no station is found for it. */
export function stopped(
  frame: Frame,
  { scope }: Side,
  words: string,
  why: Pick<Death, "next"> & { reason?: Reason },
): Frame {
  const stop: Death = { reason: "no-arp", ...why, where: `${scope}: ${words}`, certain: true, scope };
  return frame.stop ? frame : { ...frame, stop };
}
