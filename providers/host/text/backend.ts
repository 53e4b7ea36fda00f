import type { Backend } from "../backend.ts";
import type { Transport } from "../transport/transport.ts";
import { applyText } from "./apply.ts";
import { observeText } from "./observe.ts";

/** The backend that starts `ip`, `sysctl`, `grep` and the tools of iptables on the host: a process a scope, not an object. */
export function textBackend(transport: Transport): Backend {
  return {
    observe: (looks) => observeText(transport, looks),
    apply: (operations, context) => applyText(transport, operations, context),
  };
}
