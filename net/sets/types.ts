/** What one part of an entry is: an address, a network, a port of a protocol, an interface, another set. */
export type Dimension = "ip" | "net" | "port" | "iface" | "set";

/** The types of sets that can be declared, as ipset calls them. */
export const SET_TYPES = [
  "hash:ip",
  "hash:net",
  "hash:ip,port",
  "hash:net,port",
  "hash:ip,port,ip",
  "hash:ip,port,net",
  "hash:net,iface",
  "bitmap:ip",
  "bitmap:port",
  "list:set",
] as const;

export type SetType = (typeof SET_TYPES)[number];

/** What each part of an entry is: `["ip", "port"]`. */
export function dimensionsOf(type: SetType): Dimension[] {
  return (type.split(":")[1] ?? "").split(",") as Dimension[];
}

/** Whether it is kept as bits of a range, which has to be said. */
export function isBitmap(type: SetType): boolean {
  return type.startsWith("bitmap:");
}

export function isHash(type: SetType): boolean {
  return type.startsWith("hash:");
}

/** Whether its entries are of one family; ports alone and other sets are of none. */
export function hasFamily(type: SetType): boolean {
  return dimensionsOf(type).some((dimension) => dimension !== "port" && dimension !== "set");
}

/** Whether an entry can be an exception to a larger one. */
export function hasNetworks(type: SetType): boolean {
  return dimensionsOf(type).includes("net");
}

/** The module that brings a type: `ip_set_hash_ipport`. */
export function moduleOf(type: SetType): string {
  return `ip_set_${type.replace(":", "_").replaceAll(",", "")}`;
}

/** What a set takes at most, where nothing is said: IPSET_DEFAULT_MAXELEM. */
export const MAXELEM = 65536;

/** IPSET_MAXNAMELEN less its NUL. */
const LIMIT = 31;

/** What names of sets can be; the kernel takes more, of which tools make what they like. */
export function isSetName(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name) && name.length <= LIMIT && !name.startsWith(OWN);
}

/** What names of sets begin with that are ours for a moment only, and names of chains of ours. */
export const OWN = "BW-";

export const NAME_RULE = `a set's name is 1 to ${LIMIT} letters, digits, "_", "." and "-", and does not begin with "-", "." or "${OWN}"`;
