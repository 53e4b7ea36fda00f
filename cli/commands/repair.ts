import { pulumiCommand } from "../../system/called.ts";
import type { Command } from "../command.ts";
import { Failure } from "../errors.ts";
import type { Terminal } from "../output/terminal.ts";

export const repair: Command = {
  name: "repair",
  summary: "Make loopback of this host work again, by which Pulumi speaks to itself",
  details:
    "Where a firewall rule or a setting ends TCP on 127.0.0.1 no command of Pulumi works, and none can take it back. This " +
    "one needs no Pulumi: it takes away what stacks have in INPUT and OUTPUT of the host, then their settings of the host, " +
    "one after the other until loopback works, and brings lo up. Rules of others stay: loopback is let pass before them. " +
    `The next \`${pulumiCommand("up")}\` makes what is declared. Needs root.`,
  operands: [],
  options: [],
  examples: [["sudo npx bridgework repair", `after \`${pulumiCommand("up")}\` has said that loopback does not work`]],
  run: (_args, terminal) => run(terminal),
};

/** Where neither a stack nor a rule of iptables is the cause. */
const ADVICE =
  "No stack has anything left here that could end it, and no rule of iptables does. Look at what else does: " +
  "sysctl net.ipv4.tcp_rmem net.ipv4.tcp_wmem net.ipv4.ip_local_port_range; ip address show dev lo; nft list ruleset; " +
  "iptables -t raw -S; iptables -t mangle -S";

async function run(terminal: Terminal): Promise<number> {
  const { hostAt } = await import("../../providers/host/backends.ts");
  const { repairLoopback } = await import("../../providers/host/repair.ts");
  const { ready } = await import("../../providers/host/require-root.ts");
  const { local } = await import("../../providers/host/transport/local.ts");
  const { loopbackFault } = await import("../../system/loopback.ts");
  const before = await loopbackFault();
  if (before === undefined) {
    terminal.note("TCP over loopback works: nothing was changed");
    return 0;
  }
  await ready(local);
  terminal.note(`TCP over loopback does not work: ${before}`);
  const after = await repairLoopback(hostAt(local), loopbackFault, (text) => terminal.out(`${text}\n`));
  if (after !== undefined) throw new Failure(`TCP over loopback still does not work: ${after}. ${ADVICE}`);
  terminal.note(`TCP over loopback works again; \`${pulumiCommand("up")}\` makes what a stack declares`);
  return 0;
}
