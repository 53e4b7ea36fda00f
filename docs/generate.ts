import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { argumentFiles } from "./argument-files.ts";
import { commonJsTypes } from "./commonjs-types.ts";
import { documentPage } from "./document-page.ts";
import { stackFileSchema, topologyFileSchema } from "./stack-file.ts";
import { topologyPage } from "./topology-page.ts";

/** What is generated, by its path from the root of the repository. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  "schema/topology.json": () => `${JSON.stringify(stackFileSchema(), null, 2)}\n`,
  "schema/topology-file.json": () => `${JSON.stringify(topologyFileSchema(), null, 2)}\n`,
  "docs/topology.md": topologyPage,
  "docs/host-network.md": documentPage,
  "components/index.d.cts": commonJsTypes,
  ...Object.fromEntries(Object.entries(argumentFiles()).map(([path, text]) => [path, () => text])),
};

if (import.meta.main) {
  // One file an interface: what is no longer declared goes.
  rmSync(new URL("../components/arguments", import.meta.url), { recursive: true });
  mkdirSync(new URL("../components/arguments", import.meta.url));
  for (const [path, make] of Object.entries(GENERATED)) {
    writeFileSync(new URL(`../${path}`, import.meta.url), make());
    console.log(`wrote ${path}`);
  }
}
