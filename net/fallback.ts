/**
 * Interfaces that the kernel makes in every namespace as soon as a module of tunnels is loaded, each with the type that
 * it has: they take packets that no other tunnel does, cannot be deleted, and are nobody's.
 */
const FALLBACKS: Readonly<Record<string, string>> = {
  gre0: "gre",
  gretap0: "gretap",
  erspan0: "erspan",
  tunl0: "ipip",
  sit0: "sit",
  ip6tnl0: "ip6tnl",
  ip6gre0: "ip6gre",
  ip_vti0: "vti",
  ip6_vti0: "vti6",
};

/** The type of the interface that the kernel makes under this name; undefined for any other name. */
export function fallbackOf(name: string): string | undefined {
  return Object.hasOwn(FALLBACKS, name) ? FALLBACKS[name] : undefined;
}
