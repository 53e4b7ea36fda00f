import { Invalid } from "../../net/invalid.ts";
import { type Cidr, parseNetwork } from "../../net/ip.ts";
import { SIT_DEFAULTS, SIT_LEAST } from "../../net/schema/iptunnel.ts";
import { TUNNEL_DEFAULTS } from "../../net/schema/tunnel.ts";
import type { Facts, Link } from "../facts.ts";
import { type Fault, faultAt } from "../fault.ts";
import { faultOf, isUsual } from "./fields.ts";

/** What `ip` refuses of an ipip and a sit (ip/link_iptnl.c), and the kernel of a sit (net/ipv6/sit.c). */
export function iptunnels({ links }: Facts): Fault[] {
  return links
    .filter(({ type }) => type === "ipip" || type === "sit")
    .flatMap((link) => [...lasting(link), ...(link.type === "sit" ? [...small(link), ...rapid(link)] : [])]);
}

function lasting(link: Link): Fault[] {
  const { ttl = TUNNEL_DEFAULTS.ttl, pmtudisc } = link.fields;
  if (pmtudisc !== false || ttl === TUNNEL_DEFAULTS.ttl) return [];
  const rule = `a time to live of its own goes with packets that must not be fragmented alone, and ttl is ${ttl}`;
  return [faultOf(link, "pmtudisc", rule, "write true, or ttl: inherit")];
}

function small({ mtu }: Link): Fault[] {
  if (!mtu || mtu.value >= SIT_LEAST) return [];
  return [{ ...mtu, rule: `a sit carries IPv6, which needs ${SIT_LEAST} bytes`, fix: `write ${SIT_LEAST} or more` }];
}

/** The prefix and what of an address of IPv4 is not left out: half of an address of IPv6. */
const MOST = 64;

/** Rapid deployment of IPv6: the other end stands in the destination. */
function rapid(link: Link): Fault[] {
  const said = (["ip6rdPrefix", "ip6rdRelayPrefix"] as const).filter((name) => !isUsual(link, name));
  if (said.length > 0 && link.fields.remote !== undefined)
    return said.map((name) => faultOf(link, name, "with remote all packets go there", "leave one out"));
  const [prefix, relay] = [networkIn(link, "ip6rdPrefix", 6), networkIn(link, "ip6rdRelayPrefix", 4)];
  if ("rule" in prefix) return [prefix];
  if ("rule" in relay) return [relay];
  const length = prefix.prefix + 32 - relay.prefix;
  if (length <= MOST) return [];
  const rule = `with ${32 - relay.prefix} bits of an address of IPv4 behind it, it is ${length - MOST} bits too long`;
  return [faultOf(link, "ip6rdPrefix", rule, `write one of ${MOST - 32 + relay.prefix} bits or less`)];
}

const USUAL = { ip6rdPrefix: SIT_DEFAULTS.ip6rdPrefix, ip6rdRelayPrefix: "0.0.0.0/0" };

function networkIn(link: Link, name: keyof typeof USUAL, family: 4 | 6): Cidr | Fault {
  const { [name]: value = USUAL[name] } = link.fields;
  try {
    const found = parseNetwork(String(value));
    if (found.family !== family) return faultOf(link, name, `it is of IPv${family}`, `write a network of IPv${family}`);
    if (value !== USUAL[name] && found.value === 0n)
      return faultOf(link, name, "zeros alone are no prefix", "write another network, or leave it out");
    return found;
  } catch (error) {
    if (error instanceof Invalid) return faultAt([...link.path, name], error);
    throw error;
  }
}
