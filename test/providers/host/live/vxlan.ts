import { AnyLink } from "./any-link.ts";

const l0 = new AnyLink({
  type: "vxlan",
  own: {
    id: 42,
    parent: "theirs0",
    remote: "239.1.1.1",
    local: "192.168.77.1",
    dstport: 4790,
    srcport: "3000-4000",
    ttl: 5,
    tos: 16,
    df: "set",
    learning: false,
    ageing: 60,
    maxaddress: 10,
    proxy: true,
    rsc: true,
    l2miss: true,
    l3miss: true,
    udpcsum: false,
    udp6zerocsumtx: true,
    udp6zerocsumrx: true,
    gbp: true,
  },
});

/** The same by hand, one word another. */
const words = (from = "", to = "") =>
  `type vxlan id 42 dev theirs0 group 239.1.1.1 local 192.168.77.1 dstport 4790 srcport 3000 4000 ttl 5 tos 0x10 df set nolearning ageing 60 maxaddress 10 proxy rsc l2miss l3miss noudpcsum udp6zerocsumtx udp6zerocsumrx gbp`.replace(
    from,
    to,
  );

/** A property that is set at creation alone: by hand, as declared, and what either says. */
const fixed = (property: string, [from, to, other]: [string, string, string], value: number | boolean | string) => {
  const [mine, theirs] = [JSON.stringify(l0.own[property]), other];
  return {
    drift: { [property]: [l0.remade(words(from, to), `${property} ${theirs} -> ${mine}`)] },
    step: { [property]: [l0.replaces({ [property]: value }, `${property} ${mine} -> ${JSON.stringify(value)}`)] },
  };
};

const FIXED = [
  fixed("id", ["id 42", "id 41", "41"], 43),
  fixed("dstport", ["dstport 4790", "dstport 4791", "4791"], 4789),
  fixed("srcport", ["3000 4000", "3000 5000", '"3000-5000"'], "6000-7000"),
  fixed("maxaddress", [" maxaddress 10", "", "0"], 20),
  fixed("proxy", [" proxy", "", "false"], false),
  fixed("rsc", [" rsc", "", "false"], false),
  fixed("l2miss", [" l2miss", "", "false"], false),
  fixed("l3miss", [" l3miss", "", "false"], false),
  fixed("udpcsum", [" noudpcsum", "", "true"], true),
  fixed("udp6zerocsumtx", [" udp6zerocsumtx", "", "false"], false),
  fixed("udp6zerocsumrx", [" udp6zerocsumrx", "", "false"], false),
  fixed("gbp", [" gbp", "", "false"], false),
];

export const vxlan = l0.spec({
  drifts: {
    ...Object.assign({}, ...FIXED.map(({ drift }) => drift)),
    parent: [l0.set("type vxlan dev theirs3", 'parent "theirs3" -> "theirs0"')],
    remote: [
      l0.set("type vxlan remote 192.168.77.9", 'remote "192.168.77.9" -> "239.1.1.1"'),
      l0.set("type vxlan remote 0.0.0.0", 'remote null -> "239.1.1.1"'),
    ],
    local: [l0.set("type vxlan local 192.168.77.2", 'local "192.168.77.2" -> "192.168.77.1"')],
    ttl: [l0.set("type vxlan ttl 9", "ttl 9 -> 5")],
    tos: [l0.set("type vxlan tos inherit", 'tos "inherit" -> 16')],
    df: [l0.set("type vxlan df inherit", 'df "inherit" -> "set"')],
    learning: [l0.set("type vxlan learning", "learning true -> false")],
    ageing: [l0.set("type vxlan ageing 30", "ageing 30 -> 60")],
  },
  steps: {
    ...Object.assign({}, ...FIXED.map(({ step }) => step)),
    parent: [l0.changes({ parent: "theirs3" }, 'parent "theirs0" -> "theirs3"')],
    remote: [
      l0.changes({ remote: "192.168.77.8" }, 'remote "239.1.1.1" -> "192.168.77.8"'),
      l0.changes({ remote: undefined }, 'remote "239.1.1.1" -> null'),
      l0.replaces(
        { remote: "fd00::8", local: undefined, flowlabel: 5 },
        'remote "239.1.1.1" -> "fd00::8", local "192.168.77.1" -> null, flowlabel 0 -> 5',
      ),
    ],
    local: [l0.changes({ local: undefined }, 'local "192.168.77.1" -> null')],
    ttl: [l0.changes({ ttl: 0 }, "ttl 5 -> 0"), l0.replaces({ ttl: "inherit" }, 'ttl 5 -> "inherit"')],
    tos: [l0.changes({ tos: "inherit" }, 'tos 16 -> "inherit"'), l0.changes({ tos: 0 }, "tos 16 -> 0")],
    df: [l0.changes({ df: "unset" }, 'df "set" -> "unset"')],
    flowlabel: [
      l0.replaces(
        { remote: "fd00::8", local: "FD00::1", flowlabel: 5 },
        'remote "239.1.1.1" -> "fd00::8", local "192.168.77.1" -> "fd00::1", flowlabel 0 -> 5',
      ),
    ],
    learning: [l0.changes({ learning: true }, "learning false -> true")],
    ageing: [l0.changes({ ageing: 30 }, "ageing 60 -> 30")],
    fdb: [
      {
        to: l0.declared({ fdb: [{ dst: "192.168.77.3" }, { mac: "02:00:00:00:00:0e", dst: "192.168.77.3", vni: 42 }] }),
        does: ["create fdb l0 00:00:00:00:00:00 dst 192.168.77.3 in host", "create fdb l0 02:00:00:00:00:0e in host"],
      },
    ],
    external: [
      l0.replaces(
        { id: undefined, external: true, vnifilter: true },
        "id 42 -> null, external false -> true, vnifilter false -> true",
      ),
    ],
    vnifilter: [
      l0.replaces(
        { id: undefined, external: true, vnifilter: true, parent: undefined, remote: undefined },
        'id 42 -> null, external false -> true, parent "theirs0" -> null, remote "239.1.1.1" -> null, vnifilter false -> true',
      ),
    ],
  },
  foreign: {
    words: words(" ttl 5 tos 0x10", ""),
    differs: "ttl 0 -> 5, tos 0 -> 16",
    mtu: 1450,
  },
});
