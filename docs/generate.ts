import { writeFileSync } from "node:fs";
import { argumentFiles } from "./argument-files.ts";
import { reference } from "./reference.ts";
import { stackFileSchema } from "./stack-file.ts";

/** What is generated, by its path from the root of the repository. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  "schema/topology.json": () => `${JSON.stringify(stackFileSchema(), null, 2)}\n`,
  "docs/topology.md": reference,
  ...Object.fromEntries(Object.entries(argumentFiles()).map(([path, text]) => [path, () => text])),
};

if (import.meta.main) {
  for (const [path, make] of Object.entries(GENERATED)) {
    writeFileSync(new URL(`../${path}`, import.meta.url), make());
    console.log(`wrote ${path}`);
  }
}
