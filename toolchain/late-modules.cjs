"use strict";
// `@pulumi/pulumi` loads TypeScript and npm's arborist, half of all its modules, and has V8 debug the program, which only
// serialising a function needs; the Automation API, which no program needs; and source maps, for the place where each
// resource was made, which nothing that runs here has. All this is loaded when something looks into it.
const { Module } = require("node:module");
const { dirname } = require("node:path");

/** What each answers without being loaded. */
const LATE = {
  "@npmcli/arborist": {},
  "normalize-package-data": {},
  semver: {},
  "@pulumi/pulumi/automation/index.js": {},
  typescript: {},
  "@pulumi/pulumi/runtime/closure/v8Hooks.js": { isInitializedAsync: async () => undefined },
  "source-map-support/register": {},
};

/**
 * @param {string} path of a module
 * @param {Record<PropertyKey, unknown>} known
 */
function standIn(path, known) {
  const stub = new Module(path);
  /** @type {object | undefined} */
  let real;
  const load = () => {
    if (real === undefined) {
      delete require.cache[path];
      real = require(path);
    }
    return /** @type {Record<PropertyKey, unknown>} */ (real);
  };
  stub.exports = new Proxy(
    {},
    {
      // Told apart by this before anything is wanted; a copy of all that a module exports would load it.
      get: (_, key) => (key === "__esModule" && real === undefined ? true : (known[key] ?? load()[key])),
      has: (_, key) => Reflect.has(load(), key),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, key) => {
        const found = Reflect.getOwnPropertyDescriptor(load(), key);
        return found && { ...found, configurable: true };
      },
    },
  );
  stub.loaded = true;
  return stub;
}

/** @param {string} name */
function pathOf(name) {
  try {
    return require.resolve(name, { paths: [dirname(require.resolve("@pulumi/pulumi/package.json"))] });
  } catch {
    return undefined;
  }
}

for (const [name, known] of Object.entries(LATE)) {
  const path = pathOf(name);
  if (path !== undefined) require.cache[path] ??= standIn(path, known);
}
