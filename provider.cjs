"use strict";
// The entry `bridgework/provider` stands in every state file that was ever written: never rename it.
// In the repository the sources run as they are; installed, Node strips no types, and the build is there instead.
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const built = join(__dirname, "dist", "providers", "host", "provider.js");
const source = join(__dirname, "providers", "host", "provider.ts");
module.exports = require(existsSync(source) && !__dirname.includes("node_modules") ? source : built);
