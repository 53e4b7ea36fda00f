import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { repository } from "../toolchain/places.mjs";
import { ENTRIES, SHARED } from "./entries.mjs";
import { licencesOf } from "./licences.mjs";

/** @type {typeof import("./built.cjs")} */
const { INPUTS, OUTPUT, isFresh, stampOf } = createRequire(import.meta.url)("./built.cjs");

/** What a build depends on beside the modules that it holds. */
const ALSO = ["package-lock.json", "build/bundle.mjs", "build/entries.mjs"];
const CHUNKS = "chunks";

/**
 * Builds what the entries of dist/ are, unless it is of the sources as they are now. Every file is put in its place whole,
 * the list of sources last: what starts meanwhile runs from source.
 */
export async function bundle() {
  if (isFresh()) return;
  const began = Date.now();
  const { rolldown } = await import("rolldown");
  const input = Object.fromEntries(ENTRIES.map((name) => [name, `${name}.ts`]));
  const bundled = await rolldown({ cwd: repository, platform: "node", input, external: SHARED, logLevel: "warn" });
  const { output } = await bundled.generate({ sourcemap: "hidden", chunkFileNames: `${CHUNKS}/[name]-[hash].js` });
  const modules = await bundled.watchFiles;
  await bundled.close();
  rmSync(INPUTS, { force: true });
  for (const file of output) put(file.fileName, file.type === "chunk" ? file.code : file.source);
  put("third-party-licences.txt", licencesOf(modules));
  dropChunksBut(new Set(output.map(({ fileName }) => fileName)));
  const inputs = stamps(modules);
  // A file that changed while it was built may have been read before it did.
  if (Object.values(inputs).every((stamp) => Number.parseFloat(stamp) < began))
    put(relative(OUTPUT, INPUTS), JSON.stringify(inputs));
}

/** @param {readonly string[]} modules by path */
function stamps(modules) {
  const own = modules.filter((path) => path.startsWith("/") && !path.includes("/node_modules/"));
  const files = [...ALSO, ...own.map((path) => relative(repository, path))];
  return Object.fromEntries(files.map((file) => [file, stampOf(file)]));
}

/**
 * @param {string} name below dist/
 * @param {string | Uint8Array} content
 */
function put(name, content) {
  const path = join(OUTPUT, name);
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}

/** @param {ReadonlySet<string>} wanted names below dist/ */
function dropChunksBut(wanted) {
  for (const name of readdirSync(join(OUTPUT, CHUNKS)))
    if (!wanted.has(`${CHUNKS}/${name}`)) rmSync(join(OUTPUT, CHUNKS, name), { force: true });
}
