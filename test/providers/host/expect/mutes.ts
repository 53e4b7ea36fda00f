/** What keeps BLUE from answering who asks for its address: what is done by hand, in which scope, and what is said of it. */
interface Mute {
  by: string;
  needs?: string;
  steps: [scope: string, line: string][];
  says: string;
}

export const MUTE: Mute[] = [
  {
    by: "arp off",
    steps: [["BLUE", "ip link set beth0 arp off"]],
    says: "BLUE: ARP is off on beth0 (ip link set beth0 arp on)",
  },
  {
    by: "isolated ports",
    steps: [
      ["host", "bridge link set dev reth1 isolated on"],
      ["host", "bridge link set dev beth1 isolated on"],
    ],
    says: "host: reth1 and beth1 are isolated ports of br0, and reach only others",
  },
];

export const MUTE_IPV4: Mute[] = [
  {
    by: "arp_ignore",
    steps: [["BLUE", "sysctl -q -w net.ipv4.conf.all.arp_ignore=8"]],
    says: "BLUE: net.ipv4.conf.all.arp_ignore = 8 answers nobody",
  },
  {
    by: "ebtables",
    needs: "ebtables",
    steps: [["host", "ebtables -A FORWARD -p ARP -j DROP"]],
    says:
      "host: rule 1 of FORWARD, table filter of ebtables (-A FORWARD -p ARP -j DROP), " +
      "met by ARP for 11.11.11.2 > 11.11.11.3 in reth1 out beth1",
  },
  {
    by: "arptables",
    needs: "arptables",
    steps: [["BLUE", "arptables -A INPUT -j DROP"]],
    says: "BLUE: -A INPUT -j DROP of arptables",
  },
];

const SOLICITATION = "neighbour solicitation fd11::2 > ff02::1:ff00:3";

/** Questions of IPv6 are packets of IPv6: rules see them, and connection tracking has no state for them. */
export const MUTE_IPV6: Mute[] = [
  {
    by: "a filter that drops what it does not know",
    steps: [
      ["BLUE", "ip6tables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT"],
      ["BLUE", "ip6tables -A INPUT -p ipv6-icmp --icmpv6-type echo-request -j ACCEPT"],
      ["BLUE", "ip6tables -P INPUT DROP"],
    ],
    says: `BLUE: policy DROP of INPUT, table filter, met by ${SOLICITATION} in beth0`,
  },
  {
    by: "a filter that lets no answer out",
    steps: [["BLUE", "ip6tables -A OUTPUT -p ipv6-icmp --icmpv6-type neighbour-advertisement -j DROP"]],
    says:
      "BLUE: rule 1 of OUTPUT, table filter (-A OUTPUT -p ipv6-icmp -m icmp6 --icmpv6-type 136 -j DROP), " +
      "met by neighbour advertisement fd11::3 > fd11::2 out beth0",
  },
  {
    by: "a filter that lets no question out",
    steps: [["RED", "ip6tables -A OUTPUT -p ipv6-icmp --icmpv6-type neighbour-solicitation -j DROP"]],
    says:
      "RED: rule 1 of OUTPUT, table filter (-A OUTPUT -p ipv6-icmp -m icmp6 --icmpv6-type 135 -j DROP), " +
      `met by ${SOLICITATION} out reth0`,
  },
  {
    by: "rules that see what stays on a bridge",
    steps: [
      ["host", "ip link set br0 type bridge nf_call_ip6tables 1"],
      ["host", "ip6tables -I FORWARD -p ipv6-icmp --icmpv6-type neighbour-solicitation -j DROP"],
    ],
    says:
      "host: rule 1 of FORWARD, table filter (-A FORWARD -p ipv6-icmp -m icmp6 --icmpv6-type 135 -j DROP), " +
      `met by ${SOLICITATION} in br0 out br0; bridge-nf-call-ip6tables = 1 sends bridged packets there`,
  },
  {
    by: "ebtables",
    needs: "ebtables",
    steps: [["host", "ebtables -A FORWARD -p IPv6 --ip6-proto ipv6-icmp -j DROP"]],
    says:
      "host: rule 1 of FORWARD, table filter of ebtables (-A FORWARD -p IPv6 --ip6-proto ipv6-icmp -j DROP), " +
      `met by ${SOLICITATION} in reth1 out beth1`,
  },
];
