import { describe, expect, it } from "vitest";
import { renderTables } from "../../cli/output/table.ts";
import type { Seen } from "../../cli/read/seen.ts";
import { bridges } from "../../cli/views/bridges.ts";
import { firewall } from "../../cli/views/firewall.ts";
import { interfaces } from "../../cli/views/interfaces.ts";
import { macs } from "../../cli/views/macs.ts";
import { neighbours } from "../../cli/views/neighbours.ts";
import { routes } from "../../cli/views/routes.ts";
import { readRule } from "../../cli/views/rules.ts";
import { byName } from "../../cli/views/view.ts";
import { VIEWS } from "../../cli/views/views.ts";
import { linksOf } from "../../providers/host/kinds/questions.ts";
import { addressed, cases, link, seenOf } from "./seen.ts";

describe.each(cases())("a recorded host: $title", ({ tables, seen }) => {
  it.each(Object.entries(tables))("shows %s as a person reads them", (name, text) => {
    const view = VIEWS.find((each) => each.name === name)!;
    expect(renderTables(view.look(seen, false).tables)).toBe(text);
  });

  it.each(VIEWS)("has the same $name whatever the order in which the kernel tells them", (view) => {
    expect(view.look(turned(seen), false).json).toEqual(view.look(seen, false).json);
  });
});

/** The same host, told backwards; rules alone are met in their order. */
function turned({ dumps, details, ...rest }: Seen): Seen {
  const { firewall: rules, ...lists } = details;
  const back = Object.entries(lists).map(([name, list]) => [name, list.toReversed()]);
  const links = [...dumps]
    .reverse()
    .map(
      ([name, dump]) => [name, { ...dump, objects: { ...dump.objects, links: linksOf(dump).toReversed() } }] as const,
    );
  return {
    ...rest,
    dumps: new Map(links),
    details: { ...Object.fromEntries(back), ...(rules && { firewall: rules }) },
  };
}

it("every view is shown by some recorded host", () => {
  const shown = new Set(cases().flatMap(({ tables }) => Object.keys(tables)));
  expect([...shown].sort()).toEqual(VIEWS.map(({ name }) => name).sort());
});

describe("interfaces", () => {
  it.each([
    [["UP", "LOWER_UP"], "up"],
    [["UP"], "no carrier"],
    [["LOWER_UP"], "down"],
    [[], "down"],
  ])("with the flags %j are %s", (flags, state) => {
    expect(interfaces(seenOf({ dumps: { host: { links: [link("eth0", { flags })] } } }))[0]?.state).toBe(state);
  });

  it("on another interface name it, and a point-to-point address names both ends", () => {
    const vlan = link("eth0.10", { link: "eth0", linkinfo: { info_kind: "vlan" } });
    const tun = link("tun0", { addr_info: [{ local: "10.8.0.1", address: "10.8.0.2", prefixlen: 32 }] });
    const [first, second] = interfaces(seenOf({ dumps: { host: { links: [vlan, tun] } } }));
    expect(first).toMatchObject({ type: "vlan", parent: "eth0", peer: null });
    expect(second).toMatchObject({ type: "device", addresses: ["10.8.0.1 peer 10.8.0.2/32"] });
  });

  it("that are tunnels show no end of theirs as a MAC address, and those of the kernel are not shown", () => {
    const of = (name: string, more: object) => link(name, { linkinfo: { info_kind: "gre" }, ...more });
    const links = [
      of("g0", { link: null, address: "192.0.2.1" }),
      of("g1", { link: "eth0" }),
      of("gre0", { link: null }),
    ];
    expect(interfaces(seenOf({ dumps: { host: { links } } }))).toMatchObject([
      { name: "g0", type: "gre", mac: null, parent: null },
      { name: "g1", parent: "eth0" },
    ]);
  });

  it("whose other end cannot be told say nothing rather than something wrong", () => {
    const veth = { linkinfo: { info_kind: "veth" }, link_index: 2, link_netnsid: 0 };
    const dumps = {
      host: { links: [link("v", { ...veth, ifindex: 5, link_netnsid: 7 })] },
      "container:a": { links: [link("eth0", { ...veth, ifindex: 9 })] },
    };
    expect(interfaces(seenOf({ dumps }))[0]?.peer).toBeNull();
  });

  it("choose the end that the kernel's id names when two look alike", () => {
    const end = (ifname: string) => link(ifname, { ifindex: 2, link_index: 5, link_netnsid: 0 });
    const veth = link("v", { linkinfo: { info_kind: "veth" }, ifindex: 5, link_index: 2, link_netnsid: 3 });
    const dumps = {
      host: { peers: { 3: "BLUE" }, links: [veth] },
      RED: { links: [end("r")] },
      BLUE: { links: [end("b")] },
    };
    expect(interfaces(seenOf({ dumps }))[0]?.peer).toEqual({ in: "BLUE", interface: "b" });
    const unnamed = { ...dumps, host: { links: [veth] }, "container:web": { links: [end("eth0")] } };
    expect(interfaces(seenOf({ dumps: unnamed }))[0]?.peer).toEqual({ in: "container:web", interface: "eth0" });
  });
});

