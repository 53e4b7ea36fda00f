import { type Listener, readListeners } from "../net/listener.ts";
import { type HostRoute, readRoutes } from "../net/route-line.ts";
import type { Finished } from "./process.ts";

/** Runs a program on the host that is looked at. */
export type Run = (argv: readonly string[]) => Promise<Finished>;

/** Routes of the main table, both families. What cannot be read is nothing: no fault is found for want of a tool. */
export async function hostRoutes(run: Run): Promise<HostRoute[]> {
  const shown = ["-4", "-6"].map((family) => said(run, ["ip", family, "route", "show", "table", "main"]));
  return (await Promise.all(shown)).flatMap(readRoutes);
}

/** Sockets of the host that wait for packets or connections. */
export async function hostListeners(run: Run): Promise<Listener[]> {
  return readListeners(await said(run, ["ss", "-H", "-ltnup"]));
}

/** Aliases of the host's interfaces, by name: where marks of ours are. */
export async function linkAliases(run: Run): Promise<Record<string, string>> {
  const links = JSON.parse((await said(run, ["ip", "-j", "link", "show"])) || "[]") as LinkJson[];
  return Object.fromEntries(links.flatMap(({ ifname, ifalias }) => (ifalias ? [[ifname, ifalias]] : [])));
}

interface LinkJson {
  ifname: string;
  ifalias?: string;
}

/** The id of the container that a process runs in; undefined for a process of the host itself. */
export async function containerOfProcess(run: Run, pid: number): Promise<string | undefined> {
  const cgroups = await said(run, ["cat", `/proc/${pid}/cgroup`]);
  return /[0-9a-f]{64}/.exec(cgroups)?.[0];
}

async function said(run: Run, argv: readonly string[]): Promise<string> {
  const { code, stdout } = await run(argv);
  return code === 0 ? stdout : "";
}
