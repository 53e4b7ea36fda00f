/** Bytes that an interface of Ethernet takes when nobody says otherwise (net/ethernet/eth.c, ether_setup). */
export const ETHERNET_MTU = 1500;

/** What decides how large the packets are that a link takes which says nothing of it. */
export interface MtuAround {
  /** Bytes that the bridge says which it is a port of. */
  bridge: number | undefined;
  /** Bytes that its parent takes, where it names one; undefined where only the live host tells. */
  parent: number | undefined;
  /** As it is declared. */
  fields: Readonly<Record<string, unknown>>;
}

/** Bytes that a link of one type takes then; undefined where only the live host tells. */
export type MtuRule = (around: MtuAround) => number | undefined;

/** Of what lies on another interface, and adds nothing to its frames. */
export const asParent: MtuRule = ({ bridge, parent }) => bridge ?? parent;

export const asEthernet: MtuRule = ({ bridge }) => bridge ?? ETHERNET_MTU;
