import { readRules } from "../../../../net/walk/rules.ts";
import type { Kernel } from "../../../../providers/docker/kernel/kernel.ts";

/** What an engine of 20.10 makes of the network `lan` with one container on it, and one published port. */
export const RULES = `*nat
:PREROUTING ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s 10.77.8.0/24 ! -o br0 -j MASQUERADE
-A DOCKER ! -i br0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.77.8.2:80
COMMIT
*filter
:FORWARD DROP [0:0]
:DOCKER - [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A FORWARD -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -o br0 -j DOCKER
-A FORWARD -i br0 ! -o br0 -j ACCEPT
-A DOCKER -d 10.77.8.2/32 ! -i br0 -o br0 -p tcp -m tcp --dport 80 -j ACCEPT
-A DOCKER-USER -j RETURN
COMMIT
`;

export function kernel(edit: (rules: string) => string = (rules) => rules, more: Partial<Kernel> = {}): Kernel {
  const links = [
    { name: "eth0", index: 2, up: true, addresses: ["192.0.2.1"] },
    { name: "br0", index: 3, up: true, addresses: ["10.77.8.1"] },
    { name: "veth1", index: 8, up: true, master: "br0", peer: 7, addresses: [] },
  ];
  return { links, rules: { 4: readRules(edit(RULES)) }, listeners: [], proxies: false, ...more };
}

export const whats = (damage: readonly { what: string }[]) => damage.map(({ what }) => what);
