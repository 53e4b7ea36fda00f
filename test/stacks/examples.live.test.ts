import { expect, test } from "vitest";
import { describeStack } from "./lab.ts";

/** Labs of raw networks, by what a hand takes away from each. */
const LABS = [{ file: "examples/vxlan/vxlan.yaml", scope: "WEST", line: "link del over", drift: "link over in WEST" }];

describeStack("the labs of examples/", {}, (lab) => {
  test.each(LABS)("$file holds what it expects, is repaired, and goes without a trace", async (one) => {
    await lab.stack.settings(one.file);
    await lab.stack.up();
    expect(Object.keys((await lab.stack.preview()).changes)).toEqual(["same"]);
    await lab.host.ip(`${one.line}\n`, one.scope);
    expect((await lab.stack.preview()).text).toContain(`drift: ${one.drift} is missing`);
    await lab.stack.up();
    expect(Object.keys((await lab.stack.preview()).changes)).toEqual(["same"]);
    await lab.stack.destroy();
    expect(await lab.changes()).toEqual([]);
  });
});
