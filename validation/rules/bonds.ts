import { formatIp, ipOf } from "../../net/ip.ts";
import { BOND_DEFAULTS, usualMiimon } from "../../net/schema/bond.ts";
import { type Facts, type Link, linkId } from "../facts.ts";
import type { Fault } from "../fault.ts";
import { concluded, faultOf, isUsual } from "./fields.ts";

const BACKUP = ["active-backup"];
const ADAPTIVE = ["balance-tlb", "balance-alb"];
const LACP = ["802.3ad"];
const BY_ARP = ["balance-rr", "active-backup", "balance-xor", "broadcast"];

/**
 * Modes that a property has an effect in (bond_opts in drivers/net/bonding/bond_options.c, and what
 * Documentation/networking/bonding.rst says of those that the kernel takes anywhere).
 */
const MODES: Readonly<Record<string, readonly string[]>> = {
  arpInterval: BY_ARP,
  arpIpTarget: BY_ARP,
  nsIp6Target: BY_ARP,
  arpMissedMax: BY_ARP,
  arpValidate: BY_ARP,
  arpAllTargets: BY_ARP,
  primary: [...BACKUP, ...ADAPTIVE],
  primaryReselect: [...BACKUP, ...ADAPTIVE],
  failOverMac: BACKUP,
  xmitHashPolicy: ["balance-xor", ...LACP, "balance-tlb"],
  lpInterval: ADAPTIVE,
  packetsPerSlave: ["balance-rr"],
  tlbDynamicLb: ["balance-tlb"],
  minLinks: LACP,
  lacpRate: LACP,
  lacpActive: LACP,
  adSelect: LACP,
  adActorSysPrio: LACP,
  adActorSystem: LACP,
  adUserPortKey: LACP,
};

/** What is said of a bond has an effect in its mode, and beside the rest; what is a member of it has nothing of its own. */
export function bonds({ links, addresses }: Facts): Fault[] {
  const members = new Map(links.flatMap((link) => (link.bond ? [[linkId(link.scope, link.name), link]] : [])));
  const all = links.filter(({ type }) => type === "bond");
  return [
    ...all.flatMap((bond) => [
      ...concluded(bond, ["mode"], ofMode(bond)),
      ...concluded(bond, ["mode", "miimon", "arpInterval"], watched(bond)),
      ...concluded(bond, ["mode", "miimon"], delayed(bond)),
      ...concluded(bond, ["mode", "arpInterval", "arpIpTarget", "nsIp6Target"], targeted(bond)),
      ...ofMembers(bond, links),
    ]),
    ...addresses.flatMap(({ scope, link, path, cidr }) => {
      const member = members.get(linkId(scope, link));
      if (!member?.bond) return [];
      const rule = `${link} is a member of ${member.bond.name}, and packets to it come there`;
      return [{ path, value: formatIp(cidr), rule, fix: `give it to ${member.bond.name}` }];
    }),
  ];
}

function said(bond: Link, name: string): boolean {
  return bond.fields[name] !== undefined && !isUsual(bond, name);
}

function modeOf({ fields }: Link): string {
  return String(fields.mode ?? BOND_DEFAULTS.mode);
}

function ofMode(bond: Link): Fault[] {
  const mode = modeOf(bond);
  const idle = Object.entries(MODES).filter(([name, modes]) => said(bond, name) && !modes.includes(mode));
  const faults = idle.map(([name, modes]) => {
    const rule = `it has no effect in mode ${mode}`;
    return faultOf(bond, name, rule, `leave it out, or write mode: ${modes.join(" or ")}`);
  });
  if (bond.fields.mac === undefined || !said(bond, "failOverMac")) return faults;
  const rule = `with failOverMac: ${bond.fields.failOverMac} the bond has the address of its active member`;
  return [...faults, faultOf(bond, "mac", rule, "leave one out")];
}

/** Members are watched by their carriers or by answers: the kernel turns off the one for the other. */
function watched(bond: Link): Fault[] {
  const { arpIpTarget, nsIp6Target, miimon } = bond.fields;
  const asks = said(bond, "arpInterval");
  if (asks && Number(miimon ?? 0) > 0)
    return [faultOf(bond, "arpInterval", "members are watched by miimon already", "leave one out")];
  if (asks && arpIpTarget === undefined && nsIp6Target === undefined)
    return [faultOf(bond, "arpInterval", "nobody is asked", "write arpIpTarget or nsIp6Target too")];
  if (asks) return [];
  const idle = ["arpIpTarget", "nsIp6Target", "arpMissedMax", "arpValidate", "arpAllTargets"].filter(
    (name) => said(bond, name) && MODES[name]?.includes(modeOf(bond)),
  );
  return idle.map((name) => faultOf(bond, name, "nobody is asked", "write arpInterval too, or leave it out"));
}

function delayed(bond: Link): Fault[] {
  const miimon = Number(bond.fields.miimon ?? usualMiimon(modeOf(bond)));
  const delays = ["updelay", "downdelay", "peerNotifyDelay"].filter((name) => said(bond, name));
  return delays.flatMap((name) => {
    if (miimon === 0) return [faultOf(bond, name, "without miimon no carrier is looked at", "write miimon too")];
    const rest = Number(bond.fields[name]) % miimon;
    const rule = `the kernel counts it in looks at the carriers, of ${miimon} ms each`;
    return rest === 0 ? [] : [faultOf(bond, name, rule, `write ${Number(bond.fields[name]) - rest + miimon}`)];
  });
}

function targeted(bond: Link): Fault[] {
  const lists = [
    ["arpIpTarget", 4],
    ["nsIp6Target", 6],
  ] as const;
  return lists.flatMap(([name, family]) => {
    const targets = Array.isArray(bond.fields[name]) ? (bond.fields[name] as unknown[]) : [];
    return targets.flatMap((target, index) => {
      const ip = ipOf(target);
      const path = [...bond.path, name, index];
      const isTwice = targets.indexOf(target) < index;
      if (isTwice) return [{ path, value: target, rule: "it is there already", fix: "write it once" }];
      const fix = `write it in ${family === 4 ? "nsIp6Target" : "arpIpTarget"}`;
      return !ip || ip.family === family ? [] : [{ path, value: target, rule: `not of IPv${family}`, fix }];
    });
  });
}

function ofMembers(bond: Link, links: readonly Link[]): Fault[] {
  const members = links.filter((link) => link.scope === bond.scope && link.bond?.name === bond.name);
  const names = members.map(({ name }) => name);
  const { primary } = bond.fields;
  if (primary === undefined || names.includes(String(primary))) return [];
  const fix = names.length > 0 ? `write one of its members: ${names.join(", ")}` : `write master: ${bond.name} there`;
  // Whoever is misshapen may be it.
  const from = [bond.path.slice(0, -1)];
  return [{ ...faultOf(bond, "primary", `it is no member of ${bond.name}`, fix), from }];
}
