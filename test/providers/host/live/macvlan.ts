import { AnyLink } from "./any-link.ts";
import type { LiveSpec } from "./spec.ts";

const SOURCE = "02:00:00:00:07:07";
const TOLD = `["${SOURCE}"]`;

/** A macvtap is no port of a bridge but may be in a VRF, and has all else. */
export function onParent(type: "macvlan" | "macvtap"): LiveSpec {
  const l0 = new AnyLink({
    type,
    own: { parent: "theirs0", mode: "source", sources: [SOURCE], bcqueuelen: 50 },
    master: type === "macvlan" ? "bridge" : "vrf",
  });
  return l0.spec({
    drifts: {
      parent: [
        l0.remade(
          `link theirs3 type ${type} mode source bcqueuelen 50 macaddr set ${SOURCE}`,
          'parent "theirs3" -> "theirs0"',
        ),
      ],
      mode: [l0.set(`type ${type} mode private`, `sources [] -> ${TOLD}, mode "private" -> "source"`)],
      sources: [
        l0.set(`type ${type} macaddr add 02:00:00:00:07:08`, `sources ["${SOURCE}","02:00:00:00:07:08"] -> ${TOLD}`),
      ],
      nodst: [l0.stuck(`type ${type} mode source nodst`, "nodst true -> false")],
      bcqueuelen: [l0.set(`type ${type} bcqueuelen 7`, "bcqueuelen 7 -> 50")],
    },
    steps: {
      parent: [l0.replaces({ parent: "theirs3" }, 'parent "theirs0" -> "theirs3"')],
      mode: [l0.changes({ mode: "bridge", sources: [] }, `sources ${TOLD} -> [], mode "source" -> "bridge"`)],
      nopromisc: [
        // In this mode it has its parent's address and is alone.
        l0.replaces(
          { mode: "passthru", nopromisc: true, mac: undefined, sources: undefined },
          `sources ${TOLD} -> [], mode "source" -> "passthru", nopromisc false -> true`,
        ),
      ],
      sources: [
        l0.changes({ sources: [] }, `sources ${TOLD} -> []`),
        l0.changes(
          { sources: ["02:00:00:00:07:0B", "02:00:00:00:07:0a"] },
          `sources ${TOLD} -> ["02:00:00:00:07:0a","02:00:00:00:07:0b"]`,
        ),
      ],
      nodst: [{ ...l0.changes({ nodst: true }, "nodst false -> true"), renews: ["host/l0"] }],
      bcqueuelen: [l0.changes({ bcqueuelen: 5000 }, "bcqueuelen 50 -> 5000")],
    },
    foreign: {
      words: `link theirs0 type ${type} mode private`,
      differs: `sources [] -> ${TOLD}, mode "private" -> "source", bcqueuelen 1000 -> 50`,
    },
  });
}

export const macvlan = onParent("macvlan");
