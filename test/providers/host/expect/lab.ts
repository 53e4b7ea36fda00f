import type { Expectation } from "../../../../net/schema/expectation.ts";
import { check, type Surroundings, type Verdict } from "../../../../providers/host/expect/check.ts";
import { Sandbox } from "../../../sandbox.ts";
import { transportInto } from "../../../transport.ts";
import { type Family, IPV4 } from "./families.ts";

/** RED and BLUE built by hand with ip and iptables, none of the product's code: what expectations are tried on. */
export interface Lab {
  sandbox: Sandbox;
  /** One expectation, tried now. */
  verdict(expectation: Expectation): Promise<Verdict>;
  /** The reason of each, or "works", in their order. */
  reasons(...expectations: Expectation[]): Promise<string[]>;
}

/** Stage 0: the veths and the bridge, no address on it, FORWARD policy DROP; an upstream that owns the world's address. */
const STAGE_0 = ({ near, prefix }: Family) => `
link add br0 type bridge
link set br0 up
link add reth1 type veth peer name reth0 netns RED
link add beth1 type veth peer name beth0 netns BLUE
link add eth1 type veth peer name eth0 netns upstream
link set reth1 master br0 up
link set beth1 master br0 up
link set eth1 up
address add ${near}${prefix} dev eth1
`;

const inside = (dev: string, address: string) =>
  `link set lo up\nlink set ${dev} up\naddress add ${address} dev ${dev}\n`;

export async function openLab(at = IPV4): Promise<Lab> {
  const { iptables, subnet, red, blue, far, world, prefix, single } = at;
  const sandbox = await Sandbox.open();
  await sandbox.namespaces("RED", "BLUE", "upstream");
  // Else IPv6 is silent for the first seconds of a link.
  for (const scope of ["host", "RED", "BLUE", "upstream"])
    await sandbox.must(["sysctl", "-q", "-w", "net.ipv6.conf.default.accept_dad=0"], { scope });
  await sandbox.ip(STAGE_0(at));
  await sandbox.ip(inside("reth0", `${red}${prefix}`), "RED");
  await sandbox.ip(inside("beth0", `${blue}${prefix}`), "BLUE");
  await sandbox.ip(`${inside("eth0", `${far}${prefix}`)}address add ${world}${single} dev lo\n`, "upstream");
  // Where br_netfilter is loaded.
  await sandbox.must(["sysctl", "-q", "-e", "-w", `${at.bridgeFilter}=0`]);
  await sandbox.must(["sysctl", "-q", "-w", `${at.forwarding}=1`]);
  await sandbox.must([iptables, "-P", "FORWARD", "DROP"]);
  await sandbox.must([iptables, "-A", "FORWARD", "-s", subnet, "-j", "ACCEPT"]);
  const around = surroundings(sandbox, at);
  const verdict = async (expectation: Expectation) => (await check([expectation], around))[0]!;
  return { sandbox, verdict, reasons: (...expectations) => reasonsOf(expectations, around) };
}

/** The changes of stages 1 to 4, each on top of the one before. */
export const STAGES: ((sandbox: Sandbox, at: Family) => Promise<unknown>)[] = [
  async () => undefined,
  (sandbox, { bridge, prefix, far }) =>
    sandbox.ip(`address add ${bridge}${prefix} dev br0\nroute add default via ${far}\n`),
  async (sandbox, { bridge }) => {
    for (const name of ["RED", "BLUE"]) await sandbox.ip(`route add default via ${bridge}\n`, name);
  },
  (sandbox, { iptables, subnet }) =>
    sandbox.must([...[iptables, "-t", "nat", "-A", "POSTROUTING", "-s", subnet, "!", "-o", "br0", "-j", "MASQUERADE"]]),
  (sandbox, { iptables, subnet }) => sandbox.must([iptables, "-A", "FORWARD", "-d", subnet, "-j", "ACCEPT"]),
];

/** The lab at a stage. */
export async function labAt(stage: number, at = IPV4): Promise<Lab> {
  const lab = await openLab(at);
  for (const change of STAGES.slice(0, stage + 1)) await change(lab.sandbox, at);
  return lab;
}

export function surroundings(sandbox: Sandbox, { red, blue } = IPV4): Surroundings {
  const names: Record<string, string> = { RED: red, BLUE: blue };
  return {
    transport: transportInto(sandbox),
    scopeOf: (from) => from,
    addressOf: (name) => names[name],
    owners: new Map(Object.entries(names).map(([name, address]) => [address, [name]])),
    receiverOf: (target) => Object.keys(names).find((name) => [name, names[name]].includes(target)),
    bridges: new Map([["host", new Set(["br0"])]]),
  };
}

export async function set(sandbox: Sandbox, key: string, value: string): Promise<void> {
  await sandbox.must(["sysctl", "-q", "-w", `${key}=${value}`]);
}

async function reasonsOf(expectations: Expectation[], around: Surroundings): Promise<string[]> {
  return (await check(expectations, around)).map(({ found, died, holds }) => died?.reason ?? (holds ? "works" : found));
}
