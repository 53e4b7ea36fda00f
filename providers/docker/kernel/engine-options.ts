import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";

/** Of what an engine was told when it started, what decides about rules and ports. */
export interface EngineOptions {
  /** Whether it writes rules with iptables. */
  iptables: boolean;
  /** Whether it does with ip6tables, whatever it does with iptables; undefined where the default of its version holds. */
  ip6tables: boolean | undefined;
  /** Whether a process of its own listens on each published port. */
  userlandProxy: boolean;
}

/** The options of the `dockerd` of this network namespace, which no call of its API tells; undefined where none is seen. */
export async function engineOptions(): Promise<EngineOptions | undefined> {
  const here = await text(() => readlink("/proc/self/ns/net"));
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const engines = await Promise.all(pids.map(async (pid) => ((await isEngine(pid, here)) ? pid : undefined)));
  const pid = engines.find((one) => one !== undefined);
  if (pid === undefined) return undefined;
  const argv = (await text(() => readFile(`/proc/${pid}/cmdline`, "utf8")))?.split("\0") ?? [];
  const file = optionIn(argv, "config-file") ?? "/etc/docker/daemon.json";
  return readOptions(argv, await text(() => readFile(join(`/proc/${pid}/root`, file), "utf8")));
}

async function isEngine(pid: string, here: string | undefined): Promise<boolean> {
  if ((await text(() => readFile(`/proc/${pid}/comm`, "utf8")))?.trim() !== "dockerd") return false;
  return (await text(() => readlink(`/proc/${pid}/ns/net`))) === here;
}

/** What a command line and a configuration file say together; dockerd refuses an option that both have. */
export function readOptions(argv: readonly string[], file: string | undefined): EngineOptions {
  const configured = parsed(file);
  const said = (name: string) => optionIn(argv, name) ?? String(configured[name] ?? "");
  const on = (name: string) => !/^(0|f|false)$/i.test(said(name));
  const nftables = said("firewall-backend") === "nftables";
  const six = said("ip6tables") === "" ? undefined : on("ip6tables");
  return {
    iptables: on("iptables") && !nftables,
    ip6tables: nftables ? false : six,
    userlandProxy: on("userland-proxy"),
  };
}

function optionIn(argv: readonly string[], name: string): string | undefined {
  const at = argv.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  const word = argv[at];
  if (word === undefined) return undefined;
  return word.includes("=") ? word.slice(word.indexOf("=") + 1) : argv[at + 1];
}

function parsed(file: string | undefined): Record<string, unknown> {
  try {
    return { ...(JSON.parse(file ?? "{}") as object) };
  } catch {
    return {};
  }
}

async function text(read: () => Promise<string>): Promise<string | undefined> {
  return await read().catch(() => undefined);
}
