import { expect, test } from "vitest";
import { lacks } from "../links.ts";
import { liveUnless } from "../live.ts";
import { describeStack } from "./lab.ts";

/** Labs of raw networks, by what a hand takes away from each, and what this machine's kernel lacks for it. */
const LABS = [
  { name: "vxlan", scope: "WEST", line: "link del over", drift: "link over in WEST", lacking: undefined },
  { name: "dmz", scope: "GATEWAY", line: "link del wan", drift: "link wan in GATEWAY", lacking: undefined },
  {
    ...{ name: "dual-stack", scope: "ROUTER", line: "address del fd00:1::1/64 dev lan" },
    ...{ drift: "address lan fd00:1::1/64 in ROUTER", lacking: undefined },
  },
  { name: "tap", scope: "host", line: "link del vm0", drift: "link vm0 in host", lacking: undefined },
  {
    ...{ name: "vlan-trunk", scope: "WEST", line: "link del office", drift: "link office in WEST" },
    lacking: await lacks("VLAN filtering of bridges", "name switch type bridge vlan_filtering 1"),
  },
];

describeStack("the labs of examples/", {}, (lab) => {
  for (const { name, scope, line, drift, lacking } of LABS)
    liveUnless(lacking)(name, () => {
      test("holds what it expects, is repaired, and goes without a trace", async () => {
        await lab.stack.settings(`examples/${name}/${name}.yaml`);
        await lab.stack.up();
        expect(Object.keys((await lab.stack.preview()).changes)).toEqual(["same"]);
        await lab.host.ip(`${line}\n`, scope);
        expect((await lab.stack.preview()).text).toContain(`drift: ${drift} is missing`);
        await lab.stack.up();
        expect(Object.keys((await lab.stack.preview()).changes)).toEqual(["same"]);
        await lab.stack.destroy();
        expect(await lab.changes()).toEqual([]);
      });
    });
});
