import type { LinkType } from "./type.ts";

/** `lo`: the kernel makes one in every namespace, down; only its state and its further addresses are declared. */
export const loopback: LinkType = {
  type: "loopback",
  fixed: [],
  want: () => ({}),
  observe: () => ({}),
  create: () => undefined,
  change: (property) => {
    throw new Error(`lo has no property ${property}`);
  },
};
