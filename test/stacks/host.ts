import { Sandbox } from "../sandbox.ts";

/** Bridges, namespaces, routes and neighbours of other people. */
const OBJECTS = `link add theirs0 type bridge
link set theirs0 alias "made by somebody" mtu 1400 up
addr add 192.168.77.1/24 dev theirs0
netns add THEIRS
link add theirs1 type veth peer name theirs2 netns THEIRS
link set theirs1 master theirs0 up
route add 10.99.0.0/16 via 192.168.77.9
route add blackhole 10.98.0.0/16 metric 7 table 77
neigh add 192.168.77.8 lladdr 02:00:00:00:77:08 dev theirs0 nud permanent
`;

/** Their firewall: FORWARD as Docker leaves it, with its chain for users, and rules and a chain of somebody's own. */
const FIREWALL = `*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:DOCKER-USER - [0:0]
:THEIRS - [0:0]
-A INPUT -s 10.99.0.66/32 -j DROP
-A FORWARD -j DOCKER-USER
-A FORWARD -i theirs0 -j THEIRS
-A THEIRS -s 192.168.77.0/24 -m comment --comment "not yours" -j ACCEPT
COMMIT
*nat
-A POSTROUTING -s 192.168.77.0/24 ! -o theirs0 -j MASQUERADE
COMMIT
*mangle
-A FORWARD -s 10.99.0.67/32 -j DROP
COMMIT
`;

const FIREWALL_6 = `*filter
:FORWARD DROP [0:0]
-A INPUT -s fd00:77::66/128 -j DROP
COMMIT
`;

/** Their settings. Packets on one bridge are no affair of FORWARD; a kernel without br_netfilter has no such setting. */
const SYSCTLS = `net/ipv4/ip_forward = 1
net/ipv4/conf/theirs0/rp_filter = 2
net/bridge/bridge-nf-call-iptables = 0
net/bridge/bridge-nf-call-ip6tables = 0
`;

/** A sandbox on which others live too: what they have must be there, unchanged, whatever we do. */
export async function openHost(): Promise<Sandbox> {
  const sandbox = await Sandbox.open();
  await sandbox.furnish(OBJECTS);
  await sandbox.must(["iptables-restore"], { input: FIREWALL });
  await sandbox.must(["ip6tables-restore"], { input: FIREWALL_6 });
  await sandbox.must(["sysctl", "-q", "-e", "-p", "-"], { input: SYSCTLS });
  return sandbox;
}
