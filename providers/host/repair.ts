import type { Host } from "./backend.ts";
import { planFor } from "./converge.ts";
import { describe } from "./errors.ts";
import { tellsWaiting } from "./leftovers.ts";
import type { Operation, Ref } from "./model.ts";
import { readRegisters } from "./register-files.ts";
import { survey } from "./survey.ts";
import type { Transport } from "./transport/transport.ts";

/** Tells why TCP over loopback does not work; undefined where it does. */
export type Probe = () => Promise<string | undefined>;

/** What of a document can end loopback of the host, most likely first. */
const SUSPECTS: readonly ((ref: Ref) => boolean)[] = [
  ({ kind, key }) => (kind === "jump" || kind === "chain") && /filter (input|output)$/.test(key),
  ({ kind }) => kind === "sysctl",
  ({ kind, key }) => (kind === "link" || kind === "address") && /^lo\b/.test(key),
];

/**
 * Makes TCP over loopback of a host work again, without Pulumi, which needs it itself: takes away what documents have
 * there that may end it, one after the other until it works; then opens loopback in front of what others have. Nothing
 * else is touched, and the registry still says what is whose: the next update makes what is declared.
 *
 * @param say told each step as it is done
 * @returns why it still does not work; undefined where it does
 */
export async function repairLoopback(
  host: Host,
  probe: Probe,
  say: (text: string) => void,
): Promise<string | undefined> {
  const { transport } = host;
  const lock = await transport.lock("bridgework repair", tellsWaiting(transport.name, say));
  try {
    const { registers } = await readRegisters(transport);
    for (const isSuspect of SUSPECTS)
      for (const { owner } of registers) {
        const taken = await takeAway(host, owner, isSuspect);
        for (const operation of taken) say(`${describe(operation)} (${owner})`);
        if (taken.length > 0 && (await probe()) === undefined) return undefined;
      }
    return (await raised(transport, probe, say)) && (await opened(transport, probe, say));
  } finally {
    await lock.release();
  }
}

async function takeAway(host: Host, owner: string, isSuspect: (ref: Ref) => boolean): Promise<Operation[]> {
  const nothing = { owner, wanted: [], adopt: false, alsoScopes: [] };
  const now = await survey(host, nothing);
  const { operations } = planFor(now, nothing);
  const suspects = operations.filter((operation) => operation.scope === "host" && isSuspect(operation));
  if (suspects.length > 0) await host.backend.apply(suspects, now.context);
  return suspects;
}

/** Whoever took the interface down. */
async function raised(transport: Transport, probe: Probe, say: (text: string) => void): Promise<string | undefined> {
  const { stdout } = await transport.run("host", ["ip", "-o", "link", "show", "dev", "lo"]);
  if (/[<,]UP[,>]/.test(stdout)) return await probe();
  await must(transport, ["ip", "link", "set", "dev", "lo", "up"]);
  say("lo was down, and is up");
  return await probe();
}

const HOOKS = [
  ["INPUT", "-i"],
  ["OUTPUT", "-o"],
] as const;

/** A rule of ours before those of others, which stay as they are. */
function opening([chain, device]: (typeof HOOKS)[number]): string[] {
  return [chain, device, "lo", "-m", "comment", "--comment", "bridgework repair", "-j", "ACCEPT"];
}

async function opened(transport: Transport, probe: Probe, say: (text: string) => void): Promise<string | undefined> {
  const { stdout } = await transport.run("host", ["iptables-save", "-t", "filter"]);
  if (!/^(:(INPUT|OUTPUT) DROP|-A (INPUT|OUTPUT) )/m.test(stdout)) return await probe();
  const inserted = HOOKS.map((hook) => ["iptables", "-w", "-I", ...opening(hook)]);
  const removed = HOOKS.map((hook) => ["iptables", "-w", "-D", ...opening(hook)]);
  for (const argv of inserted) await must(transport, argv);
  const fault = await probe();
  if (fault !== undefined) {
    for (const argv of removed) await must(transport, argv);
    return fault;
  }
  say("rules that are no stack's end loopback: it passes before them now. Once they let it pass, take that away with");
  for (const [program, , ...words] of removed) say(`  ${program} ${words.map(quoted).join(" ")}`);
  return undefined;
}

function quoted(word: string): string {
  return word.includes(" ") ? `"${word}"` : word;
}

async function must(transport: Transport, argv: readonly string[]): Promise<void> {
  const { code, stderr, ended } = await transport.run("host", argv);
  if (code !== 0) throw new Error(`${argv.join(" ")}: ${stderr.trim() || ended}`);
}
