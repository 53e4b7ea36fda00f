import { cpSync, symlinkSync } from "node:fs";
import { basename, join, resolve } from "node:path";

/** What a checkout holds beside its sources. */
const NOT_SOURCES = new Set([".git", ".pulumi-state", "dist", "node_modules", "test"]);

/** A checkout of its own, with the same packages, for what builds into the folder in which it runs. */
export function copyCheckout(to: string): void {
  cpSync(".", to, { recursive: true, filter: (path) => !NOT_SOURCES.has(basename(path)) });
  symlinkSync(resolve("node_modules"), join(to, "node_modules"));
}
