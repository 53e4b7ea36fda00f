import { transportAt } from "../providers/host/transport/local.ts";
import type { Transport } from "../providers/host/transport/transport.ts";
import type { Sandbox } from "./sandbox.ts";

/** The way into a sandbox, for code that reaches a host by a Transport: files by /proc/PID/root, programs by nsenter. */
export function transportInto(sandbox: Sandbox): Transport {
  const machine = transportAt({
    name: "sandbox",
    root: `/proc/${sandbox.pid}/root`,
    netns: `/proc/${sandbox.pid}/ns/net`,
    inside: (argv) => sandbox.argv("host", argv),
  });
  // Root over the namespaces of the sandbox, be it by a user namespace.
  return { ...machine, privileged: async () => true };
}
