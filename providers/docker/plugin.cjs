"use strict";
// What the file `pulumi-resource-docker` starts in the repository. In a package that file stands beside plugin.js.
import(require("../../build/built.cjs").entryUrl("providers/docker/plugin"));
