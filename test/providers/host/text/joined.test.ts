import { describe, expect, test } from "vitest";
import { joinedIn } from "../../../../providers/host/text/joined.ts";
import type { Place } from "../../../../providers/host/transport/containers.ts";
import { dumpOf } from "../recorded.ts";

const link = (ifname: string, address: string, ...locals: string[]) => ({
  ...{ ifname, address },
  addr_info: locals.map((local) => ({ local, prefixlen: 16 })),
});
const place = (network: string, mac?: string, ...addresses: string[]): Place => ({
  ...{ network, addresses, fixed: [] },
  ...(mac !== undefined && { mac }),
});
const joined = (links: ReturnType<typeof link>[], ...places: Place[]) =>
  joinedIn(dumpOf("container:web", { links: [link("lo", "00:00:00:00:00:00", "127.0.0.1"), ...links] }), places);

describe("the interface that Docker Engine has put on a network", () => {
  test("has the MAC address that it tells, whatever its name and its addresses are", () => {
    const links = [link("eth1", "02:42:ac:1e:00:0a"), link("eth0", "02:42:ac:11:00:02", "172.30.0.10")];
    const places = [place("br_xx", "02:42:ac:1e:00:0a", "172.30.0.10"), place("bridge", "02:42:ac:11:00:02")];
    expect(joined(links, ...places)).toEqual({ br_xx: "eth1", bridge: "eth0" });
  });

  test("is told by its address where all have the parent's MAC address, as on ipvlan", () => {
    const links = [link("eth0", "02:00:00:00:00:01", "10.0.0.5"), link("eth1", "02:00:00:00:00:01", "fd00::5")];
    expect(joined(links, place("a", undefined, "10.0.0.5"), place("b", undefined, "fd00::5"))).toEqual({
      a: "eth0",
      b: "eth1",
    });
    expect(joined(links, place("a", "02:00:00:00:00:01", "10.0.0.5"))).toEqual({ a: "eth0" });
  });

  test("is told by its address where a hand has given it another MAC address", () => {
    expect(
      joined([link("eth0", "02:00:00:00:00:09", "10.0.0.5")], place("a", "02:00:00:00:00:01", "10.0.0.5")),
    ).toEqual({
      a: "eth0",
    });
  });

  test("is not there where nothing has what it tells", () => {
    expect(
      joined([link("eth0", "02:00:00:00:00:09", "10.0.0.6")], place("a", "02:00:00:00:00:01", "10.0.0.5")),
    ).toEqual({});
  });
});