it("a bridge tells its spanning tree, its VLAN filter, and ports in the order in which people count", () => {
  const data = { info_kind: "bridge", info_data: { stp_state: 1, vlan_filtering: 1 } };
  const port = (name: string) => link(name, { master: "br0", linkinfo: { info_slave_data: { state: "blocking" } } });
  const links = [link("br0", { linkinfo: data }), port("v10"), port("v9")];
  const [bridge] = bridges(seenOf({ dumps: { host: { links } } }));
  expect(bridge).toMatchObject({ stp: true, vlanFiltering: true });
  expect(bridge?.ports.map(({ name, state }) => `${name} ${state}`)).toEqual(["v9 blocking", "v10 blocking"]);
});

describe("routes", () => {
  const RECORDED = [
    { dst: "ff00::/8", type: "multicast", dev: "eth0", table: "local", pref: "medium" },
    { dst: "default", dev: "wg0", pref: "medium", metric: 1024 },
    { dst: "10.0.0.0/8", type: "blackhole", protocol: "205", table: "77" },
    { dst: "default", gateway: "11.11.11.1", dev: "eth0", protocol: "205" },
    {
      dst: "10.1.0.0/16",
      nexthops: [
        { gateway: "11.11.11.8", dev: "eth0" },
        { gateway: "11.11.11.9", dev: "eth1" },
      ],
    },
    { dst: "10.2.0.0/16", via: { family: "inet6", host: "fe80::1" }, dev: "eth0" },
    { dst: "127.0.0.1", type: "local", dev: "lo", table: "local" },
  ];
  const seen = seenOf({
    scope: "RED",
    dumps: { RED: { links: [] }, host: { links: [link("br0", addressed("11.11.11.1/24"))] } },
    details: { routes: RECORDED },
  });

  it("come table by table, family by family, the default first, a row for each next hop", () => {
    const lines = routes(seen, false).map(({ family, table, destination, via, dev }) =>
      [family, table, destination, via, dev].join(" "),
    );
    expect(lines).toEqual([
      "ipv4 main default 11.11.11.1 eth0",
      "ipv4 main 10.1.0.0/16 11.11.11.8 eth0",
      "ipv4 main 10.1.0.0/16 11.11.11.9 eth1",
      "ipv4 main 10.2.0.0/16 fe80::1 eth0",
      "ipv6 main default  wg0",
      "ipv4 77 10.0.0.0/8  ",
    ]);
    expect(routes(seen, true)).toHaveLength(8);
  });

  it("name what made them, and where their next hop is", () => {
    expect(routes(seen, false)[0]).toMatchObject({ protocol: "bridgework", gateway: { in: "host", interface: "br0" } });
  });
});

describe("names", () => {
  const twice = {
    RED: { links: [link("r", { address: "02:00:00:00:00:aa", ...addressed("10.0.0.2/24") })] },
    BLUE: { links: [link("b", { address: "02:00:00:00:00:aa", ...addressed("10.0.0.2/24") })] },
  };

  it("are not said where two interfaces have the address", () => {
    const details = {
      neighbours: [{ dst: "10.0.0.2", dev: "br0", lladdr: "02:00:00:00:00:aa", state: ["STALE"] }],
      routes: [{ dst: "default", gateway: "10.0.0.2", dev: "br0" }],
    };
    const seen = seenOf({ dumps: { host: { links: [] }, ...twice }, details });
    expect(neighbours(seen)[0]?.owner).toBeNull();
    expect(routes(seen, false)[0]?.gateway).toBeNull();
  });

  it("prefer a bridge over the port whose MAC address it has taken", () => {
    const links = [link("br0", { linkinfo: { info_kind: "bridge" } }), link("v", { master: "br0" })];
    const details = { neighbours: [{ dst: "10.0.0.1", dev: "r", lladdr: "02:00:00:00:00:01", state: ["REACHABLE"] }] };
    const seen = seenOf({ scope: "RED", dumps: { RED: { links: [] }, host: { links } }, details });
    expect(neighbours(seen)[0]?.owner).toEqual({ in: "host", interface: "br0" });
  });
});

