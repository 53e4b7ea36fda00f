import { sandboxAdvice } from "../../system/called.ts";
import type { Transport } from "./transport/transport.ts";

/** Before anything else: network namespaces are for root only, and a clear word is better than EPERM half-way. */
export async function ready(transport: Transport): Promise<void> {
  if (await transport.privileged()) return;
  throw new Error(
    `host "${transport.name}": changing or reading network namespaces needs root (CAP_NET_ADMIN and CAP_SYS_ADMIN). ` +
      `Run this as root${sandboxAdvice(", or try it without: `npm run sandbox` opens a throw-away host in which everything works")}.`,
  );
}
