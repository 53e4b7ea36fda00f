import * as pulumi from "@pulumi/pulumi";
import { Lab } from "./components/index.ts";

/*
 * A stack's configuration becomes a lab. The way through the code:
 * topology/ says what can be written and checks it, components/ turn it into resources,
 * providers/ compare these with the live host and make it true.
 */
const config = new pulumi.Config();

new Lab("lab", { topology: config.requireObject("topology") });
