import { local } from "./local.ts";
import type { Transport } from "./transport.ts";

/** The transport to a declared host. Only this machine can be reached as yet. */
export function transportTo(host: string): Transport {
  if (host === "local") return local;
  throw new Error(`host "${host}": no way leads there. Declared hosts can be: local.`);
}
