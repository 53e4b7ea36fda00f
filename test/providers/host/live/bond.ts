import { AnyLink } from "./any-link.ts";
import type { Drift, Step } from "./spec.ts";

const l0 = new AnyLink({
  type: "bond",
  own: {
    mode: "active-backup",
    miimon: 100,
    updelay: 200,
    downdelay: 300,
    peerNotifyDelay: 400,
    useCarrier: false,
    primary: "m0",
    primaryReselect: "better",
    resendIgmp: 2,
    numPeerNotif: 2,
    allSlavesActive: true,
  },
  members: { m0: { type: "dummy", master: "l0" } },
});

/** What a bond in the mode of the base has, and one in another has not. */
const NONE = { primary: undefined, primaryReselect: undefined };

const set = (words: string, says: string): Drift[] => [l0.set(`type bond ${words}`, says)];
/** By itself: members are watched in one way only. */
const change = (fields: object, says: string): Step[] => [{ ...l0.changes({ ...fields }, says), alone: true }];

/** Another mode, in which these mean something; the bond is made anew for that. */
function inMode(mode: string, fields: object, says: string): Step[] {
  const to = `mode "active-backup" -> "${mode}", primaryReselect "better" -> "always", ${says}, primary "m0" -> null`;
  return [l0.replaces({ ...NONE, mode, ...fields }, to)];
}

const inLacp = (fields: object, says: string) => inMode("802.3ad", fields, says);

const ASKED = { miimon: 0, updelay: undefined, downdelay: undefined, peerNotifyDelay: undefined, arpInterval: 500 };
const ASKING = "miimon 100 -> 0, updelay 200 -> 0, downdelay 300 -> 0, peerNotifyDelay 400 -> 0, arpInterval 0 -> 500";
const TARGET = "10.10.0.9";

/** How one that nobody said anything of is different. */
const BARE =
  "updelay 0 -> 200, downdelay 0 -> 300, peerNotifyDelay 0 -> 400, useCarrier true -> false, " +
  'primaryReselect "always" -> "better", resendIgmp 1 -> 2, numPeerNotif 1 -> 2, allSlavesActive false -> true, ' +
  'primary null -> "m0"';

export const bond = l0.spec({
  drifts: {
    mode: [l0.remade("type bond mode balance-rr", `mode "balance-rr" -> "active-backup", miimon 0 -> 100, ${BARE}`)],
    miimon: [
      {
        ...l0.set(
          "type bond miimon 50",
          "miimon 50 -> 100, updelay 100 -> 200, downdelay 150 -> 300, peerNotifyDelay 200 -> 400",
        ),
        alone: true,
      },
    ],
    updelay: set("updelay 100", "updelay 100 -> 200"),
    downdelay: set("downdelay 0", "downdelay 0 -> 300"),
    peerNotifyDelay: set("peer_notify_delay 0", "peerNotifyDelay 0 -> 400"),
    useCarrier: set("use_carrier 1", "useCarrier true -> false"),
    primaryReselect: set("primary_reselect failure", 'primaryReselect "failure" -> "better"'),
    xmitHashPolicy: set("xmit_hash_policy layer3+4", 'xmitHashPolicy "layer3+4" -> "layer2"'),
    resendIgmp: set("resend_igmp 1", "resendIgmp 1 -> 2"),
    numPeerNotif: set("num_grat_arp 1", "numPeerNotif 1 -> 2"),
    allSlavesActive: set("all_slaves_active 0", "allSlavesActive false -> true"),
    minLinks: set("min_links 1", "minLinks 1 -> 0"),
    lpInterval: set("lp_interval 2", "lpInterval 2 -> 1"),
    arpMissedMax: set("arp_missed_max 3", "arpMissedMax 3 -> 2"),
    arpAllTargets: set("arp_all_targets all", 'arpAllTargets "all" -> "any"'),
    arpIpTarget: set(`arp_ip_target ${TARGET}`, `arpIpTarget ["${TARGET}"] -> null`),
    nsIp6Target: set("ns_ip6_target fd10::9", 'nsIp6Target ["fd10::9"] -> null'),
    arpValidate: set("arp_validate all", 'arpValidate "all" -> "none"'),
  },
  steps: {
    mode: inMode("balance-xor", { xmitHashPolicy: "layer3+4" }, 'xmitHashPolicy "layer2" -> "layer3+4"'),
    primary: [l0.replaces({ primary: undefined }, 'primary "m0" -> null')],
    failOverMac: [l0.replaces({ failOverMac: "follow", mac: undefined }, 'failOverMac "none" -> "follow"')],
    updelay: change({ updelay: 300 }, "updelay 200 -> 300"),
    arpInterval: change(
      { ...ASKED, arpIpTarget: [TARGET], arpValidate: "active", arpAllTargets: "all", arpMissedMax: 3 },
      `${ASKING}, arpIpTarget null -> ["${TARGET}"], arpMissedMax 2 -> 3, arpValidate "none" -> "active", arpAllTargets "any" -> "all"`,
    ),
    nsIp6Target: change({ ...ASKED, nsIp6Target: ["fd10:0::9"] }, `${ASKING}, nsIp6Target null -> ["fd10::9"]`),
    packetsPerSlave: inMode("balance-rr", { packetsPerSlave: 4 }, "packetsPerSlave 1 -> 4"),
    tlbDynamicLb: [
      l0.replaces(
        { mode: "balance-tlb", tlbDynamicLb: false },
        'mode "active-backup" -> "balance-tlb", tlbDynamicLb true -> false',
      ),
    ],
    lacpRate: inLacp({ lacpRate: "fast", minLinks: 1 }, 'minLinks 0 -> 1, lacpRate "slow" -> "fast"'),
    lacpActive: inLacp({ lacpActive: false }, "lacpActive true -> false"),
    adSelect: inLacp({ adSelect: "count" }, 'adSelect "stable" -> "count"'),
    adActorSysPrio: inLacp({ adActorSysPrio: 5 }, "adActorSysPrio 65535 -> 5"),
    adActorSystem: inLacp(
      { adActorSystem: "02:00:00:00:00:7A" },
      'adActorSystem "00:00:00:00:00:00" -> "02:00:00:00:00:7a"',
    ),
    adUserPortKey: inLacp({ adUserPortKey: 7 }, "adUserPortKey 0 -> 7"),
  },
  foreign: { words: "type bond mode active-backup miimon 100", differs: BARE },
});
