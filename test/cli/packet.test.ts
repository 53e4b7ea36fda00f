import { describe, expect, it } from "vitest";
import { annotated } from "../../cli/annotate.ts";
import { packetPrinter } from "../../cli/capture/line.ts";
import { readPacket } from "../../cli/capture/packet.ts";
import { namesOf } from "../../cli/names.ts";
import { addressed, link, seenOf } from "./seen.ts";

const RED = "02:00:00:00:00:0a";
const BLUE = "02:00:00:00:00:0b";
const names = namesOf(
  seenOf({
    dumps: {
      host: { links: [] },
      RED: { links: [link("reth0", { address: RED, ...addressed("11.11.11.2/24", "fd00::2/64") })] },
      "container:web": { links: [link("eth0", { address: BLUE, ...addressed("11.11.11.3/24") })] },
    },
  }),
);

/** Lines that `tcpdump -n -e -tt` printed. */
const ARP = `1763720000.123456 ${RED} > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 42: Request who-has 11.11.11.3 tell 11.11.11.2, length 28`;
const ICMP = `1763720000.500000 ${RED} > ${BLUE}, ethertype IPv4 (0x0800), length 98: 11.11.11.2 > 11.11.11.3: ICMP echo request, id 1, seq 1, length 64`;
const TAGGED = `1763720000.500000 ${RED} > ${BLUE}, ethertype 802.1Q (0x8100), length 102: vlan 10, p 0, ethertype IPv4 (0x0800), 11.11.11.2 > 11.11.11.3: ICMP echo request`;
const STP = `1763720000.500000 ${RED} > 01:80:c2:00:00:00, 802.3, length 38: LLC, dsap STP (0x42) Individual, ssap STP (0x42) Command, ctrl 0x03: STP 802.1d, Config`;
const TUN = "1763720000.500000 ip: 10.8.0.1 > 10.8.0.2: ICMP echo request, id 1, seq 1, length 64";

describe("a line of tcpdump", () => {
  it.each([
    [ARP, "ARP", 42, "Request who-has 11.11.11.3 tell 11.11.11.2, length 28"],
    [ICMP, "IPv4", 98, "11.11.11.2 > 11.11.11.3: ICMP echo request, id 1, seq 1, length 64"],
    [TAGGED, "802.1Q", 102, "vlan 10, p 0, ethertype IPv4 (0x0800), 11.11.11.2 > 11.11.11.3: ICMP echo request"],
    [STP, "802.3", 38, "LLC, dsap STP (0x42) Individual, ssap STP (0x42) Command, ctrl 0x03: STP 802.1d, Config"],
    [TUN, null, null, "ip: 10.8.0.1 > 10.8.0.2: ICMP echo request, id 1, seq 1, length 64"],
  ])("is taken apart: %s", (line, protocol, length, text) => {
    expect(readPacket(line, names)).toMatchObject({ protocol, length, text });
  });

  it("has its time to the microsecond, and whose both ends are", () => {
    expect(readPacket(ICMP, names)).toMatchObject({
      time: "2025-11-21T10:13:20.500000Z",
      source: { mac: RED, owner: { in: "RED", interface: "reth0" } },
      destination: { mac: BLUE, owner: { in: "container:web", interface: "eth0" } },
    });
    expect(readPacket(ARP, names)?.destination).toEqual({ mac: "ff:ff:ff:ff:ff:ff", owner: null });
    expect(readPacket(TUN, names)?.source).toBeNull();
  });

  it("that continues the one above is no packet", () => {
    expect(readPacket("\t0x0000:  4500 0054", names)).toBeUndefined();
  });

  it("is printed in columns that widen with what comes", () => {
    const print = packetPrinter(names, (_style, text) => text);
    const [arp, icmp, again] = [ARP, ICMP, ARP].map((line) => print(readPacket(line, names)!).slice(15));
    expect(arp).toMatch(
      /^ {2}reth0 in RED > everyone {2}ARP {3}Request who-has 11\.11\.11\.3 \(container web\) tell 11/,
    );
    expect(icmp).toMatch(/^ {2}reth0 in RED > eth0 in container web {2}IPv4 {2}11\.11\.11\.2 \(RED\) > 11/);
    expect(again).toMatch(/^ {2}reth0 in RED > everyone {15}ARP/);
  });
});

describe("addresses in a text", () => {
  it.each([
    ["11.11.11.2 > 11.11.11.3: ICMP", "11.11.11.2 (RED) > 11.11.11.3 (container web): ICMP"],
    ["11.11.11.2.43210 > 11.11.11.3.80: Flags", "11.11.11.2.43210 (RED) > 11.11.11.3.80 (container web): Flags"],
    ["--to-destination 11.11.11.2:80", "--to-destination 11.11.11.2:80 (RED)"],
    ["--to-destination [fd00::2]:80", "--to-destination [fd00::2 (RED)]:80"],
    ["11.11.11.2/32", "11.11.11.2 (RED)"],
    ["!11.11.11.2/32", "!11.11.11.2 (RED)"],
    ["fd00::2.53 > ff02::1: UDP", "fd00::2.53 (RED) > ff02::1: UDP"],
    [`is-at ${BLUE}, length 28`, `is-at ${BLUE} (eth0 in container web), length 28`],
  ])("%s are named", (text, named) => expect(annotated(text, names)).toBe(named));

  it.each([
    "11.11.11.0/24",
    "11.11.11.2/24",
    "11.11.11.99",
    "1.11.11.11.2.1.1",
    "v1.11.11.11.2",
    "length 64, id 3",
    "::",
    ":53",
    "...",
    "12:30:11.000001",
  ])("%s are left alone where they are no interface's", (text) => expect(annotated(text, names)).toBe(text));
});
