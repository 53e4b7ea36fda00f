import { VETH_DEFAULTS } from "./schema/veth.ts";

/** What decides how large the packets are that one end of a cable takes. */
export interface EndSize {
  /** Bytes that it says itself. */
  mtu?: number | undefined;
  /** Bytes that the bridge says which it is a port of. */
  bridge?: number | undefined;
}

/** Bytes that one end takes, wherever it is declared: what is said of an end holds for both, then what a bridge says. */
export function endMtu(own: EndSize, other: EndSize): number {
  return own.mtu ?? other.mtu ?? own.bridge ?? other.bridge ?? VETH_DEFAULTS.mtu;
}
