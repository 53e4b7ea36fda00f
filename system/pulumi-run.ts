import { connect } from "node:net";

/**
 * The run of Pulumi that this provider serves, by the address of its engine, which Pulumi hands to every provider that
 * it starts; undefined in a process that no Pulumi started.
 *
 * @example servedRun(["node", "provider.js", "127.0.0.1:41233"]) // "127.0.0.1:41233"
 */
export function servedRun(argv: readonly string[] = process.argv): string | undefined {
  return argv.slice(2).find((word) => /^[\w.[\]:-]+:\d+$/.test(word));
}

/** Whether that run has ended: a killed Pulumi ends none of its providers, but nothing listens at its address then. */
export function hasEnded(run: string): Promise<boolean> {
  const [, host = "", port = ""] = /^(.*):(\d+)$/.exec(run) ?? [];
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) });
    const over = (ended: boolean) => {
      socket.destroy();
      resolve(ended);
    };
    socket.once("connect", () => over(false));
    socket.once("error", (error: NodeJS.ErrnoException) => over(error.code === "ECONNREFUSED"));
  });
}
