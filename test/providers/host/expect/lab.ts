import type { Expectation } from "../../../../net/schema/expectation.ts";
import { check, type Surroundings, type Verdict } from "../../../../providers/host/expect/check.ts";
import { Sandbox } from "../../../sandbox.ts";
import { transportInto } from "../../../transport.ts";

/** RED and BLUE built by hand with ip and iptables, none of the product's code: what expectations are tried on. */
export interface Lab {
  sandbox: Sandbox;
  /** One expectation, tried now. */
  verdict(expectation: Expectation): Promise<Verdict>;
  /** The reason of each, or "works", in their order. */
  reasons(...expectations: Expectation[]): Promise<string[]>;
}

const NAMES: Record<string, string> = { RED: "11.11.11.2", BLUE: "11.11.11.3" };

/** Stage 0: the veths and the bridge, no address on it, FORWARD policy DROP; an upstream that owns 8.8.8.8. */
const STAGE_0 = `
link add br0 type bridge
link set br0 up
link add reth1 type veth peer name reth0 netns RED
link add beth1 type veth peer name beth0 netns BLUE
link add eth1 type veth peer name eth0 netns upstream
link set reth1 master br0 up
link set beth1 master br0 up
link set eth1 up
address add 192.168.104.2/24 dev eth1
`;

const inside = (dev: string, address: string) =>
  `link set lo up\nlink set ${dev} up\naddress add ${address} dev ${dev}\n`;

export async function openLab(): Promise<Lab> {
  const sandbox = await Sandbox.open();
  await sandbox.namespaces("RED", "BLUE", "upstream");
  await sandbox.ip(STAGE_0);
  await sandbox.ip(inside("reth0", "11.11.11.2/24"), "RED");
  await sandbox.ip(inside("beth0", "11.11.11.3/24"), "BLUE");
  await sandbox.ip(`${inside("eth0", "192.168.104.1/24")}address add 8.8.8.8/32 dev lo\n`, "upstream");
  // Where br_netfilter is loaded.
  await sandbox.must(["sysctl", "-q", "-e", "-w", "net.bridge.bridge-nf-call-iptables=0"]);
  await set(sandbox, "net/ipv4/ip_forward", "1");
  await sandbox.must(["iptables", "-P", "FORWARD", "DROP"]);
  await sandbox.must(["iptables", "-A", "FORWARD", "-s", "11.11.11.0/24", "-j", "ACCEPT"]);
  const around = surroundings(sandbox);
  const verdict = async (expectation: Expectation) => (await check([expectation], around))[0]!;
  return { sandbox, verdict, reasons: (...expectations) => reasonsOf(expectations, around) };
}

/** The changes of stages 1 to 4, each on top of the one before. */
export const STAGES: ((sandbox: Sandbox) => Promise<unknown>)[] = [
  async () => undefined,
  (sandbox) => sandbox.ip("address add 11.11.11.1/24 dev br0\nroute add default via 192.168.104.1\n"),
  async (sandbox) => {
    for (const name of ["RED", "BLUE"]) await sandbox.ip("route add default via 11.11.11.1\n", name);
  },
  (sandbox) =>
    sandbox.must([
      "iptables",
      "-t",
      "nat",
      "-A",
      "POSTROUTING",
      "-s",
      "11.11.11.0/24",
      "!",
      "-o",
      "br0",
      "-j",
      "MASQUERADE",
    ]),
  (sandbox) => sandbox.must(["iptables", "-A", "FORWARD", "-d", "11.11.11.0/24", "-j", "ACCEPT"]),
];

/** The lab at a stage. */
export async function labAt(stage: number): Promise<Lab> {
  const lab = await openLab();
  for (const change of STAGES.slice(0, stage + 1)) await change(lab.sandbox);
  return lab;
}

export function surroundings(sandbox: Sandbox): Surroundings {
  return {
    transport: transportInto(sandbox),
    scopeOf: (from) => from,
    addressOf: (name) => NAMES[name],
    owners: new Map(Object.entries(NAMES).map(([name, address]) => [address, name])),
    bridges: new Map([["host", new Set(["br0"])]]),
  };
}

export async function set(sandbox: Sandbox, key: string, value: string): Promise<void> {
  await sandbox.must(["tee", `/proc/sys/${key}`], { input: value });
}

async function reasonsOf(expectations: Expectation[], around: Surroundings): Promise<string[]> {
  return (await check(expectations, around)).map(({ found, died, holds }) => died?.reason ?? (holds ? "works" : found));
}
