"use strict";
// The entry `bridgework/provider` stands in every state file that was ever written: never rename it.
module.exports = require(require("./build/built.cjs").entry("providers/host/provider"));
