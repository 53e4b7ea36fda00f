import type { KernelPart } from "../../kernel-part.ts";
import { withProperties } from "./properties.ts";
import type { LinkType } from "./type.ts";

/** One that the kernel makes without ARP and multicast: nobody is behind it to be asked. */
function alone(type: "dummy" | "ifb", part: Pick<KernelPart, "what" | "config">, fixed: string[]): LinkType {
  return {
    type,
    ...withProperties(type, {}),
    part: { ...part, module: type, line: `link add name alone type ${type}` },
    flags: () => ({ arp: false, multicast: false }),
    mac: () => "own",
    fixed,
  };
}

/** Takes every packet and drops it: a place for addresses that no cable decides on. */
export const dummy = alone("dummy", { what: "dummy interfaces", config: "CONFIG_DUMMY" }, []);

/**
 * Packets that another interface's queue leads here pass it once more, and may be shaped: also those that come in. The
 * kernel takes a MAC address for it when it is made, and never again (drivers/net/ifb.c has no ndo_set_mac_address).
 */
export const ifb = alone("ifb", { what: "intermediate functional blocks", config: "CONFIG_IFB" }, ["mac"]);
