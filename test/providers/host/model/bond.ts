import type { Json } from "../../../../providers/host/json.ts";
import type { Above } from "./on-parent.ts";
import { connect, type Link, lower, type Space } from "./state.ts";

/** As the kernel makes one of whom nothing is said; of the rest a dump that lacks it says that it is as usual. */
const BORN = { mode: "balance-rr", miimon: 0, updelay: 0, downdelay: 0 };

/** Out of the words after `type bond`. */
export function bondOf(words: string[]): Above {
  const above: Above = { parent: "", data: { ...BORN } };
  turnBond(above, words);
  return above;
}

/** Takes all words; delays are counted in looks at the carriers. */
export function turnBond({ data }: Above, words: string[]): string | undefined {
  while (words.length > 0) {
    const [word = "", value = ""] = words.splice(0, 2);
    const isDelay = word === "updelay" || word === "downdelay";
    if (isDelay && data.miimon === 0) return "RTNETLINK answers: Operation not permitted";
    if (word === "miimon") for (const delay of ["updelay", "downdelay"]) data[delay] = rescaled(data, delay, value);
    data[word] = /^\d+$/.test(value) ? Number(value) : value;
  }
  return undefined;
}

function rescaled(data: Record<string, Json>, delay: string, miimon: string): number {
  const looks = Number(data.miimon) === 0 ? 0 : Number(data[delay]) / Number(data.miimon);
  return looks * Number(miimon);
}

/** A member has the bond's address and size, and is up. */
export function enslave(here: Space, link: Link, bond: Link): string | undefined {
  if (link.up) return "Error: Device can not be enslaved while up.";
  link.own = { address: link.address, mtu: link.mtu };
  Object.assign(link, { address: bond.address, mtu: bond.mtu, up: true });
  for (const address of link.addresses) connect(here, link, address);
  return undefined;
}

/** What leaves has its own again, and is down. */
export function release(here: Space, link: Link): void {
  lower(here, link);
  Object.assign(link, link.own);
  delete link.own;
}

export function membersOf(here: Space, { ifname, kind }: Link): Link[] {
  return kind === "bond" ? here.links.filter(({ master }) => master === ifname) : [];
}
