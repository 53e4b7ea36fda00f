import type { Entry } from "../../../../providers/host/dump.ts";
import type { Json } from "../../../../providers/host/json.ts";
import { OWNER } from "../world.ts";
import { type Declared, declaredIn, type Observed, observedIn, planned } from "./case.ts";

export type Fields = Record<string, Json>;

/** A link of the case "no-op" of its type as declared and as observed, to be changed, and the case around it. */
export class Subject {
  readonly declared: Declared;
  readonly observed: Observed;
  readonly scope: string;
  readonly name: string;

  constructor(type: string) {
    this.declared = declaredIn(type, "no-op");
    this.observed = observedIn(type, "no-op");
    const all = Object.entries(this.declared.scopes).flatMap(([scope, { links }]) =>
      Object.entries(links as Record<string, Fields>).map(([name, link]) => ({ scope, name, link })),
    );
    const { scope = "", name = "" } = all.find(({ link }) => link.type === type) ?? {};
    this.scope = scope;
    this.name = name;
  }

  get links(): Record<string, Fields> {
    return (this.declared.scopes[this.scope] as { links: Record<string, Fields> }).links;
  }

  get dump(): Entry[] {
    return this.observed.dumps[this.scope]?.links as Entry[];
  }

  get have(): Entry {
    return this.dump.find(({ ifname }) => ifname === this.name) as Entry;
  }

  /** Declares other fields; null takes one away. */
  declare(fields: Fields): void {
    const said = Object.entries({ ...this.links[this.name], ...fields }).filter(([, value]) => value !== null);
    this.links[this.name] = Object.fromEntries(said);
  }

  /** Shows other data of its type; null takes one away. */
  show(data: Fields): void {
    const info = this.have.linkinfo as { info_data?: Entry };
    const said = Object.entries({ ...info.info_data, ...data }).filter(([, value]) => value !== null);
    info.info_data = Object.fromEntries(said);
  }

  /** A bridge beside it, declared and there, for packets as large. */
  addBridge(name: string): void {
    const { mtu = 1500 } = this.have;
    this.links[name] = { type: "bridge", mtu };
    this.dump.push({
      ...{ ifindex: 90 + this.dump.length, ifname: name, flags: ["UP"], mtu },
      ...{ address: "02:00:00:00:00:09", ifalias: OWNER },
      linkinfo: { info_kind: "bridge", info_data: { stp_state: 0, vlan_default_pvid: 1 } },
    });
  }

  /** A VRF beside it, declared and there. */
  addVrf(name: string): void {
    this.links[name] = { type: "vrf", table: 9 };
    this.dump.push({
      ...{ ifindex: 90 + this.dump.length, ifname: name, flags: ["NOARP", "MASTER", "UP"], mtu: 65575 },
      ...{ address: "02:00:00:00:00:09", ifalias: OWNER },
      linkinfo: { info_kind: "vrf", info_data: { table: 9 } },
    });
  }

  /** It is a port of a bridge; the dump shows these of its properties otherwise than by default. */
  joins(bridge: string, shown: Fields = {}): void {
    this.have.master = bridge;
    const info_slave_data = { state: "forwarding", priority: 32, ...shown };
    this.have.linkinfo = { ...(this.have.linkinfo as Entry), info_slave_kind: "bridge", info_slave_data };
  }

  /** VLANs were asked for: it is in these, and all bridges in the kernel's own. */
  inVlans(...vlans: Fields[]): void {
    const bridges = this.dump.filter(({ linkinfo }) => (linkinfo as Entry | undefined)?.info_kind === "bridge");
    const usual = bridges.map(({ ifname = "" }) => ({
      ifname,
      vlans: [{ vlan: 1, flags: ["PVID", "Egress Untagged"] }],
    }));
    const dump = this.observed.dumps[this.scope];
    if (dump) dump.vlans = [...usual, ...(vlans.length > 0 ? [{ ifname: this.name, vlans }] : [])];
  }

  /** What the plan says and does: its sentences, and the lines of every process. */
  plan(): string[] {
    // What a declaration asks for is worked out once for the same object.
    return planned(structuredClone(this.declared), structuredClone(this.observed))
      .split("\n")
      .filter((line) => line && !line.endsWith(" -batch -"));
  }
}
