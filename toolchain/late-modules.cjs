"use strict";
// `@pulumi/pulumi` loads TypeScript and npm's arborist, half of all its modules, which only serialising a function needs:
// they are loaded when something looks into them.
const { Module } = require("node:module");
const { dirname } = require("node:path");

const LATE = ["@npmcli/arborist", "typescript"];

/** @param {string} path of a module */
function standIn(path) {
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
      get: (_, key) => (key === "__esModule" && real === undefined ? true : load()[key]),
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

for (const name of LATE) {
  const path = pathOf(name);
  if (path !== undefined) require.cache[path] ??= standIn(path);
}
