import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package that this is part of: the nearest folder with a package.json, since what was built stands elsewhere. */
export const packageFolder = nearest(dirname(fileURLToPath(import.meta.url)));

/** True in a checkout, whose npm scripts are there; an installed package stands in somebody's own project. */
export const inCheckout = !packageFolder.includes("node_modules") && existsSync(join(packageFolder, "cli", "main.ts"));

/** Whether this runs from what was built. */
const built = import.meta.url.includes("/dist/");

function nearest(folder: string): string {
  return folder === "/" || existsSync(join(folder, "package.json")) ? folder : nearest(dirname(folder));
}

/** The path of a program of ours that is started by itself: its source, or what was built of it where that runs. */
export function programFile(name: string): string {
  return built ? join(packageFolder, "dist", `${name}.js`) : join(packageFolder, `${name}.ts`);
}

export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { version: string }).version;
}
