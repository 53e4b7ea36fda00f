import { AnyLink } from "./any-link.ts";

const l0 = new AnyLink({ type: "vrf", own: { table: 100 }, master: false });

export const vrf = l0.spec({
  drifts: { table: [l0.remade("type vrf table 101", "table 101 -> 100")] },
  steps: { table: [l0.replaces({ table: 102 }, "table 100 -> 102")] },
  foreign: { words: "type vrf table 100" },
});
