import { expect, test } from "vitest";
import { driftLines } from "../../../providers/host/drift-words.ts";
import { tellDiffering } from "../../../providers/host/kinds/differing.ts";
import { chain } from "../../../providers/host/kinds/firewall/chain.ts";

const SHARED = Array.from({ length: 30 }, (_, i) => `-s 10.0.${i}.0/24 -j ACCEPT`);

test("of two long lists of rules those that differ are told, in full", () => {
  const have = [...SHARED, "-p udp -j DROP"];
  const want = [...SHARED, "-p tcp -m multiport --dports 80,443 -j REJECT"];
  expect(chain.tell?.({ property: "rules", have, want })?.found).toBe(
    'rules missing: "-p tcp -m multiport --dports 80,443 -j REJECT", not declared: "-p udp -j DROP"',
  );
});

test("a rule that stands there twice is told once, and another order as that", () => {
  const once = ["-p udp -j DROP", "-j ACCEPT"];
  expect(chain.tell?.({ property: "rules", have: [...once, "-j ACCEPT"], want: once })?.found).toBe(
    'rules not declared: "-j ACCEPT"',
  );
  expect(chain.tell?.({ property: "rules", have: once.toReversed(), want: once })?.found).toBe(
    "its rules are in another order",
  );
});

test("of many the first are told, and how many more there are", () => {
  expect(tellDiffering("entries", [], ["1", "2", "3", "4", "5", "6", "7"])?.does).toBe(
    "entries add 1, 2, 3, 4, 5 and 2 more",
  );
});

test("of a chain that was emptied its rules are told, and not what they use besides", () => {
  const ref = { kind: "chain", scope: "host", key: "ipv4 filter forward" };
  const rules = ["-m set --match-set blocked src -j DROP"];
  const changes = [
    { property: "rules", have: [], want: rules },
    { property: "set blocked", have: undefined, want: {} },
  ];
  expect(driftLines([{ ...ref, verb: "change", changes }])).toEqual([
    'drift: chain ipv4 filter forward in host: rules missing: "-m set --match-set blocked src -j DROP"',
  ]);
});

test("of a port that its bridge lost that is told, and not all that it was there", () => {
  const of = (key: string) => ({ kind: "existing", scope: "host", key });
  const led = {
    ...of("eth1 master"),
    verb: "change" as const,
    changes: [{ property: "master", have: null, want: "br0" }],
  };
  const port = { ...of("eth1 port.hairpin br0"), verb: "create" as const, changes: [] };
  const other = { ...port, verb: "change" as const, changes: [{ property: "port.hairpin", have: false, want: true }] };
  expect(driftLines([led, port])).toEqual(['drift: existing eth1 in host: master is null, not "br0"']);
  expect(driftLines([other])).toEqual(["drift: existing eth1 port.hairpin in host: it is false, not true"]);
});
