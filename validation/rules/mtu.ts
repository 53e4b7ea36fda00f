import type { Facts, Link } from "../facts.ts";
import { linkId, linksById } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";
import { sizesOf } from "./sizes.ts";

/** RFC 8200, section 5: the kernel takes IPv6 off a link with less. */
const LEAST_FOR_IPV6 = 1280;

/** A link with the bytes that it takes. */
interface Sized {
  link: Link;
  size: number;
}

/** Both ends of a cable, and a bridge and its ports, take packets of one size; IPv6 needs 1280 bytes. */
export function mtus({ links, addresses }: Facts): Fault[] {
  const byId = linksById(links);
  const sizeOf = sizesOf(links);
  const ipv6 = new Set(addresses.filter(({ cidr }) => cidr.family === 6).map(({ scope, link }) => linkId(scope, link)));
  const faults = links.flatMap((link): Fault[] => {
    // A bridge that says nothing takes what its ports do.
    const size = link.mtu || link.type !== "bridge" ? sizeOf(link) : undefined;
    if (size === undefined) return [];
    const small = size < LEAST_FOR_IPV6 && ipv6.has(linkId(link.scope, link.name));
    return small ? [tooSmall({ link, size })] : differing({ link, size }, byId, sizeOf);
  });
  // What is said of one end of a cable is a fault of both.
  const told = new Set<string>();
  return faults.filter(({ path }) => !told.has(formatPath(path)) && told.add(formatPath(path)));
}

function tooSmall({ link: { path, mtu }, size }: Sized): Fault {
  const rule = "the link has an IPv6 address, and IPv6 needs 1280 bytes";
  if (mtu) return { ...mtu, rule, fix: "write 1280 or more" };
  return { path, rule: `${rule}: its bridge says ${size}`, fix: "give the bridge an mtu of 1280 or more" };
}

function differing(
  { link, size }: Sized,
  byId: ReadonlyMap<string, Link>,
  sizeOf: (link: Link) => number | undefined,
): Fault[] {
  const above = byId.get(linkId(link.scope, (link.bridge ?? link.bond)?.name ?? ""));
  const most = above?.type === "bond" ? sizeOf(above) : above?.mtu?.value;
  if (link.mtu && above && most !== undefined && most !== size)
    return [unequal(link.mtu, `${above.type} ${above.name}`, most)];
  const peer = link.peer === undefined ? undefined : byId.get(link.peer);
  // Of two ends that differ the one that is declared inside the other is told.
  const other = peer && link.path.length >= peer.path.length ? sizeOf(peer) : undefined;
  if (other === undefined || other === size) return [];
  if (link.mtu) return [unequal(link.mtu, `the other end, ${peer?.name},`, other)];
  const rule = `its bridge takes ${size} bytes, the one of the other end, ${peer?.name}, takes ${other}: larger packets are lost`;
  return [{ path: link.path, rule, fix: "give both bridges one mtu" }];
}

function unequal(mtu: NonNullable<Link["mtu"]>, what: string, bytes: number): Fault {
  return { ...mtu, rule: `${what} takes ${bytes} bytes: larger packets are lost`, fix: `write ${bytes} at both` };
}
