"use strict";
// Loaded before anything else by every Node that Pulumi starts.
require("./late-modules.cjs");
require("./typescript-option.cjs");
