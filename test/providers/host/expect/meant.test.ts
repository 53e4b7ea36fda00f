import { expect, test } from "vitest";
import { parseCidr } from "../../../../net/ip.ts";
import { surroundings } from "../../../../providers/host/expect/around.ts";
import { meant } from "../../../../providers/host/expect/meant.ts";
import type { Transport } from "../../../../providers/host/transport/transport.ts";

const LIST = ["172.31.0.2/16", "172.30.0.11/24", "fd00::2/64"].map(parseCidr);
const SIX = ["fe80::5/64", "fd00::2/64"].map(parseCidr);

test.each([
  ["the first of IPv4", LIST, [], undefined, "172.31.0.2"],
  ["of a shared subnet, though it was not asked for", LIST, ["172.31.0.9/16"], ["172.30.0.11"], "172.31.0.2"],
  ["that was asked for, to who shares none", LIST, ["10.0.0.1/8"], ["172.30.0.11"], "172.30.0.11"],
  ["that was asked for, to who shares all", LIST, ["172.31.0.9/16", "172.30.0.9/24"], ["172.30.0.11"], "172.30.0.11"],
  ["of IPv6 where there is no other", LIST.slice(2), [], undefined, "fd00::2"],
  ["of the link alone where there is no other", SIX.slice(0, 1), ["fe80::1/64"], undefined, "fe80::5"],
  ["that does not lie on every link, to who has one there too", SIX, ["fe80::1/64"], undefined, "fd00::2"],
])("a name means an address %s", (_what, list, sender, fixed, expected) =>
  expect(meant(list, { addresses: sender.map(parseCidr) }, fixed)).toBe(expected),
);

test("a namespace's name means its address in a subnet that the sender is in, else the first that is declared", () => {
  const link = (address: string) => ({ addresses: [address] });
  const { addressOf } = surroundings({} as Transport, {
    BLUE: { links: { beth0: link("10.0.1.2/24"), beth1: link("10.0.2.2/24") } },
    RED: { links: { reth0: link("10.0.2.1/24") } },
  });
  expect([addressOf("BLUE", "RED"), addressOf("BLUE", "host"), addressOf("RED", "BLUE")]).toEqual([
    ...["10.0.2.2", "10.0.1.2", "10.0.2.1"],
  ]);
});

test("a name means an address of IPv6 to who has no other, as far as all that it has is known", () => {
  const link = (...addresses: string[]) => ({ addresses });
  const { addressOf } = surroundings({} as Transport, {
    BOTH: { links: { eth0: link("10.0.1.2/24", "fd00::2/64", "fd01::2/64") } },
    FOUR: { links: { eth0: link("10.0.1.4/24") } },
    SIX: { links: { eth0: link("fd01::6/64") } },
    host: { links: { br0: link("fd00::1/64") } },
  });
  expect(addressOf("BOTH", "SIX")).toBe("fd01::2");
  expect(addressOf("FOUR", "SIX")).toBe("10.0.1.4");
  expect(addressOf("SIX", "FOUR")).toBe("fd01::6");
  expect(addressOf("BOTH", "host")).toBe("10.0.1.2");
  expect(addressOf("BOTH", "NOBODY")).toBe("10.0.1.2");
});
