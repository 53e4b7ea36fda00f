import type { Host } from "./backend.ts";
import { textBackend } from "./text/backend.ts";
import type { Transport } from "./transport/transport.ts";

/** A host with the backend that serves it. Text serves every host that a transport leads to. */
export function hostAt(transport: Transport): Host {
  return { transport, backend: textBackend(transport) };
}
