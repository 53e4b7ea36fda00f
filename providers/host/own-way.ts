import { loopbackFault } from "../../system/loopback.ts";

/**
 * Proves that TCP over loopback works on this machine: Pulumi speaks to its plugins that way, and an update that ends it
 * could be taken back by no command of the stack.
 *
 * @throws {Error} when it does not
 */
export async function proveOwnWay(patience?: number): Promise<void> {
  const fault = await loopbackFault(patience);
  if (fault === undefined) return;
  throw new Error(
    `after this change TCP over loopback does not work on this host (${fault}): Pulumi speaks to its plugins that way, ` +
      "and no command of the stack would work any more. Look at what is declared of the host: sysctls, firewall.filter " +
      "of input and output, links.lo",
  );
}
