/** The addresses of the lab that expectations are tried on, and what a family has its own word for. */
export interface Family {
  name: "IPv4" | "IPv6";
  /** The bridge's network, and who is in it; nobody has the last one. */
  subnet: string;
  bridge: string;
  red: string;
  blue: string;
  nobody: string;
  loopback: string;
  /** The cable to the upstream: the host's end, the upstream's, and one that nobody has. */
  near: string;
  far: string;
  none: string;
  /** What the upstream has, and the network of it. */
  world: string;
  outside: string;
  /** Networks that are nowhere, by number, and an address of each. */
  nowhere(number: number): string;
  nobodyIn(number: number): string;
  /** Lengths of prefixes: of a network here, and of one address. */
  prefix: string;
  single: string;
  iptables: "iptables" | "ip6tables";
  /** As a rule's protocol has it, and the words for what `ping` sends. */
  icmp: string;
  echo: string[];
  /** The setting by which a kernel ignores that. */
  deaf: string;
  /** Words for answers of a rule that rejects, and what `ping` calls the second one. */
  refusal: string;
  prohibited: string;
  filtered: string;
  /** What asks for neighbours. */
  asks: string;
  /** Words of ebtables and nft, and the option of ip(8). */
  ebtablesSource: string;
  ebtablesProtocol: string;
  nft: "ip" | "ip6";
  ip: "-4" | "-6";
  forwarding: string;
  bridgeFilter: string;
}

export const IPV4: Family = {
  name: "IPv4",
  ...{ subnet: "11.11.11.0/24", bridge: "11.11.11.1", red: "11.11.11.2", blue: "11.11.11.3", nobody: "11.11.11.77" },
  loopback: "127.0.0.1",
  ...{ near: "192.168.104.2", far: "192.168.104.1", none: "192.168.104.9", world: "8.8.8.8", outside: "8.8.8.0/24" },
  ...{ prefix: "/24", single: "/32", iptables: "iptables", icmp: "icmp", asks: "ARP" },
  echo: ["-p", "icmp", "--icmp-type", "echo-request"],
  deaf: "net.ipv4.icmp_echo_ignore_all",
  ...{ refusal: "icmp", prohibited: "icmp-admin-prohibited", filtered: "Packet filtered" },
  nowhere: (number) => `10.${number}.0.0/16`,
  nobodyIn: (number) => `10.${number}.0.1`,
  ebtablesSource: "--ip-src",
  ebtablesProtocol: "--ip-proto",
  nft: "ip",
  ip: "-4",
  forwarding: "net.ipv4.ip_forward",
  bridgeFilter: "net.bridge.bridge-nf-call-iptables",
};

export const IPV6: Family = {
  name: "IPv6",
  ...{ subnet: "fd11::/64", bridge: "fd11::1", red: "fd11::2", blue: "fd11::3", nobody: "fd11::77" },
  loopback: "::1",
  ...{ near: "fd04::2", far: "fd04::1", none: "fd04::9", world: "2001:db8::8", outside: "2001:db8::/32" },
  ...{ prefix: "/64", single: "/128", iptables: "ip6tables", icmp: "ipv6-icmp", asks: "neighbour discovery" },
  echo: ["-p", "ipv6-icmp", "--icmpv6-type", "echo-request"],
  deaf: "net.ipv6.icmp.echo_ignore_all",
  refusal: "icmp6",
  prohibited: "icmp6-adm-prohibited",
  filtered: "Destination unreachable: Administratively prohibited",
  nowhere: (number) => `fd10:${number}::/32`,
  nobodyIn: (number) => `fd10:${number}::1`,
  ebtablesSource: "--ip6-src",
  ebtablesProtocol: "--ip6-proto",
  nft: "ip6",
  ip: "-6",
  forwarding: "net.ipv6.conf.all.forwarding",
  bridgeFilter: "net.bridge.bridge-nf-call-ip6tables",
};

/** For `describe.each`: `$name` is in its title. */
export const FAMILIES = [IPV4, IPV6];

/** As it stands before a port. */
export function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}
