import { expect, test } from "vitest";
import { containerScopeSchema, scopeSchema } from "../../../net/schema/scope.ts";
import { containerOf } from "../../../net/scope.ts";
import { faultsOf } from "../../../providers/host/faults.ts";
import { meaningOf } from "../../../providers/host/meaning.ts";
import { scopeText } from "../../../providers/host/wire.ts";
import { idleFields } from "../../fields.ts";
import { address } from "./live/address.ts";
import { bond } from "./live/bond.ts";
import { bridge } from "./live/bridge.ts";
import { dummy } from "./live/dummy.ts";
import { existing } from "./live/existing.ts";
import { fdb } from "./live/fdb.ts";
import { gre } from "./live/gre.ts";
import { gretap } from "./live/gretap.ts";
import { ifb } from "./live/ifb.ts";
import { ip6tnl } from "./live/ip6tnl.ts";
import { ipip } from "./live/ipip.ts";
import { ipvlan } from "./live/ipvlan.ts";
import { loopback } from "./live/loopback.ts";
import { macvlan } from "./live/macvlan.ts";
import { macvtap } from "./live/macvtap.ts";
import { moved } from "./live/moved.ts";
import { neighbour } from "./live/neighbour.ts";
import { peer } from "./live/peer.ts";
import { route } from "./live/route.ts";
import { rule } from "./live/rule.ts";
import { set } from "./live/set.ts";
import { shaping } from "./live/shaping.ts";
import { sit } from "./live/sit.ts";
import { sysctl } from "./live/sysctl.ts";
import { tap } from "./live/tap.ts";
import { tun } from "./live/tun.ts";
import { veth } from "./live/veth.ts";
import { vlan } from "./live/vlan.ts";
import { vrf } from "./live/vrf.ts";
import { vxlan } from "./live/vxlan.ts";
import { wg } from "./live/wg.ts";
import { wireguard } from "./live/wireguard.ts";
import { OWNER, type Scopes } from "./world.ts";

const firewall: Scopes = {
  host: {
    firewall: {
      masquerade: [{ source: "10.0.0.0/24" }, { source: "fd00::/64", out: "eth0", destination: "fd01::/64" }],
      forward: [{ source: "10.0.0.0/24", protocol: "tcp" }],
      publish: [
        { port: 80, to: "10.0.0.2:8080" },
        { port: 81, to: { address: "10.0.0.2" }, hostIp: "192.0.2.1" },
      ],
      filter: [
        { chain: "input", protocol: "tcp", verdict: "reject" },
        { chain: "output", protocol: "icmp", verdict: "log" },
        { chain: "forward", sets: [{ name: "them", flags: "src" }], verdict: "accept" },
      ],
      sets: {
        them: { type: "hash:ip", entries: ["10.0.0.1"] },
        others: { type: "hash:ip", entries: ["10.0.0.1"] },
      },
    },
  },
};

const specs = {
  bond,
  vrf,
  address,
  bridge,
  dummy,
  existing,
  fdb,
  gre,
  gretap,
  ifb,
  ip6tnl,
  ipip,
  ipvlan,
  loopback,
  macvlan,
  macvtap,
  moved,
  neighbour,
  peer,
  route,
  rule,
  set,
  shaping,
  sit,
  sysctl,
  tap,
  tun,
  veth,
  vlan,
  vxlan,
  wg,
  wireguard,
};
const bases = Object.entries({
  ...Object.fromEntries(Object.entries(specs).map(([name, { base }]) => [name, base])),
  firewall,
  joined: {
    "container:web": {
      networks: {
        lan: { shaping: { delay: "1ms", jitter: "1ms", reorder: "1%", loss: "1%", duplicate: "1%", corrupt: "1%" } },
      },
    },
  },
});

function meaning(scopes: Scopes): string {
  const texts = Object.fromEntries(Object.entries(scopes).map(([name, scope]) => [name, scopeText(scope)]));
  return meaningOf({
    host: "local",
    owner: OWNER,
    adopt: false,
    scopes: texts,
    expect: {},
    containers: {},
    around: {},
  });
}

function faults(scopes: Scopes) {
  return faultsOf({ host: "local", scopes, expect: {}, known: [], addressOf: () => undefined });
}

test.each(bases)("every value of every field of %s changes the plan, or is refused", (_, scopes) => {
  expect(faults(scopes as Scopes)).toEqual([]);
  const idle = Object.entries(scopes as Scopes).flatMap(([name, scope]) =>
    idleFields(containerOf(name) === undefined ? scopeSchema : containerScopeSchema, scope, (changed) => {
      const all = { ...scopes, [name]: changed } as Scopes;
      return faults(all).length === 0 ? meaning(all) : undefined;
    }),
  );
  expect(idle).toEqual([]);
});
