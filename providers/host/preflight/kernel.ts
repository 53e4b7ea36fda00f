import { TUNNELS } from "../../../net/schema/tunnel.ts";
import { isBitmap, moduleOf, SET_TYPES } from "../../../net/sets/types.ts";
import { missing } from "../../../system/missing.ts";
import type { Fault } from "../../../validation/fault.ts";
import { pathAt } from "../document-facts.ts";
import type { KernelPart } from "../kernel-part.ts";
import { LINK_TYPES } from "../kinds/link/types.ts";
import { setsUsed } from "../kinds/set/props.ts";
import type { Item, Operation, Wanted } from "../model.ts";
import { KINDS } from "../registry.ts";
import type { Transport } from "../transport/transport.ts";

/** A part of the kernel, with the items that need it, and the field that says so where it is not all of them. */
interface Needed extends KernelPart {
  isNeeded(item: Item): boolean;
  field?: string;
  /** What a kernel without it says, where that is not as of all others. */
  refusal?: RegExp;
}

const PARTS: readonly Needed[] = [
  ...LINK_TYPES.flatMap(({ type, part }): Needed[] =>
    part ? [{ ...part, isNeeded: ({ kind, props }) => kind === "link" && props.type === type, field: "type" }] : [],
  ),
  ...KINDS.flatMap(({ name, part }): Needed[] => (part ? [{ ...part, isNeeded: ({ kind }) => kind === name }] : [])),
  ...SET_TYPES.map((type): Needed => {
    const module = moduleOf(type);
    return {
      what: `set of type ${type}`,
      config: `CONFIG_${module.toUpperCase()}`,
      module,
      isNeeded: ({ kind, props }) => kind === "set" && props.type === type,
      field: "type",
      line: `create probe ${type}${isBitmap(type) ? ` range ${type === "bitmap:ip" ? "10.0.0.0-10.0.0.1" : "1-2"}` : ""}`,
      tool: "ipset",
      program: "ipset",
      refusal: /^.*(?:Cannot open session to kernel|set type not supported|Kernel error received).*$/m,
    };
  }),
  {
    what: "rules that ask sets",
    config: "CONFIG_NETFILTER_XT_SET",
    module: "xt_set",
    isNeeded: ({ kind, props }) => kind === "chain" && setsUsed(props).length > 0,
    line: "-A INPUT -m set --match-set probe src",
    tool: "iptables",
    // One that has it misses the set.
    refusal: /^.*(?:Extension set .*not supported|Couldn't load match|No chain\/target\/match).*$/m,
  },
  {
    what: "VLAN filtering of bridges",
    config: "CONFIG_BRIDGE_VLAN_FILTERING",
    isNeeded: ({ kind, props }) => kind === "link" && props.vlanFiltering === true,
    field: "vlanFiltering",
    line: "link add name switch type bridge vlan_filtering 1",
  },
  ...[...TUNNELS].map((type): Needed => {
    const [remote, module] = type === "ip6tnl" ? ["2001:db8::1", "fou6"] : ["192.0.2.1", "fou"];
    return {
      what: `${type} inside UDP`,
      config: "CONFIG_NET_FOU_IP_TUNNELS",
      module,
      isNeeded: ({ kind, props }) =>
        kind === "link" && props.type === type && !["none", undefined].includes(props.encap as string | undefined),
      field: "encap",
      // One without the type is told as such.
      refusal: /^.*Invalid argument.*$/m,
      line: `link add name tunnel type ${type} remote ${remote} encap fou encap-dport 1`,
    };
  }),
];

/** What an update would make or change. */
export function madeBy(operations: readonly Operation[]): Wanted[] {
  return operations.flatMap(({ verb, want }) =>
    want && (verb === "create" || verb === "change" || verb === "adopt") ? [want] : [],
  );
}

/**
 * What the host's kernel cannot make. Tried in a namespace that is gone with the process, and only for what is wanted.
 */
export async function missingParts({ name, run }: Transport, wanted: readonly Wanted[]): Promise<Fault[]> {
  const needed = PARTS.map((part) => ({ part, items: wanted.filter(part.isNeeded) }));
  const tried = needed
    .filter(({ items }) => items.length > 0)
    .map(async ({ part, items }) => {
      const { tool = "ip", line, program } = part;
      const { argv, around } = TRYING[tool];
      const done = await run("host", ["unshare", "--net", "--", ...argv], { input: around(line) });
      const words = (part.refusal ?? LACKS).exec(done.stderr)?.[0];
      const absent = program && missing(await run("host", [program, "--version"]));
      return [
        ...(words === undefined ? [] : items.map((item) => fault(part, item, name, words.trim()))),
        ...(absent ? items.map((item) => ({ ...withoutProgram(part, item, name, absent), program })) : []),
      ];
    });
  return onceByProgram((await Promise.all(tried)).flat());
}

/** A program that is not there is missed once, whatever needs it. */
function onceByProgram(all: readonly (Fault & { program?: string })[]): Fault[] {
  const first = new Map(all.flatMap((one) => (one.program ? [[one.program, one] as const] : [])).reverse());
  return all
    .filter((one) => one.program === undefined || first.get(one.program) === one)
    .map(({ program: _, ...one }) => one);
}

/** How each tool takes the line that is tried. */
const TRYING: Record<NonNullable<KernelPart["tool"]>, { argv: string[]; around(line: string): string }> = {
  ip: { argv: ["ip", "-batch", "-"], around: (line) => `link add name near type veth peer name far\n${line}\n` },
  tc: { argv: ["tc", "-batch", "-"], around: (line) => `${line}\n` },
  ipset: { argv: ["ipset", "restore"], around: (line) => `${line}\n` },
  iptables: { argv: ["iptables-restore", "--noflush"], around: (line) => `*filter\n${line}\nCOMMIT\n` },
};

const LACKS =
  /^.*(?:Unknown device type|Operation not supported|No such (?:file|device)|qdisc kind is unknown|Unknown qdisc).*$/m;

function withoutProgram({ what, field }: Needed, { at, props }: Wanted, host: string, absent: string): Fault {
  const [rule = absent, fix = "install it"] = absent.split(/\. (?=[A-Z])/);
  return {
    path: pathAt(at, ...(field === undefined ? [] : [field])),
    ...(field !== undefined && { value: props[field] }),
    rule: `${rule.replace("this host", `host "${host}"`)}, and only it can set up a ${what}`,
    fix,
  };
}

function fault({ what, config, module, field, tool = "ip" }: Needed, item: Wanted, host: string, words: string): Fault {
  const { at, props } = item;
  const said = words
    .replace(/^(Error: |ipset v[\d.]+: |Error in line \d+: |Kernel error received: )+/, "")
    .replace(/\.$/, "");
  const load = module === undefined ? "" : `load its module (modprobe ${module}), or `;
  return {
    path: pathAt(at, ...(field === undefined ? [] : [field])),
    ...(field !== undefined && { value: props[field] }),
    rule: `the kernel of host "${host}" has no ${what} (${config}), ${tool} says: ${said}`,
    fix: `${load}take a kernel that has it`,
  };
}
