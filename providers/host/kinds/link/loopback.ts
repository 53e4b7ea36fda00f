import type { LinkType } from "./type.ts";

/** What the kernel gives it (drivers/net/loopback.c). */
const LOOPBACK_MTU = 65536;

/** `lo`: the kernel makes one in every namespace, down; only its state and its further addresses are declared. */
export const loopback: LinkType = {
  type: "loopback",
  mtu: () => LOOPBACK_MTU,
  fixed: [],
  want: () => ({}),
  observe: () => ({}),
  create: () => undefined,
  change: (property) => {
    throw new Error(`lo has no property ${property}`);
  },
};
