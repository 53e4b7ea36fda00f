import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";

const SDK = dirname(createRequire(import.meta.url).resolve("@pulumi/docker/package.json"));

/** Inputs of an interface of the official SDK: name, and the interface of `types/input.d.ts` that it holds, if any. */
export interface SdkInput {
  name: string;
  optional: boolean;
  holds?: string;
}

/** The members of an interface in one of the SDK's definition files. */
export function interfaceOf(file: string, name: string): SdkInput[] {
  const path = join(SDK, file);
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ESNext, true);
  const found: SdkInput[] = [];
  let seen = false;
  source.forEachChild((node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== name) return;
    seen = true;
    for (const member of node.members) {
      if (!ts.isPropertySignature(member)) continue;
      const holds = /inputs\.([A-Za-z]+)/.exec(member.type?.getText() ?? "")?.[1];
      found.push({
        name: member.name.getText(),
        optional: member.questionToken !== undefined,
        ...(holds ? { holds } : {}),
      });
    }
  });
  if (!seen) throw new Error(`${file} has no interface ${name}`);
  return found;
}

/** A value that the SDK's types describe. */
export interface SdkValue {
  name: string;
  optional: boolean;
  /** The interface of `types/output.d.ts` that it is, or is a list of. */
  holds?: string;
}

/** What a program may read of a class of the SDK, or of an interface of its results. */
export function outputsOf(file: string, name: string): SdkValue[] {
  const path = join(SDK, file);
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ESNext, true);
  const found: SdkValue[] = [];
  source.forEachChild((node) => {
    const declares = ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node);
    if (!declares || node.name?.text !== name) return;
    for (const member of node.members) {
      if (!ts.isPropertyDeclaration(member) && !ts.isPropertySignature(member)) continue;
      const type = member.type?.getText() ?? "";
      const holds = /outputs\.([A-Za-z]+)/.exec(type)?.[1];
      found.push({
        name: member.name.getText(),
        optional: member.questionToken !== undefined || /\|\s*undefined>?$/.test(type),
        ...(holds ? { holds } : {}),
      });
    }
  });
  if (found.length === 0) throw new Error(`${file} has no members of ${name}`);
  return found;
}

/** The paths at which a value is undefined although the SDK's types exclude that. */
export function undefinedIn(value: unknown, file: string, name: string, path = ""): string[] {
  const values = value as Record<string, unknown>;
  return outputsOf(file, name).flatMap((one) => {
    const at = path === "" ? one.name : `${path}.${one.name}`;
    const found = values[one.name];
    if (found === undefined || found === null) return one.optional ? [] : [at];
    const { holds } = one;
    if (!holds || typeof found !== "object") return [];
    const items = Array.isArray(found) ? found : [found];
    return items.flatMap((item, i) =>
      undefinedIn(item, "types/output.d.ts", holds, Array.isArray(found) ? `${at}[${i}]` : at),
    );
  });
}
