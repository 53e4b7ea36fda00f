import { expect, test } from "vitest";
import { describeStack } from "./lab.ts";

/** Two ports of others: one of another stack, by its mark, and one that somebody made. */
const PORTS = `link add other0 type veth peer name other1
link set other0 alias bridgework:shop/prod/lab
link set other0 master br0
link add tap0 type veth peer name tap1
link set tap0 master br0
`;

describeStack("a stack whose bridge has ports of others", {}, (lab) => {
  const WARNING =
    "link br0 in host goes, and interfaces of others lose their master: other0 (bridgework:shop/prod/lab), tap0 (nobody's)";

  test("says so in a preview and in the update that takes the bridge away, with whose they are", async () => {
    await lab.stack.configure({ topology: { bridges: { br0: {}, br1: {} } } });
    await lab.stack.up();
    await lab.host.ip(PORTS);
    await lab.stack.configure({ topology: { bridges: { br1: {} } } });
    expect((await lab.stack.preview()).text).toContain(WARNING);
    expect(await lab.stack.up()).toContain(WARNING);
  });
});
