import { idOf } from "./identity.ts";
import type { Json } from "./json.ts";
import type { Operation, Place, Wanted } from "./model.ts";
import { kindOf } from "./registry.ts";

type Scopes = Record<string, Record<string, Json>>;

/** Stands in a list for an element that the host lacks, until all places have been used. */
const MISSING = Symbol("missing") as unknown as Json;

/**
 * The declaration as the host has it: what a plan would create is taken out, what it would change has the host's
 * values, what it would delete or give back is put in. Pulumi compares this with the declaration, so that a plain
 * preview shows every property that drifted, and an empty plan gives the declaration back as it was.
 */
export function asLive(scopes: Scopes, operations: readonly Operation[], wanted: readonly Wanted[]): Scopes {
  const result = structuredClone(scopes);
  const byId = new Map(wanted.map((item) => [idOf(item), item]));
  const replaced = new Map(operations.filter(({ makesRoom }) => makesRoom).map((entry) => [idOf(entry), entry]));
  for (const operation of operations) {
    const { kind, scope } = operation;
    const { live } = kindOf(kind);
    if (live) result[scope] = live({ scope, json: result[scope] ?? {}, scopes }, operation);
    else show(result, operation, replaced.get(idOf(operation)), byId);
  }
  for (const { at } of wanted) complete(result, at);
  for (const scope of Object.values(result)) sweep(scope);
  return result;
}

function show(
  scopes: Scopes,
  operation: Operation,
  replaced: Operation | undefined,
  wanted: ReadonlyMap<string, Wanted>,
) {
  const { verb, want, have } = operation;
  // It is as declared, and will be again: only what it falls with differs.
  if (operation.fallsWith) return;
  if (verb === "create" && want) {
    if (replaced) showChanges(scopes, want.at, replaced);
    else setAt(scopes, want.at, MISSING);
  } else if (verb === "change" && want) {
    showChanges(scopes, want.at, operation);
  } else if ((verb === "delete" || verb === "release") && have && !operation.makesRoom) {
    const kind = kindOf(operation.kind);
    setAt(scopes, kind.home(have, wanted), kind.show(have));
  }
}

/** Property by property where the declaration has a key for each, else the whole element as it would be written. */
function showChanges(scopes: Scopes, at: Place, { kind: name, have, want, changes }: Operation): void {
  const kind = kindOf(name);
  const element = have ?? want;
  if (!element) return;
  if (!kind.shown) return void setAt(scopes, at, kind.show(element, changes));
  for (const change of changes.filter(({ falls }) => !falls)) {
    const { path, value } = kind.shown(change.property, change.have, element);
    setAt(scopes, { scope: at.scope, path: [...at.path, ...path] }, value ?? MISSING);
  }
}

/** Sets a value; an empty path is the scope itself, and a path that ends in "-" appends to a list (RFC 6902). */
function setAt(scopes: Scopes, { scope, path }: Place, value: Json): void {
  const last = path.at(-1);
  if (last === undefined) {
    if (value === MISSING) delete scopes[scope];
    else scopes[scope] ??= {};
    return;
  }
  const parent = parentOf(scopes, { scope, path }, value !== MISSING);
  if (Array.isArray(parent)) parent[last === "-" ? parent.length : Number(last)] = value;
  else if (parent && value === MISSING) delete parent[last];
  else if (parent) parent[last] = value;
}

/** What is told of something that the declaration says nothing of is an element of its own, and whole. */
function complete(scopes: Scopes, at: Place): void {
  const told = at.implied === undefined ? undefined : parentOf(scopes, at, false);
  const last = at.path.at(-1);
  if (told === undefined || Array.isArray(told) || last === undefined || told[last] === undefined) return;
  told[last] = { ...(at.implied as Scopes[string]), ...(told[last] as Scopes[string]) };
}

/** The object or list that holds the last step; made on the way where something is to be put in. */
function parentOf(scopes: Scopes, { scope, path }: Place, make: boolean): Record<string, Json> | Json[] | undefined {
  if (make) scopes[scope] ??= {};
  let node: Json | undefined = scopes[scope];
  for (const [index, step] of path.slice(0, -1).entries()) {
    if (node === undefined || node === null || typeof node !== "object") return undefined;
    const container = node as Record<string | number, Json>;
    if (make) container[step] ??= path[index + 1] === "-" ? [] : {};
    node = container[step];
  }
  return typeof node === "object" && node !== null ? node : undefined;
}

function sweep(node: Json): void {
  if (Array.isArray(node)) {
    for (let index = node.length - 1; index >= 0; index--) if (node[index] === MISSING) node.splice(index, 1);
    node.forEach(sweep);
  } else if (node !== null && typeof node === "object") {
    Object.values(node).forEach(sweep);
  }
}
