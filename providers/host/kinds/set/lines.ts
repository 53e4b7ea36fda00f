import { elementOf } from "../../../../net/sets/entry.ts";
import type { KnownSet } from "../../../../net/sets/lookup.ts";
import { OWN } from "../../../../net/sets/types.ts";
import type { Context, Line, Operation, Props, Stage } from "../../model.ts";
import { digest } from "../firewall/chains.ts";
import { orderOf, type Step } from "../order.ts";
import { listOf } from "./props.ts";
import { listsWith, outOfRules } from "./users.ts";

/** What begins the names of sets that a document has for a moment: those that take another's place. */
export function ownNames(owner: string): string {
  return `${OWN}${digest(owner)}-`;
}

function line(scope: string, step: Step, text: string, stage: Stage = "configure"): Line {
  return { stage, order: orderOf(step), scope, tool: "ipset", text };
}

/** How a set is made, changed and taken away: one process for what comes before the rules, and one for what comes after. */
export function lines(operation: Operation, context: Context): Line[] {
  const { verb, scope, key, want, have, changes } = operation;
  if (verb === "delete" || want === undefined) return gone(operation, context);
  const told = flows(operation, context);
  const make = (texts: readonly string[]) => [...texts.map((text) => line(scope, "make sets", text)), ...told];
  if (verb === "create") return make(filled(key, want.props));
  if (changes.length === 0) return [];
  const now = have?.props ?? {};
  const inPlace = changes.every(({ property }) => property === "entries" || property.startsWith("set "));
  if (inPlace && fits(want.props, now)) return make(edited(key, want.props, now));
  return make(swapped(key, want.props, now, context.owner));
}

/** A set with all of its entries. */
function filled(name: string, props: Props, passing: readonly string[] = listOf(props.passing)): string[] {
  const room = props.size === undefined ? { size: props.room ?? null } : {};
  const options: Props = { ...props, ...room };
  const words = [
    props.family === "ipv6" ? "family inet6" : "",
    ...["range", "hashsize", "maxelem", "size", "timeout"].map((option) =>
      (options[option] ?? null) === null ? "" : `${option} ${options[option]}`,
    ),
    props.counters ? "counters" : "",
    props.comments ? "comment" : "",
    String(props.other ?? ""),
  ];
  const making = ["create", name, String(props.type), ...words.filter((word) => word !== "")].join(" ");
  return [
    making,
    ...listOf(props.entries).map((entry) => adding(name, entry, props)),
    ...goingOn(name, props, passing),
  ];
}

/** What is declared stays for good, also where entries go after a time. */
function adding(name: string, entry: string, { timeout = null }: Props): string {
  const [element = "", ...rest] = entry.split(" ");
  const stays = timeout === null ? [] : ["timeout 0"];
  return ["add", name, element, ...stays, ...rest, "-exist"].join(" ");
}

/** What others have added for a time, where the set lets them. */
function goingOn(name: string, { timeout = null }: Props, passing: readonly string[]): string[] {
  return timeout === null ? [] : passing.map((entry) => `add ${name} ${entry} -exist`);
}

/** Whether all that is new fits beside all that goes: so the set is never without both. */
function fits({ entries, maxelem = null }: Props, have: Props): boolean {
  const room = maxelem ?? have.size ?? null;
  if (room === null) return true;
  const all = new Set([...listOf(entries), ...listOf(have.entries), ...listOf(have.passing)].map(elementOf));
  return all.size <= Number(room);
}

/** New ones first: a packet that is in the set before and after is never out of it. */
function edited(name: string, want: Props, have: Props): string[] {
  const [then, now] = [listOf(have.entries), listOf(want.entries)];
  const kept = new Set(then);
  // What fell out of a list with a set that is made anew is not told: members are written all.
  const added = want.type === "list:set" ? now : now.filter((entry) => !kept.has(entry));
  // Where it is to be as it was: what went by itself, and was made to stay.
  const passing = goingOn(name, want, without(listOf(want.passing), listOf(have.passing)));
  const staying = new Set([...now, ...listOf(want.passing)].map(elementOf));
  const removed = then.map(elementOf).filter((element) => !staying.has(element));
  return [
    ...added.map((entry) => adding(name, entry, want)),
    ...passing,
    ...removed.map((element) => `del ${name} ${element} -exist`),
  ];
}

/** By what they are about: how long they have left is nobody's matter. */
function without(list: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others.map(elementOf));
  return list.filter((entry) => !known.has(elementOf(entry)));
}

/** Another set, filled, takes the place of the one that rules ask, in one step. */
function swapped(name: string, want: Props, have: Props, owner: string): string[] {
  const own = `${ownNames(owner)}${digest(name).slice(0, 8)}`;
  const staying = new Set(listOf(want.entries).map(elementOf));
  const passing = [...listOf(want.passing), ...listOf(have.passing)].filter((entry) => !staying.has(elementOf(entry)));
  return [...filled(own, want, passing), `swap ${name} ${own}`, `destroy ${own}`];
}

/** After the rules that asked it; where another is made in its place, before that, and rules and lists are left without it. */
function gone({ scope, key, makesRoom }: Operation, context: Context): Line[] {
  const destroy = (step: Step, stage?: Stage): Line => ({
    ...line(scope, step, `destroy ${key}`, stage),
    removes: true,
  });
  if (key.startsWith(ownNames(context.owner))) return [destroy("take sets away", "clear")];
  if (makesRoom) return [...outOfRules(scope, key, context), ...outOfLists(scope, key, context), destroy("make sets")];
  return [destroy("take sets away"), ...refilled(scope, key, undefined, context)];
}

function outOfLists(scope: string, name: string, { dumps, claims, owner }: Context): Line[] {
  return listsWith(dumps.get(scope), name)
    .filter((list) => claims.claimant({ kind: "set", scope, key: list }) === owner)
    .map((list) => line(scope, "make sets", `del ${list} ${name} -exist`));
}

/** What rules decide otherwise from now on, because of what the set has. */
function flows({ scope, key, want }: Operation, context: Context): Line[] {
  const { type, family, entries, passing } = want?.props ?? {};
  const now: KnownSet = {
    type: String(type),
    family: (family ?? undefined) as KnownSet["family"],
    entries: [...listOf(entries), ...listOf(passing)],
  };
  return refilled(scope, key, now, context);
}

/** A scope that is still to come has no flows. */
function refilled(scope: string, name: string, now: KnownSet | undefined, { dumps }: Context): Line[] {
  if (!dumps.has(scope)) return [];
  const text = `set ${name}`;
  return [{ ...line(scope, "end flows", text), tool: "conntrack", refilled: { name, now } }];
}
