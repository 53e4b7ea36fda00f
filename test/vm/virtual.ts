import { EventEmitter } from "node:events";
import type { Transport } from "../../providers/host/transport/transport.ts";
import type { Finished, Kept, RunOptions } from "../../system/process.ts";
import type { Machine, Place } from "./machine.ts";
import { type Answer, type Ask, FILE_METHODS } from "./messages.ts";
import { Wire } from "./wire.ts";

/** The environment variable that names the runner's socket to test processes. */
export const SOCKET = "BRIDGEWORK_TEST_VM";

/** Milliseconds that the machine may take to answer, beyond what the thing itself may take. */
const PATIENCE = 60_000;

let wanted: Promise<Machine | string> | undefined;

/**
 * The virtual machine of this test run, started for the first who asks: another kernel, with this machine's files.
 *
 * @returns the reason where there is none
 * @throws {Error} where there should be one
 */
export function virtualMachine(): Promise<Machine | string> {
  const path = process.env[SOCKET];
  wanted ??= path === undefined ? Promise.resolve("the test runner serves none") : machineBehind(path);
  return wanted;
}

/** The one that a runner serves at a socket. */
export async function machineBehind(path: string): Promise<Machine | string> {
  const wire = await Wire.open(path);
  return typeof wire === "string" ? wire : machineAt(wire);
}

function machineAt(wire: Wire): Machine {
  return {
    unshare: ["unshare"],
    nsenter: ["nsenter"],
    async run(argv, options = {}) {
      const limit = (options.timeout ?? 60_000) + PATIENCE;
      return (await wire.ask<Finished>({ do: "run", argv, options }, limit)).value;
    },
    keep: (argv, options = {}) => kept(wire, argv, options),
    transport: (place) => transportBy(wire, machineAt(wire), place),
  };
}

function kept(wire: Wire, argv: readonly string[], options: RunOptions): Kept {
  const heard = new EventEmitter();
  const { promise: end, resolve } = Promise.withResolvers<Finished>();
  const of = wire.listen({ do: "keep", argv, options }, (answer) => {
    if (answer.heard === "ended") resolve(answer.value as Finished);
    // What ran inside ends with the machine.
    else if (answer.heard === "error") resolve(lost(argv, answer.value.message));
    else heard.emit(answer.heard, answer.value);
  });
  const tell = (ask: Ask) => void wire.ask(ask, PATIENCE).catch(() => undefined);
  return {
    write: (text) => tell({ do: "write", of, text }),
    output: (listener) => void heard.on("output", listener),
    errors: (listener) => void heard.on("errors", listener),
    signal: (name) => tell({ do: "signal", of, name }),
    ended: (listener) => void end.then(listener),
    async close(grace = 2000) {
      return (await wire.ask<Finished>({ do: "close", of, grace }, grace + PATIENCE)).value;
    },
  };
}

function lost(argv: readonly string[], why: string): Finished {
  return { argv, code: undefined, stdout: "", stderr: "", ended: why };
}

/** As `transportAt` gives it, which works inside: files and the lock there, programs by the sandbox's own argv. */
function transportBy(wire: Wire, machine: Machine, { pid, argv }: Place): Transport {
  const files = FILE_METHODS.map((method) => {
    const ask = async (...words: string[]) => (await wire.ask({ do: "files", pid, method, words }, PATIENCE)).value;
    return [method, ask];
  });
  return {
    ...(Object.fromEntries(files) as Pick<Transport, (typeof FILE_METHODS)[number]>),
    name: "sandbox",
    netns: `/proc/${pid}/ns/net`,
    privileged: async () => true,
    run: (scope, words, options) => machine.run(argv(scope, words), options),
    keep: async (scope, words, options) => machine.keep(argv(scope, words), options),
    container: async (name) => {
      throw new Error(`container "${name}": the virtual machine has no engine that could be asked for it`);
    },
    async lock(what, waiting) {
      const hear = ({ value }: Answer) => waiting(...(value as [string, boolean]));
      // One holder is waited for ten minutes.
      const { id } = await wire.ask({ do: "lock", pid, what }, 600_000 + PATIENCE, hear);
      return { release: async () => void (await wire.ask({ do: "release", of: id }, PATIENCE)) };
    },
  };
}
