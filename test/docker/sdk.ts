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
