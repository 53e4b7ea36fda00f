import { formatIp, ipOf, isGroup } from "../../net/ip.ts";
import { keyNumber } from "../../net/schema/gre.ts";
import { TUNNEL_DEFAULTS, TUNNELS } from "../../net/schema/tunnel.ts";
import type { Facts, Link } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";
import { repeated } from "./duplicates.ts";
import { concluded, faultOf, isUsual } from "./fields.ts";
import { mtuRuleOf } from "./sizes.ts";

/** What the kernel, or `ip`, refuses of one tunnel, or of two beside each other (net/ipv4/ip_tunnel.c). */
export function tunnels({ links }: Facts): Fault[] {
  const all = links.filter(({ type }) => TUNNELS.has(type));
  const alike = repeated(all.filter(isTold), (link) => [link.scope, link.type, ...toldBy(link)].join(" "));
  return [
    ...all.flatMap((link) => [
      ...concluded(link, ["external", "remote", "local", "parent", "key", "ikey"], led(link)),
      ...ofOneFamily(link),
      ...concluded(link, ["local", "parent"], grouped(link)),
      ...concluded(link, ["encap", "encapDport", "external"], encapsulated(link)),
      ...size(link),
    ]),
    ...alike.map(([link, first]) => twin(link, first)),
  ];
}

/** Fields that go along with `external`: those of all links, and what packets hold. */
const BESIDE_EXTERNAL = new Set([
  "type",
  "up",
  "mac",
  "mtu",
  "master",
  "port",
  "addresses",
  "address",
  "external",
  "mode",
]);

/** Where its packets go is said once, for all of them or for each. */
function led(link: Link): Fault[] {
  const { path, type, fields } = link;
  if (fields.external === true) {
    const rule = "with external each packet has its own";
    const said = Object.keys(fields).filter((name) => !BESIDE_EXTERNAL.has(name) && !isUsual(link, name));
    return said.map((name) => faultOf(link, name, rule, "leave one out"));
  }
  if (type === "gretap" && fields.remote === undefined)
    return [{ path, rule: "the frames of a gretap go to another end", fix: "write remote, or external: true" }];
  if (isTold(link)) return [];
  const rule = "the kernel's own tunnel takes all packets that no other is told to take";
  return [{ path, rule, fix: "write remote, or another field that tells it apart: local, parent, or key of a gre" }];
}

/** What the kernel finds it by; text that is no address is a fault of its own. */
function toldBy({ fields }: Link): unknown[] {
  if (fields.external === true) return ["external"];
  const { remote, local, parent, key, ikey = key } = fields;
  const asGroup = isGroup(remote) ? remote : undefined;
  const spelled = (value: unknown) => (ipOf(value) ? formatIp(ipOf(value)!) : value);
  return [spelled(remote), spelled(local), parent, keyNumber(ikey ?? asGroup) ?? undefined];
}

function isTold(link: Link): boolean {
  return toldBy(link).some((value) => value !== undefined);
}

function twin({ path, scope, type, fields }: Link, first: Link): Fault {
  const apart = type.startsWith("gre") ? "remote, local, parent or key" : "remote, local or parent";
  const [rule, fix] =
    fields.external === true
      ? [`takes all packets of type ${type} in ${scope} already`, "leave it out"]
      : [`is a ${type} in ${scope} between the same ends already`, `write another ${apart}`];
  return { path: fields.external ? [...path, "external"] : path, rule: `${formatPath(first.path)} ${rule}`, fix };
}

function ofOneFamily(link: Link): Fault[] {
  const family = link.type === "ip6tnl" ? 6 : 4;
  const wrong = ["remote", "local"].filter((name) => (ipOf(link.fields[name])?.family ?? family) !== family);
  const rule = `its outer packets are of IPv${family}`;
  return wrong.map((name) => faultOf(link, name, rule, `write an address of IPv${family}`));
}

/** Of all tunnels the kernel has a gre alone join its group, on an interface, when it comes up. */
function grouped(link: Link): Fault[] {
  const { remote, local, parent } = link.fields;
  if (isGroup(local)) return [faultOf(link, "local", "no source is a group", "write an address of this host")];
  if (!isGroup(remote)) return [];
  if (link.type !== "gre")
    return [
      faultOf(
        link,
        "remote",
        "of tunnels a gre alone joins a group",
        "write the address of one other end, or take a vxlan",
      ),
    ];
  const missing = [local === undefined && "local", parent === undefined && "parent"].filter(Boolean).join(" and ");
  if (missing === "") return [];
  return [
    faultOf(link, "remote", "a group is joined on an interface, and sent to from an address", `write ${missing}`),
  ];
}

function encapsulated(link: Link): Fault[] {
  const { encap = TUNNEL_DEFAULTS.encap, encapDport, encapRemcsum } = link.fields;
  if (encap === TUNNEL_DEFAULTS.encap) {
    const said = ["encapSport", "encapDport", "encapCsum", "encapCsum6", "encapRemcsum"].filter(
      (name) => !isUsual(link, name),
    );
    return said.map((name) => faultOf(link, name, "it is what encap has", "write encap too, or leave it out"));
  }
  if (encapDport === undefined && link.fields.external !== true)
    return [faultOf(link, "encap", "UDP goes to a port of the other end", "write encapDport")];
  if (encapRemcsum !== true || encap === "gue") return [];
  return [
    faultOf(
      link,
      "encapRemcsum",
      `only gue has a header for it, and this is ${encap}`,
      "write encap: gue, or leave it out",
    ),
  ];
}

const LARGEST = 65535;

/** A packet of IP has a length of 16 bits, outer headers included. */
function size({ type, mtu, fields }: Link): Fault[] {
  const most = mtuRuleOf(type)?.({ bridge: undefined, parent: LARGEST, fields: { ...fields, parent: "" } }) ?? LARGEST;
  if (!mtu || mtu.value <= most) return [];
  return [{ ...mtu, rule: `${LARGEST - most} bytes of a packet are outer headers`, fix: `write ${most} or less` }];
}
