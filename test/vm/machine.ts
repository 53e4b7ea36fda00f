import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { transportAt, type Whereabouts } from "../../providers/host/transport/local.ts";
import type { Transport } from "../../providers/host/transport/transport.ts";
import { type Finished, type Kept, keep, type RunOptions } from "../../system/process.ts";
import { Shells } from "../shells.ts";

/** A kernel that sandboxes can be opened on, and programs started. */
export interface Machine {
  /** The argv that opens namespaces, and the one that enters them, without what is to be opened. */
  unshare: readonly string[];
  nsenter: readonly string[];
  run(argv: readonly string[], options?: RunOptions): Promise<Finished>;
  keep(argv: readonly string[], options?: RunOptions): Kept;
  /** The way into the namespaces of a process there, for code that reaches a host by a Transport. */
  transport(place: Place): Transport;
}

/** The process that holds a sandbox's namespaces, and the argv that runs another one in them. */
export interface Place {
  pid: string;
  argv(scope: string, argv: readonly string[]): string[];
}

const isRoot = process.getuid?.() === 0;

/** Nothing of them reaches a disk, where there is such a folder. */
const shells = new Shells(existsSync("/dev/shm") ? "/dev/shm" : tmpdir());

/** The machine that the tests run on. */
export const here: Machine = {
  unshare: isRoot ? ["unshare"] : ["unshare", "--map-root-user"],
  nsenter: isRoot ? ["nsenter"] : ["nsenter", "--user", "--preserve-credentials"],
  run: (argv, options) => shells.run(argv, options),
  keep,
  transport(place) {
    const run: Transport["run"] = (scope, argv, options) => shells.run(place.argv(scope, argv), options);
    return { ...transportAt(whereabouts(place)), run };
  },
};

/** Files by /proc/PID/root, programs by nsenter. */
export function whereabouts({ pid, argv }: Place): Whereabouts {
  return {
    name: "sandbox",
    root: `/proc/${pid}/root`,
    netns: `/proc/${pid}/ns/net`,
    inside: (words) => argv("host", words),
  };
}

/** The argv that runs another one in a namespace of a sandbox: "host", its own, or a named one. */
export function entering(nsenter: readonly string[], pid: string, scope: string, argv: readonly string[]): string[] {
  // By what the sandbox sees, because this file is opened before its mounts are entered.
  const net = scope === "host" ? "--net" : `--net=/proc/${pid}/root/run/netns/${scope}`;
  return [...nsenter, "--target", pid, "--mount", net, "--", ...argv];
}
