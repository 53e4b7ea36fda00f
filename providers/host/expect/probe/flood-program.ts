import { text } from "node:stream/consumers";
import { type Flood, receive, send } from "./flood.ts";

/** The program that is one end of a measured connection, inside a network namespace. JSON in, JSON out, nothing but Node. */
const flood: Flood = JSON.parse(await text(process.stdin));
const result = JSON.stringify(await (flood.role === "send" ? send : receive)(flood));
process.stdout.write(result, () => process.exit(0));
