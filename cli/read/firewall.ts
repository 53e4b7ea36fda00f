import { otherBackend } from "../../net/iptables-save.ts";
import type { Transport } from "../../providers/host/transport/transport.ts";
import { missing } from "../../system/missing.ts";
import { Failure } from "../errors.ts";
import type { Saved } from "./seen.ts";

const TOOLS = { ipv4: "iptables-save", ipv6: "ip6tables-save" } as const;

/** The rules of both families with their counters. A kernel without IPv6 has none of its family. */
export async function readFirewall(scope: string, transport: Transport): Promise<Saved[]> {
  const saved = await Promise.all([readFamily("ipv4", scope, transport), readFamily("ipv6", scope, transport)]);
  return saved.filter((each) => each !== undefined);
}

async function readFamily(family: Saved["family"], scope: string, transport: Transport): Promise<Saved | undefined> {
  const tool = TOOLS[family];
  const done = await transport.run(scope, [tool, "-c"], { timeout: 30_000 });
  const absent = missing(done);
  if (absent) throw new Failure(absent);
  if (done.code === 0) return { family, text: done.stdout };
  if (family === "ipv6" && /not supported|does not exist|initialize/i.test(done.stderr)) return undefined;
  throw new Failure(`${scope}: ${tool} -c failed: ${done.stderr.trim() || done.ended}`);
}

/** Tables that `iptables-nft` keeps its rules in: their rules are shown. */
const OF_IPTABLES = /^ip6? (filter|nat|mangle|raw|security)$/;

/** What else in this namespace decides about packets, and is not in what iptables shows. */
export async function beside(scope: string, saved: readonly Saved[], transport: Transport): Promise<string[]> {
  const warnings = saved.map(({ text }) => otherBackend(text));
  const done = await transport.run(scope, ["nft", "list", "tables"], { timeout: 10_000 });
  const tables = done.code === 0 ? [...done.stdout.matchAll(/^table (\S+ \S+)$/gm)].map(([, name = ""]) => name) : [];
  const own = tables.filter((name) => !OF_IPTABLES.test(name));
  const native =
    own.length > 0 ? [`not shown: nftables has rules of its own in ${own.join(", ")}: nft list ruleset`] : [];
  return [
    ...new Set(warnings.filter((warning) => warning !== undefined).map((text) => `not shown: ${text}`)),
    ...native,
  ];
}
