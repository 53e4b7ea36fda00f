import { Lab, stackTopology } from "./components/index.ts";

/*
 * A stack's configuration becomes a lab. The way through the code:
 * stack-file/ reads it, topology/ says what can be written and checks it, components/ turn it into resources,
 * providers/ compare these with the live host and make it true.
 */
new Lab("lab", { topology: stackTopology() });
