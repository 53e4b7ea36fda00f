import { listOf } from "../facts.ts";
import type { Inquiry } from "../inquiry.ts";
import type { Side } from "../muted.ts";

/** VLANs that a port of a bridge, or the bridge itself, is in. */
export interface Membership {
  /** That of frames without a tag. */
  pvid: number | undefined;
  has(id: number): boolean;
  /** Whether frames of it leave without their tag. */
  untags(id: number): boolean;
  /** "1, 10-20" */
  words: string;
}

interface VlanJson {
  vlan: number;
  vlanEnd?: number;
  flags?: string[];
}

/** What `bridge vlan` says of one of them; undefined where it cannot be asked. */
export function* membershipOf({ scope, dev }: Side): Inquiry<Membership | undefined> {
  const reply = yield { scope, argv: ["bridge", "-j", "vlan", "show"] };
  if (reply.code !== 0) return undefined;
  const all = listOf<{ ifname: string; vlans?: VlanJson[] }>(reply);
  const list = all.find(({ ifname }) => ifname === dev)?.vlans ?? [];
  const entry = (id: number) => list.find(({ vlan, vlanEnd = vlan }) => vlan <= id && id <= vlanEnd);
  const runs = list.map(({ vlan, vlanEnd }) => (vlanEnd === undefined ? `${vlan}` : `${vlan}-${vlanEnd}`));
  return {
    pvid: list.find(({ flags }) => flags?.includes("PVID"))?.vlan,
    has: (id) => entry(id) !== undefined,
    untags: (id) => entry(id)?.flags?.includes("Egress Untagged") ?? false,
    words: runs.length === 0 ? "none" : runs.join(", "),
  };
}
