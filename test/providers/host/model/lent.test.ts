import fc from "fast-check";
import { expect, test } from "vitest";
import { hostAt } from "../../../../providers/host/backends.ts";
import { wantedBy } from "../../../../providers/host/document.ts";
import { preview, reconcile } from "../../../../providers/host/reconcile.ts";
import { OWNER, type Scopes } from "../world.ts";
import { lending } from "./documents.ts";
import { FOREIGN } from "./hands.ts";
import { ModelHost } from "./kernel.ts";

const request = (scopes: Scopes) => ({
  ...{ owner: OWNER, wanted: wantedBy(scopes), adopt: false },
  alsoScopes: ["host", "RED", "BLUE", "GREEN"],
});

/** What people do to a port that is not ours, and to one that is. */
const hands = fc.array(
  fc.constantFrom<string[]>(
    ["link set dev their3 master br0"],
    ["link set dev their3 master br1", "link set dev their3 type bridge_slave isolated on cost 5"],
    ["link set dev their3 master their0", "link set dev their3 type bridge_slave hairpin on learning off"],
    ["link set dev their3 nomaster"],
    ["link set dev their3 type bridge_slave cost 77 learning off"],
    ["vlan add dev their3 vid 66", "vlan del dev their3 vid 1-20"],
    ["link set dev br0 group 9", "link delete group 9"],
  ),
  { maxLength: 3 },
);

test("a port that is somebody else's is as declared on any bridge, and as before in the end", async () => {
  await fc.assert(
    fc.asyncProperty(hands, lending, hands, lending, async (earlier, first, byHand, second) => {
      const model = new ModelHost();
      const tried = (texts: readonly string[]) => texts.every((text) => model.line("host", text) === undefined);
      for (const text of FOREIGN) model.line("host", text);
      for (const texts of earlier) tried(texts);
      const before = model.photograph();
      await reconcile(hostAt(model.transport), request(first));
      expect((await preview(hostAt(model.transport), request(first))).operations).toEqual([]);
      for (const texts of byHand) tried(texts);
      await reconcile(hostAt(model.transport), request(second));
      expect((await preview(hostAt(model.transport), request(second))).operations).toEqual([]);
      await reconcile(hostAt(model.transport), request({}));
      // A hand that came between may have left its own.
      if (byHand.length === 0) expect(model.photograph()).toEqual(before);
    }),
    { numRuns: 60, seed: Number(process.env.SEED ?? 20261128) },
  );
}, 240_000);
