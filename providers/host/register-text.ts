import { type TSchema, Type } from "typebox";
import { checkNamespaceName } from "../../net/name.ts";
import { containerOf } from "../../net/scope.ts";
import { formatFault } from "../../validation/fault.ts";
import { shape } from "../../validation/schema/validate.ts";
import { idOf } from "./identity.ts";
import { isMark } from "./mark.ts";
import type { Ref } from "./model.ts";
import type { Claim, Register } from "./register.ts";
import { KINDS } from "./registry.ts";

const anything = Type.Record(Type.String(), Type.Unknown());

const claimSchema = Type.Object({
  ref: Type.Object({ kind: Type.String(), scope: Type.String(), key: Type.String() }),
  inode: Type.String(),
  identity: Type.Optional(Type.String()),
  before: Type.Optional(anything),
  secretsBefore: Type.Optional(Type.Record(Type.String(), Type.String())),
  kept: Type.Optional(anything),
  wants: Type.Optional(anything),
});

const registerSchema: TSchema = Type.Object({
  owner: Type.String(),
  stateBackend: Type.Optional(Type.Object({ id: Type.String(), name: Type.String() })),
  claims: Type.Record(Type.String(), claimSchema),
});

/**
 * The register in a file of the registry. What stands there names interfaces, settings and values that are written when
 * it is given back, so that a file which only looks like one of ours is not believed.
 *
 * @throws {Error} with the first reason why it is none
 */
export function parseRegister(text: string): Register {
  const json = parsed(text);
  const [fault] = shape(registerSchema, json).faults;
  if (fault) throw new Error(formatFault(fault));
  const register = json as Register;
  if (!isMark(register.owner) || !printable([register.owner, register.stateBackend]))
    throw new Error("its owner is no mark of ours");
  for (const [id, claim] of Object.entries(register.claims)) check(id, claim);
  return register;
}

function parsed(text: string): unknown {
  if (text.trim() === "") throw new Error("it is empty");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`it is no JSON: ${(error as Error).message}`);
  }
}

function check(id: string, { ref, before, secretsBefore, wants, kept }: Claim): void {
  const kind = KINDS.find(({ name }) => name === ref.kind);
  const sound = id === idOf(ref) && isScope(ref) && isKey(ref.key) && kind;
  const props = [before, secretsBefore, wants, kept].filter((one) => one !== undefined);
  if (sound && props.every((one) => printable(one) && kind.credible?.(ref.key, one) !== false)) return;
  throw new Error(`its claim ${JSON.stringify(id).slice(0, 100)} names nothing that a document can have`);
}

function isScope({ scope }: Ref): boolean {
  const container = containerOf(scope);
  if (scope === "host") return true;
  if (container !== undefined) return /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(container);
  try {
    return checkNamespaceName(scope) === scope;
  } catch {
    return false;
  }
}

/** Words that a line of a tool can hold, none of which leads out of a folder. */
function isKey(key: string): boolean {
  const words = key.split(" ");
  return words.every(
    (word) => /^[A-Za-z0-9_.:/%+*@][-A-Za-z0-9_.:/%+*@=]*$/.test(word) && !word.split("/").includes(".."),
  );
}

/** Whether no text of it, keys included, holds a control character: each is a line of a tool's input, or part of one. */
function printable(value: unknown): boolean {
  if (typeof value === "string") return !/[\0-\x1f\x7f]/.test(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, member]) => printable(key) && printable(member));
}
