import { TUNNELS } from "../../../net/schema/tunnel.ts";
import type { Fault } from "../../../validation/fault.ts";
import { pathOfScope } from "../document-facts.ts";
import type { KernelPart } from "../kinds/link/type.ts";
import { LINK_TYPES } from "../kinds/link/types.ts";
import type { Item, Operation, Wanted } from "../model.ts";
import type { Transport } from "../transport/transport.ts";

/** A part of the kernel, with the links and the field that need it. */
interface Needed extends KernelPart {
  isNeeded(item: Item): boolean;
  field: string;
  /** What a kernel without it says, where that is not as of a type. */
  refusal?: RegExp;
}

const REFUSAL = /^.*(?:Unknown device type|Operation not supported|No such (?:file|device)).*$/m;

const PARTS: readonly Needed[] = [
  ...LINK_TYPES.flatMap(({ type, part }): Needed[] =>
    part ? [{ ...part, isNeeded: ({ props }) => props.type === type, field: "type" }] : [],
  ),
  {
    what: "VLAN filtering of bridges",
    config: "CONFIG_BRIDGE_VLAN_FILTERING",
    isNeeded: ({ props }) => props.vlanFiltering === true,
    field: "vlanFiltering",
    line: "link add name switch type bridge vlan_filtering 1",
  },
  ...[...TUNNELS].map((type): Needed => {
    const [remote, module] = type === "ip6tnl" ? ["2001:db8::1", "fou6"] : ["192.0.2.1", "fou"];
    return {
      what: `${type} inside UDP`,
      config: "CONFIG_NET_FOU_IP_TUNNELS",
      module,
      isNeeded: ({ props }) => props.type === type && !["none", undefined].includes(props.encap as string | undefined),
      field: "encap",
      // One without the type is told as such.
      refusal: /^.*Invalid argument.*$/m,
      line: `link add name tunnel type ${type} remote ${remote} encap fou encap-dport 1`,
    };
  }),
];

/**
 * Links that the host's kernel cannot make. Tried in a namespace that is gone with the process, and only what an update
 * would make or change.
 */
export async function missingParts({ name, run }: Transport, operations: readonly Operation[]): Promise<Fault[]> {
  const wanted = operations.flatMap(({ kind, verb, want }) =>
    kind === "link" && want && (verb === "create" || verb === "change" || verb === "adopt") ? [want as Wanted] : [],
  );
  const needed = PARTS.map((part) => ({ part, links: wanted.filter(part.isNeeded) }));
  const tried = needed
    .filter(({ links }) => links.length > 0)
    .map(async ({ part, links }) => {
      const input = `link add name near type veth peer name far\n${part.line}\n`;
      const done = await run("host", ["unshare", "--net", "--", "ip", "-batch", "-"], { input });
      const words = (part.refusal ?? REFUSAL).exec(done.stderr)?.[0];
      return words === undefined ? [] : links.map((link) => fault(part, link, name, words.trim()));
    });
  return (await Promise.all(tried)).flat();
}

function fault({ what, config, module, field }: Needed, { at, props }: Wanted, host: string, words: string): Fault {
  const rule = `the kernel of host "${host}" has no ${what} (${config}), ip says: ${words.replace(/\.$/, "")}`;
  const load = module === undefined ? "" : `load its module (modprobe ${module}), or `;
  return {
    path: [...pathOfScope(at.scope), ...at.path, field],
    value: props[field],
    rule,
    fix: `${load}take a kernel that has it`,
  };
}
