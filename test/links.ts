import { run } from "../system/process.ts";
import { noSandbox } from "./sandbox.ts";

/**
 * Why links of a type cannot be made here, for tests to be skipped by; undefined where they can. Where this machine's
 * kernel lacks one, TEST_VM may lead to a kernel that has it: see vm.live.test.ts.
 *
 * @param words as after `ip link add`, of a link on the veth `near`
 * @throws {Error} where it cannot be made for another reason
 * @example liveUnless(await lacks("802.1Q", "name tagged link near type vlan id 1"))("a VLAN", () => test(...))
 */
export async function lacks(what: string, words: string): Promise<string | undefined> {
  if (noSandbox !== undefined) return noSandbox;
  const input = `link add name near type veth peer name far\nlink add ${words}\n`;
  const user = process.getuid?.() === 0 ? [] : ["--map-root-user"];
  const tried = await run(["unshare", ...user, "--net", "ip", "-batch", "-"], { input });
  if (tried.code === 0) return undefined;
  if (/Unknown device type|Operation not supported/.test(tried.stderr)) return `the kernel has no ${what}`;
  throw new Error(`ip link add ${words}: ${tried.stderr || tried.ended}`);
}
