import { fileURLToPath } from "node:url";
import { type Finished, type Kept, keep, run } from "../../system/process.ts";
import type { Sandbox, SandboxRun } from "../sandbox.ts";

const BIN = fileURLToPath(new URL("../../bin/bridgework.mjs", import.meta.url));

/** The argv of the real command, as `npx bridgework` starts it. */
export function bridgework(...args: string[]): string[] {
  return [process.execPath, BIN, ...args];
}

/** Its outcome in a sandbox, where no engine of this machine is to be seen. */
export async function look(sandbox: Sandbox, args: readonly string[], options: SandboxRun = {}): Promise<Finished> {
  const env = { DOCKER_HOST: "", DOCKER_CONTEXT: "", DOCKER_CONFIG: "/nonexistent", ...options.env };
  return sandbox.run(bridgework(...args), { ...options, env });
}

/** The reason why nothing can be captured here; undefined where it can. */
export async function cannotCapture(): Promise<string | undefined> {
  if ((await run(["tcpdump", "--version"])).ended) return "needs tcpdump";
  return process.getuid?.() === 0 ? undefined : "needs root: tcpdump gives up in a user namespace with one user";
}

/** A capture that is listening. */
export async function listening(argv: readonly string[]): Promise<{ child: Kept; ended: Promise<Finished> }> {
  const child = keep(argv, { timeout: 30_000 });
  const ended = new Promise<Finished>((resolve) => child.ended(resolve));
  await new Promise<void>((resolve, reject) => {
    child.errors((text) => text.includes("capturing on") && resolve());
    child.ended(({ stderr }) => reject(new Error(`the capture ended before it listened: ${stderr}`)));
  });
  return { child, ended };
}

/** RED and BLUE on br0, as L2 builds them by hand: none of the product's code. */
export const RED_AND_BLUE = `
link add br0 type bridge
link set br0 up
address add 11.11.11.1/24 dev br0
netns add RED
netns add BLUE
link add reth1 type veth peer name reth0 netns RED
link add beth1 type veth peer name beth0 netns BLUE
link set reth1 master br0 up
link set beth1 master br0 up
`;

export const inside = (dev: string, address: string) =>
  `link set lo up\nlink set ${dev} up\naddress add ${address} dev ${dev}\nroute add default via 11.11.11.1\n`;
