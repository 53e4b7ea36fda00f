import { MACVLAN_DEFAULTS, MODE_OF } from "../../../../net/schema/macvlan.ts";
import type { Entry } from "../../dump.ts";
import type { Json } from "../../json.ts";
import type { Props } from "../../model.ts";
import { parentOf, parentWanted } from "./parent.ts";
import { flag, number, ownData, text, withProperties } from "./properties.ts";
import type { LinkType } from "./type.ts";

/** A dump has it only where it is set, and `ip` no word to take it away again. */
const mark = (word: string) => flag(word, false, { yes: word, no: "" });

/** An interface with a MAC address of its own on another one; a macvtap is the same with a character device. */
function onParent(type: "macvlan" | "macvtap"): LinkType {
  const own = withProperties(type, {
    mode: text("mode", MACVLAN_DEFAULTS.mode),
    nopromisc: mark("nopromisc"),
    nodst: mark("nodst"),
    bcqueuelen: number("bcqueuelen", MACVLAN_DEFAULTS.bcqueuelen),
  });
  return {
    type,
    ...own,
    part: {
      what: type,
      config: `CONFIG_${type.toUpperCase()}`,
      module: type,
      line: `link add link near name shared type ${type}`,
    },
    mac: ({ mode }) => (mode === "passthru" ? "parent" : "own"),
    // The parent hands a frame to the one that has its address: no two have the same, whatever they are called.
    clashes: (want, have, mac) => {
      if (have.parent !== want.parent) return false;
      if (have.type === "ipvlan") return true;
      return isOnParent(have) && (want.mode === "passthru" || have.mode === "passthru" || have.mac === mac());
    },
    fixed: ["parent"],
    isFixed: ({ property, want, have }) =>
      property === "mode" ? (want === "passthru") !== (have === "passthru") : property in MODE_OF && want === false,
    // Sources go while the mode has them, and come with it.
    want: (placed) => {
      const { sources = [] } = placed.json;
      return { parent: parentWanted(placed), sources: sorted(sources), ...own.want(placed) };
    },
    observe: (link, dump, all) => ({
      parent: parentOf(link, dump, all),
      sources: sourcesOf(link),
      ...own.observe(link, dump, all),
    }),
    create: (item, context) => `${own.create(item, context)}${set(item.props.sources)}`,
    change: (property, value, sides) => {
      if (property === "sources") return `type ${type} ${set(value) ? `mode source${set(value)}` : "macaddr flush"}`;
      // `ip` takes each of the others beside the one mode that has it.
      return property in MODE_OF
        ? `type ${type} mode ${MODE_OF[property]} ${property}`
        : own.change(property, value, sides);
    },
  };
}

function isOnParent({ type }: Props): boolean {
  return type === "macvlan" || type === "macvtap";
}

function sourcesOf(link: Entry): string[] {
  const { macaddr_data = [] } = ownData(link);
  return sorted(macaddr_data);
}

function sorted(list: Json): string[] {
  return (list as string[]).map((mac) => mac.toLowerCase()).toSorted();
}

/** The last of a line: `set` takes all that follows. */
function set(sources: Json | undefined): string {
  const list = sorted(sources ?? []);
  return list.length > 0 ? ` macaddr set ${list.join(" ")}` : "";
}

export const macvlan = onParent("macvlan");

export const macvtap = onParent("macvtap");
