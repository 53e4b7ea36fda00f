import { flag, type Property, withProperties } from "./properties.ts";
import type { LinkType } from "./type.ts";

/** A dump has the name, or the number where there is none. */
function account(word: string): Property {
  return { usual: null, read: (data) => data[word] ?? null, words: (value) => `${word} ${value}` };
}

const mark = (word: string) => flag(word, false, { yes: word, no: "" });

/** A program that attaches says these anew: `up` must not make the interface anew under a machine that runs. */
const ofProgram = (word: string): Property => ({ ...mark(word), free: true });

/** An interface whose other side is a program, by /dev/net/tun. `ip tuntap` makes it, and changes nothing of it later. */
function tuntap(type: "tun" | "tap"): LinkType {
  const own = withProperties(
    type,
    {
      owner: account("user"),
      group: account("group"),
      multiQueue: mark("multi_queue"),
      vnetHdr: ofProgram("vnet_hdr"),
      pi: ofProgram("pi"),
    },
    { head: `mode ${type}` },
  );
  return {
    type,
    ...own,
    part: {
      what: `${type} interfaces`,
      config: "CONFIG_TUN",
      module: "tun",
      line: `tuntap add dev program mode ${type}`,
    },
    command: "tuntap add dev",
    fixed: own.names,
  };
}

/** Packets of IP, without Ethernet: no MAC address, and nobody to ask for one. */
export const tun: LinkType = { ...tuntap("tun"), flags: () => ({ arp: false }) };

/** Frames of Ethernet: what a virtual machine has for its cable. */
export const tap: LinkType = { ...tuntap("tap"), mac: () => "own" };
