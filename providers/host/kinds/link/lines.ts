import { createHash } from "node:crypto";
import { fnv1a } from "../../../../net/name.ts";
import type { Json } from "../../json.ts";
import type { Context, Item, Line, Operation } from "../../model.ts";
import { linkType } from "./types.ts";

/** Order inside a stage: a link is named ours first, then shaped, then raised (addresses come between, see address.ts). */
const ORDER = { create: 10, mark: 11, shape: 12, master: 14, up: 30, group: 40, delete: 41 };

/** The lines of `ip -batch` that carry out one operation on a link. */
export function lines(operation: Operation, context: Context): Line[] {
  switch (operation.verb) {
    case "create":
      return [...made(operation, context), ...shaped(operation, context)];
    case "adopt":
      return [set(operation, ORDER.mark, `alias ${context.owner}`), ...changed(operation)];
    case "change":
      return changed(operation);
    case "release":
      return [...changed(operation), set(operation, ORDER.mark, `alias ${quoted(operation.want?.props.alias)}`)];
    case "delete":
      return deleted(operation, context);
  }
}

function made(operation: Operation, context: Context): Line[] {
  const item = operation.want as Item;
  const words = linkType(item.props.type)?.create(item, context);
  if (words === undefined) return [];
  const given = [word("mtu", item.props.mtu), word("address", macOf(item, context))].join("");
  return [line(operation, "links", ORDER.create, `link add name ${item.key}${given} ${words}`)];
}

/** What creation cannot say, or says for one end of a pair only. */
function shaped(operation: Operation, context: Context): Line[] {
  const { type, up, mtu, master } = (operation.want as Item).props;
  const mac = macOf(operation.want as Item, context);
  const farEnd = linkType(type)?.create(operation.want as Item, context) === undefined;
  const result = [set(operation, ORDER.mark, `alias ${context.owner}`)];
  if (farEnd && mtu !== undefined) result.push(set(operation, ORDER.shape, `mtu ${mtu}`));
  if (farEnd && mac !== undefined) result.push(set(operation, ORDER.shape, `address ${mac}`));
  if (master) result.push(set(operation, ORDER.master, `master ${master}`));
  if (up) result.push(set(operation, ORDER.up, "up"));
  return result;
}

/**
 * An end of a pair that is made anew comes back with the address that it had: neighbours believe their ARP tables for
 * seconds. It is as good as random, with the bit for locally administered addresses set.
 */
function macOf({ scope, key, props }: Item, { owner }: Context): Json | undefined {
  if (props.mac !== undefined || props.type !== "veth") return props.mac;
  const hash = createHash("sha256").update(`${owner} ${scope}/${key}`).digest("hex");
  return `02:${hash.slice(0, 10).replace(/..(?=.)/g, "$&:")}`;
}

function changed(operation: Operation): Line[] {
  const type = linkType(operation.want?.props.type ?? operation.have?.props.type);
  return operation.changes.flatMap(({ property, want }) => {
    if (property === "alias" || want === undefined) return [];
    if (property === "up") return [set(operation, ORDER.up, want ? "up" : "down")];
    if (property === "mtu") return [set(operation, ORDER.shape, `mtu ${want}`)];
    if (property === "mac") return [set(operation, ORDER.shape, `address ${want}`)];
    if (property === "master") return [set(operation, ORDER.master, want ? `master ${want}` : "nomaster")];
    return [set(operation, ORDER.shape, type?.change(property, want) ?? "")];
  });
}

/**
 * Deleted links first join a group of their own and then leave in one request: one by one, each would wait for an RCU
 * grace period (1000 veths: 22 s instead of 1.2 s).
 */
function deleted(operation: Operation, { owner }: Context): Line[] {
  const group = (fnv1a(`${owner} going`) & 0x7fffffff) | 0x10000;
  const stage = operation.makesRoom ? "clear" : "remove";
  return [
    { ...line(operation, stage, ORDER.group, `link set dev ${operation.key} group ${group}`), removes: true },
    { ...line(operation, stage, ORDER.delete, `link delete group ${group}`), once: true, removes: true },
  ];
}

function set(operation: Operation, order: number, words: string): Line {
  return line(operation, "configure", order, `link set dev ${operation.key} ${words}`);
}

function line({ scope }: Operation, stage: Line["stage"], order: number, text: string): Line {
  return { stage, order, scope, tool: "ip", text };
}

function word(name: string, value: Json | undefined): string {
  return value === undefined ? "" : ` ${name} ${value}`;
}

function quoted(alias: Json | undefined): string {
  return alias ? `"${alias}"` : '""';
}
