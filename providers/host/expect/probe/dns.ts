import { Resolver } from "node:dns/promises";
import { readFile } from "node:fs/promises";
import type { DnsGoal } from "../../../../net/goal.ts";
import { bracketed } from "../../../../net/ip.ts";
import type { Job } from "./job.ts";
import { type Outcome, SILENCE } from "./outcome.ts";

const NO_ANSWER = new Set(["ETIMEOUT", "ECANCELLED"]);

/** Asks for A and AAAA records. The file /etc/hosts is not looked at: a name server has to know the name. */
export async function dns(
  goal: DnsGoal,
  seconds: number,
  job: Pick<Job, "nameservers" | "resolvConf">,
): Promise<Outcome> {
  const servers = goal.server === undefined ? (job.nameservers ?? (await configured(job.resolvConf))) : [goal.server];
  const asked = `name server ${servers.join(", ")}`;
  if (servers.length === 0) return failed("name", `no name server in ${job.resolvConf.join(" or ")}`);
  const resolver = new Resolver({ timeout: seconds * 1000, tries: 1 });
  resolver.setServers(servers.map(bracketed));
  const timer = setTimeout(() => resolver.cancel(), seconds * 1000);
  const settled = await Promise.allSettled([resolver.resolve4(goal.name), resolver.resolve6(goal.name)]);
  clearTimeout(timer);
  const found = settled.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
  if (found.length > 0) return judge(goal, found);
  const codes = settled.map((one) => (one.status === "rejected" ? String(one.reason.code) : ""));
  const code = codes.find((one) => one !== "ENODATA") ?? "ENODATA";
  const address = { address: servers[0] ?? "" };
  if (NO_ANSWER.has(code)) return { ...SILENCE, found: `no answer of ${asked}`, ...address };
  if (code === "ECONNREFUSED") return { ...failed("refused", `Connection refused by ${asked} (${code})`), ...address };
  return failed("name", `${asked} knows no address for ${goal.name} (${code})`);
}

function judge(goal: DnsGoal, found: string[]): Outcome {
  const list = found.join(", ");
  if (goal.address !== undefined && !found.includes(goal.address)) return failed("contents", `the answer ${list}`);
  return { ran: true, answered: true, found: list };
}

function failed(symptom: "name" | "contents" | "refused", found: string): Outcome {
  return { ran: true, answered: false, found, symptom };
}

async function configured(files: string[]): Promise<string[]> {
  for (const file of files) {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text !== undefined) return [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)].map((match) => match[1] ?? "");
  }
  return [];
}
