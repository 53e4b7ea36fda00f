import type { Transport } from "../providers/host/transport/transport.ts";
import type { Sandbox } from "./sandbox.ts";

/** The way into a sandbox, for code that reaches a host by a Transport. */
export function transportInto(sandbox: Sandbox): Transport {
  const place = { pid: sandbox.pid, argv: sandbox.argv.bind(sandbox) };
  // Root over the namespaces of the sandbox, be it by a user namespace.
  return { ...sandbox.machine.transport(place), privileged: async () => true };
}