it("a neighbour that does not answer has no MAC address and no name", () => {
  const details = { neighbours: [{ dst: "10.0.0.9", dev: "br0", state: ["FAILED"] }] };
  expect(neighbours(seenOf({ details }))[0]).toMatchObject({ mac: null, state: "failed", owner: null });
});

it("a VXLAN's table tells the host behind which an address is; multicast is for --all", () => {
  const details = {
    macs: [
      { mac: "00:00:00:00:00:00", ifname: "vx0", dst: "10.0.0.2", flags: ["self"], state: "permanent" },
      { mac: "02:00:00:00:00:05", ifname: "v1", master: "br0", vlan: 10, flags: [], state: "" },
      { mac: "33:33:00:00:00:01", ifname: "v1", flags: ["self"], state: "permanent" },
    ],
  };
  const rows = macs(seenOf({ details }), false);
  expect(rows.map(({ port, kind, remote, vlan }) => [port, kind, remote, vlan])).toEqual([
    ["vx0", "static", "10.0.0.2", null],
    ["v1", "learned", null, 10],
  ]);
  expect(macs(seenOf({ details }), true)).toHaveLength(3);
});

describe("rules", () => {
  it.each([
    ["-j ACCEPT", { target: "ACCEPT" }],
    ["-i eth0 ! -o docker0 -j DROP", { in: "eth0", out: "!docker0", target: "DROP" }],
    ["! -s 10.0.0.0/8 -d 10.1.0.1/32 -g OWN", { source: "!10.0.0.0/8", destination: "10.1.0.1/32", target: "OWN" }],
    [
      "-p tcp -m tcp --dport 80 -j DNAT --to-destination 172.17.0.2:80",
      { match: "dport 80", targetOptions: "--to-destination 172.17.0.2:80" },
    ],
    [
      '-m comment --comment "a -j b" -j LOG --log-prefix "x y "',
      { comment: "a -j b", target: "LOG", targetOptions: '--log-prefix "x y "' },
    ],
    [
      "-m addrtype ! --dst-type LOCAL -m conntrack --ctstate NEW",
      { match: "! dst-type LOCAL ctstate NEW", target: null },
    ],
  ])("%s is taken apart", (rule, parts) => {
    expect(readRule(rule, 3, 180)).toMatchObject({ packets: 3, bytes: 180, rule, ...parts });
  });

  it("of an empty chain are shown where its policy drops packets, and for --all", () => {
    const text = "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n:OWN - [0:0]\n[1:60] -A OWN -j RETURN\nCOMMIT\n";
    const names = (all: boolean) => firewall([{ family: "ipv4", text }], all).map(({ chain }) => chain);
    expect(names(false)).toEqual(["FORWARD", "OWN"]);
    expect(names(true)).toEqual(["INPUT", "FORWARD", "OWN"]);
  });

  it("of one chain's name in two tables stay apart", () => {
    const text = "*nat\n:X - [0:0]\n[0:0] -A X -j RETURN\nCOMMIT\n*filter\n:X - [0:0]\nCOMMIT\n";
    expect(firewall([{ family: "ipv4", text }], true).map(({ table, rules }) => [table, rules.length])).toEqual([
      ["nat", 1],
      ["filter", 0],
    ]);
  });
});

it("names sort as people count", () => {
  expect(["v10", "v9", "eth0", "v9a", "10.0.0.10", "10.0.0.9", "v09"].sort(byName)).toEqual([
    "10.0.0.9",
    "10.0.0.10",
    "eth0",
    "v09",
    "v9",
    "v9a",
    "v10",
  ]);
});
